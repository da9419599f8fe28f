import { didYouMean } from '../../config/grammar/did-you-mean.js';
import { type Document, documentOf, faultsOf } from '../../config/json/document.js';
import { type JsonNode, plainValue } from '../../config/json/json.js';
import { type Finding, locateIn } from '../../config/json/locate.js';
import type { Problem } from '../../config/json/problem.js';
import { english } from './english.js';
import { PLURAL_FORMS, type SomeWords, type WordKey } from './words.js';

/** What the operator's words.json comes to: the words that can be used, and what is wrong with the others. */
export interface OwnWords {
  readonly words: SomeWords;
  readonly problems: readonly Problem[];
}

export const NO_WORDS: OwnWords = { words: {}, problems: [] };

/**
 * Reads a theme's words.json: each member a word by its name in en.ts, as text, as forms by number, or as a
 * list of names. What can't be used is left out and told.
 * @param file its name in messages
 */
export function readOwnWords(text: string, file: string): OwnWords {
  const document: Document = documentOf(text, file);
  const { root } = document.json;
  const faults = faultsOf(document);
  if (root === null) return { words: {}, problems: faults };
  const locate = locateIn(document, root);
  if (root.kind !== 'object') {
    const finding = at([], 'expected an object of words', 'write { "latest": "…" }');
    return { words: {}, problems: [...faults, ...locate([finding], 'warning')] };
  }
  const findings: Finding[] = [];
  const words: [string, unknown][] = [];
  for (const [key, { node }] of root.members) {
    const found = isKnown(key) ? wrongWith(key, node) : [unknown(key)];
    findings.push(...found);
    if (found.length === 0) words.push([key, plainValue(node)]);
  }
  return {
    words: Object.fromEntries(words) as SomeWords,
    problems: [...faults, ...locate(findings, 'warning')],
  };
}

const at = (path: Finding['path'], message: string, help: string | null): Finding => ({
  path,
  atKey: false,
  message,
  help,
});

const isKnown = (key: string): key is WordKey => Object.hasOwn(english, key);

const unknown = (key: string): Finding => ({
  path: [key],
  atKey: true,
  message: 'there is no such word',
  help: didYouMean(key, Object.keys(english)) ?? 'docs/theme.md says where all of them are',
});

function wrongWith(key: WordKey, node: JsonNode): readonly Finding[] {
  const ours: string | readonly string[] | Readonly<Record<string, string>> = english[key];
  const value = plainValue(node);
  if (typeof ours === 'string')
    return typeof value === 'string'
      ? places(key, [key], value, placesOf(ours))
      : [at([key], 'expected a text', null)];
  if (isList(ours)) {
    const isWhole = Array.isArray(value) && value.length === ours.length && value.every(isText);
    return isWhole ? [] : [at([key], `expected a list of ${ours.length} names`, null)];
  }
  return wrongForms(
    key,
    value,
    new Set([...Object.values(ours).flatMap((text) => [...placesOf(text)]), 'n']),
  );
}

function wrongForms(key: WordKey, value: unknown, known: ReadonlySet<string>): readonly Finding[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('other' in value))
    return [at([key], 'expected an object of texts with "other"', `forms are ${PLURAL_FORMS.join(', ')}`)];
  return Object.entries(value).flatMap(([form, text]): readonly Finding[] => {
    if (!PLURAL_FORMS.some((one) => one === form))
      return [
        {
          path: [key, form],
          atKey: true,
          message: 'there is no such form',
          help: `forms are ${PLURAL_FORMS.join(', ')}`,
        },
      ];
    return isText(text) ? places(key, [key, form], text, known) : [at([key, form], 'expected a text', null)];
  });
}

/** Places that the text has and that nothing would ever stand at. */
function places(
  key: WordKey,
  path: Finding['path'],
  text: string,
  known: ReadonlySet<string>,
): readonly Finding[] {
  const help =
    known.size === 0 ? `"${key}" has none` : `it has ${[...known].map((place) => `{${place}}`).join(', ')}`;
  return [...placesOf(text)]
    .filter((place) => !known.has(place))
    .map((place) => at(path, `there is no {${place}} here`, help));
}

const placesOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, place = '']) => place));

const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): value is readonly string[] => Array.isArray(value);
