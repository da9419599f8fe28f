import type { Field } from '../../model/filing.js';
import { slugify } from '../../model/slug.js';
import { fold, lower } from '../../text/fold.js';
import { wordsOf } from '../../text/words.js';
import type { TermObject, TermSpec } from '../config.js';
import { languageRange } from './language-range.js';
import { compileRegex, type LinearRegex } from './regex.js';

/** Fields that have words. */
export const WORD_FIELDS = ['title', 'text', 'category', 'url', 'host', 'author', 'source', 'code'] as const;
/** All fields, in the order in which a hit is reported. */
export const FIELDS = [...WORD_FIELDS, 'lang', 'detected', 'tag'] as const;

/** The whole word, its beginning (`word*`), its end (`*word`), or any part of it (`*word*`). */
export type WordForm = 'word' | 'prefix' | 'suffix' | 'part';

/** Consecutive words of one field. */
export interface Phrase {
  readonly kind: 'phrase';
  readonly spec: string;
  /** null: unscoped, so title and text, and a hit in the title counts more. */
  readonly fields: readonly Field[] | null;
  /** Folded, in lower case; at least one. */
  readonly words: readonly string[];
  /** The words in their own case, where case matters. */
  readonly cased: readonly string[] | null;
  /** What the last word is of a word in a text. */
  readonly form: WordForm;
}

/** A regular expression over one field. */
export interface Pattern {
  readonly kind: 'pattern';
  readonly spec: string;
  readonly fields: readonly Field[] | null;
  readonly source: string;
  readonly regex: LinearRegex;
}

/** At least one of `any` (if there are any), all of `all`, none of `not`. */
export interface Combination {
  readonly kind: 'combination';
  readonly spec: string;
  readonly any: readonly Term[];
  readonly all: readonly Term[];
  readonly not: readonly Term[];
  /** Points in place of the list's own; null where the file gives none. */
  readonly weight: number | null;
}

/** A language and all that is of it: `de` has `de-AT`. */
export interface Language {
  readonly kind: 'language';
  readonly spec: string;
  /** BCP 47, in lower case. */
  readonly range: string;
}

/** Another tag: what says that a post has it says something of this one. */
export interface OtherTag {
  readonly kind: 'tag';
  readonly spec: string;
  readonly slug: string;
}

export type Term = Phrase | Pattern | Language | OtherTag | Combination;

export type TermResult =
  | { readonly ok: true; readonly term: Term }
  | {
      readonly ok: false;
      /** Where in the term: empty for the term itself. */
      readonly path: readonly (string | number)[];
      readonly message: string;
      readonly help: string | null;
    };

/**
 * Reads one term of feeds.json. What is wrong with it is a value: its place, the reason, and what to write
 * instead.
 */
export function parseTerm(spec: TermSpec): TermResult {
  return parse(spec, null, true);
}

function parse(spec: TermSpec, fields: readonly Field[] | null, outermost: boolean): TermResult {
  return typeof spec === 'string' ? parseText(spec, fields) : parseCombination(spec, fields, outermost);
}

const failed = (
  message: string,
  help: string | null = null,
  path: readonly (string | number)[] = [],
): TermResult => ({
  ok: false,
  path,
  message,
  help,
});

function parseText(spec: string, inherited: readonly Field[] | null): TermResult {
  const scope = /^\s*([a-z]+):/.exec(spec);
  if (scope?.[1] === 'lang') return parseLanguage(spec, spec.slice(scope[0].length));
  const named = tagNamedBy(spec);
  if (named !== null) return parseOtherTag(spec, named);
  const field = WORD_FIELDS.find((name) => name === scope?.[1]) ?? null;
  const fields = field === null ? inherited : [field];
  const unscoped = (field === null ? spec : spec.slice(scope?.[0].length)).trim();
  const cased = unscoped.startsWith('case:') && !unscoped.startsWith('case::');
  const body = (cased ? unscoped.slice('case:'.length) : unscoped).trim();
  const after = cased ? WORD_FIELDS.find((name) => body.startsWith(`${name}:`)) : undefined;
  if (after !== undefined) return failed('the field stands before "case:"', `write "${after}:case:…"`);
  const regex = /^\/(.+)\/([a-z]*)$/su.exec(body);
  if (regex) return parsePattern(spec, fields, regex[1] ?? '', regex[2] ?? '');
  if (/^\/.*[\\^$[\](){}|]/su.test(body)) {
    return failed('a regular expression that never ends', 'close it with a slash: /…/iu');
  }
  return parsePhrase(spec, fields, body, cased);
}

function parseLanguage(spec: string, given: string): TermResult {
  const range = languageRange(given);
  if (range === null)
    return failed(
      `no language: ${JSON.stringify(given.trim())}`,
      'write its BCP 47 tag: lang:de, lang:pt-BR',
    );
  return { ok: true, term: { kind: 'language', spec, range } };
}

/** The name in a term for another tag, `tag:wasm`; null for every other term. */
export const tagNamedBy = (spec: string): string | null => /^\s*tag:(.*)$/su.exec(spec)?.[1]?.trim() ?? null;

function parseOtherTag(spec: string, name: string): TermResult {
  const slug = slugify(name);
  if (slug === '') return failed(`no tag: ${JSON.stringify(name)}`, 'write the name of another: tag:wasm');
  return { ok: true, term: { kind: 'tag', spec, slug } };
}

function parsePattern(
  spec: string,
  fields: readonly Field[] | null,
  source: string,
  flags: string,
): TermResult {
  const compiled = compileRegex(source, flags);
  if (!compiled.ok) return failed(compiled.message, compiled.help);
  const term: Pattern = {
    kind: 'pattern',
    spec,
    fields,
    source: `/${source}/${flags}`,
    regex: compiled.regex,
  };
  return { ok: true, term };
}

function parsePhrase(
  spec: string,
  fields: readonly Field[] | null,
  body: string,
  cased: boolean,
): TermResult {
  const { bare, word, form } = starsOf(body);
  if (bare.includes('*') || /\s$/u.test(bare)) {
    return failed('stars stand only around the last word', 'write a regular expression: /…/iu');
  }
  const folded = fold(bare);
  const words = wordsOf(lower(folded));
  if (words.length === 0) {
    return failed(
      'no letter or digit, so it would never match',
      'signs can be found by a regular expression: /…/u',
    );
  }
  const problem = starProblem(wordsOf(fold(word)), form, cased);
  if (problem !== null) return problem;
  return {
    ok: true,
    term: { kind: 'phrase', spec, fields, words, cased: cased ? wordsOf(folded) : null, form },
  };
}

/** The term without the stars around its last word, and what they say of that. */
function starsOf(body: string): {
  readonly bare: string;
  readonly word: string;
  readonly form: WordForm;
} {
  const given = body.split(/\s/u).at(-1) ?? '';
  const isOpen = given.endsWith('*');
  const begun = isOpen ? given.slice(0, -1) : given;
  const isEnd = begun.startsWith('*');
  const word = isEnd ? begun.slice(1) : begun;
  const form = isEnd ? (isOpen ? 'part' : 'suffix') : isOpen ? 'prefix' : 'word';
  return { bare: body.slice(0, body.length - given.length) + word, word, form };
}

/** One letter ends half of all words, or is in it. */
const LEAST_STARRED = 2;

function starProblem(words: readonly string[], form: WordForm, cased: boolean): TermResult | null {
  if (form !== 'suffix' && form !== 'part') return null;
  if (cased)
    return failed('"case:" knows how a word begins, not what is in it', 'write a regular expression: /…/u');
  if (words.length > 1)
    return failed('a star stands before one word, not before several', 'write a regular expression: /…/iu');
  if ([...(words[0] ?? '')].length >= LEAST_STARRED) return null;
  return failed(`${LEAST_STARRED} letters at least stand after a star`, 'write more of the word');
}

function parseCombination(
  spec: TermObject,
  inherited: readonly Field[] | null,
  outermost: boolean,
): TermResult {
  const problem = combinationProblem(spec, outermost);
  if (problem !== null) return problem;
  const fields = spec.in ?? inherited;
  const parts = { any: [] as Term[], all: [] as Term[], not: [] as Term[] };
  for (const key of ['any', 'all', 'not'] as const) {
    for (const [index, part] of (spec[key] ?? []).entries()) {
      const parsed = parse(part, fields, false);
      if (!parsed.ok) return { ...parsed, path: [key, index, ...parsed.path] };
      parts[key].push(parsed.term);
    }
  }
  return {
    ok: true,
    term: { kind: 'combination', spec: JSON.stringify(spec), ...parts, weight: spec.weight ?? null },
  };
}

function combinationProblem(spec: TermObject, outermost: boolean): TermResult | null {
  if (!spec.any?.length && !spec.all?.length && !spec.not?.length) {
    return failed('a term without words', 'give it "any", "all" or "not" with at least one term');
  }
  if (spec.in?.length === 0)
    return failed('no field to look at', `name some of ${WORD_FIELDS.join(', ')}`, ['in']);
  if (spec.weight === undefined) return null;
  if (!outermost) return failed('only the whole term has a weight, not a part of it', null, ['weight']);
  if (!Number.isFinite(spec.weight) || spec.weight === 0) {
    return failed(
      'a weight is a number other than 0',
      'leave the term out, or give it the points it counts',
      ['weight'],
    );
  }
  return null;
}
