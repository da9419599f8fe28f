import { slugify } from '../../model/slug.js';
import type { JsonNode } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import type { JsonPath } from '../json/problem.js';
import { type FoundText, select, selectText } from '../json/select.js';
import { circles, type Step } from './circles.js';
import { didYouMean } from './did-you-mean.js';
import { languageName } from './language-range.js';
import { tagNamedBy } from './term.js';
import { show } from './values.js';

/** The names that the file gives, by the slug that each stands for. */
export interface Names {
  /** Slug of a tag or alias → slug of the tag. */
  readonly tags: ReadonlyMap<string, string>;
  /** Slug of a tag → its key in the file. */
  readonly tagKeys: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly bundles: ReadonlyMap<string, string>;
}

interface Name {
  readonly path: JsonPath;
  readonly name: string;
  /** The slug that it stands for. */
  readonly stands: string;
  readonly atKey: boolean;
}

/** Where a tag may be named. */
const TAG_REFERENCES = [
  ['sources', '[]', 'tags', '[]'],
  ['sources', '[]', 'hints', '[]'],
  ['groups', '*', 'default'],
  ['tags', '*', 'implies', '[]'],
  ['notify', '[]', 'tag'],
] as const;

/** Where a tag or a language (`lang:de`) may be named. */
const ASKED_FOR = [
  ['bundles', '*', 'any', '[]'],
  ['bundles', '*', 'all', '[]'],
  ['bundles', '*', 'none', '[]'],
] as const;

/** The names given in the file, and what is wrong with them: none twice, none without a slug. */
export function collectNames(root: JsonNode): {
  readonly names: Names;
  readonly findings: readonly Finding[];
} {
  const aliases = selectText(root, ['tags', '*', 'aliases', '[]']).map(({ path, text }) => ({
    path,
    name: text,
    stands: slugify(String(path[1])),
    atKey: false,
  }));
  const tags = register([...keys(root, 'tags'), ...aliases]);
  const groups = register(keys(root, 'groups'));
  const bundles = register(keys(root, 'bundles'));
  return {
    names: {
      tags: tags.names,
      tagKeys: new Map(keys(root, 'tags').map(({ name, stands }) => [stands, name])),
      groups: groups.names,
      bundles: bundles.names,
    },
    findings: [...tags.findings, ...groups.findings, ...bundles.findings],
  };
}

const keys = (root: JsonNode, section: string): readonly Name[] =>
  select(root, [section, '*']).map(({ path }) => {
    const name = String(path.at(-1));
    return { path, name, stands: slugify(name), atKey: true };
  });

function register(all: readonly Name[]): {
  readonly names: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
} {
  const names = new Map<string, Name>();
  const findings: Finding[] = [];
  for (const name of all) {
    const slug = slugify(name.name);
    const holder = names.get(slug);
    const { path, atKey } = name;
    if (slug === '') {
      const help = 'its slug, the name in paths, would be empty';
      findings.push({ path, atKey, message: `${show(name.name)} has no letter or digit`, help });
    } else if (holder === undefined) {
      names.set(slug, name);
    } else if (atKey || holder.stands !== name.stands) {
      const message = `${show(name.name)} has the slug ${show(slug)}, which ${show(holder.name)} has already`;
      findings.push({ path, atKey, message, help: 'rename one of them', other: holder.path });
    }
  }
  return { names: new Map([...names].map(([slug, { stands }]) => [slug, stands])), findings };
}

/**
 * Names of tags and groups that the file doesn't define; none where their section is missing or no object,
 * which is said of the section itself.
 */
export function unknownNames(root: JsonNode, names: Names): readonly Finding[] {
  const tags = isReadable(root, 'tags')
    ? [
        ...TAG_REFERENCES.flatMap((pattern) => unknownAt(root, pattern, 'tag', names.tags)),
        ...ASKED_FOR.flatMap((pattern) => unknownAt(root, pattern, 'tag', names.tags, languageName)),
      ]
    : [];
  const groups = isReadable(root, 'groups')
    ? unknownAt(root, ['tags', '*', 'group'], 'group', names.groups)
    : [];
  return [...tags, ...groups];
}

/** Whether the names of a section can be told. Groups need not be given; tags are. */
export function isReadable(root: JsonNode, section: 'tags' | 'groups'): boolean {
  const [found] = select(root, [section]);
  return found === undefined ? section === 'groups' : found.node.kind === 'object';
}

/**
 * Names at some places that the file doesn't define.
 * @param orElse null for what is nothing else that may be named there
 */
export function unknownAt(
  root: JsonNode,
  pattern: readonly string[],
  what: 'tag' | 'group',
  known: ReadonlyMap<string, string>,
  orElse: (text: string) => string | null = () => null,
): readonly Finding[] {
  return unknown(
    selectText(root, pattern).filter(({ text }) => orElse(text) === null),
    what,
    known,
  );
}

/** Of names that were found those that the file doesn't define. */
export const unknown = (
  found: readonly FoundText[],
  what: 'tag' | 'group',
  known: ReadonlyMap<string, string>,
): readonly Finding[] =>
  found
    .filter(({ text }) => text.trim() !== '' && !known.has(slugify(text)))
    .map(({ path, text }) => ({
      path,
      atKey: false,
      message: `unknown ${what} ${show(text)}`,
      help: bareName(text, known) ?? didYouMean(text, known.keys()),
    }));

/** What to write for `tag:wasm`, a term, where the tag itself is to be named; null for all else. */
function bareName(text: string, known: ReadonlyMap<string, string>): string | null {
  const name = tagNamedBy(text);
  return name !== null && known.has(slugify(name)) ? `write ${show(name)} alone` : null;
}

/** Tags that imply themselves by way of others. Each circle is named once, where it closes. */
export function impliesCircles(root: JsonNode, names: Names): readonly Finding[] {
  const implied = new Map<string, Step[]>();
  for (const { path, text } of selectText(root, ['tags', '*', 'implies', '[]'])) {
    const from = slugify(String(path[1]));
    const to = names.tags.get(slugify(text));
    if (to !== undefined) implied.set(from, [...(implied.get(from) ?? []), { path, to }]);
  }
  return circles(implied).map(({ path, names: all }) => ({
    path,
    atKey: false,
    message: `tags imply each other in a circle: ${all.join(' → ')}`,
    help: null,
  }));
}
