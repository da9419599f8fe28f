import type { Tag } from '../../../config/config.js';
import { closestWord } from '../../../config/grammar/did-you-mean.js';
import type { TagCombination } from '../../../store/store.js';

/** What an address of several tags asks for. */
export type AskedTags =
  /** `slug` is the one way to write it: `ffi+unsafe+-web`, `ffi,unsafe`; of a single tag its own. */
  | {
      readonly kind: 'tags';
      readonly slug: string;
      readonly tags: TagCombination;
      readonly isSingle: boolean;
    }
  /** There is no such thing, and why; `unknown`: a tag that there isn't. */
  | { readonly kind: 'none'; readonly problem: string; readonly unknown?: string };

/** Each tag more is another list of posts to go through. */
const MOST_TAGS = 5;

type Named = Pick<Tag, 'slug' | 'aliases'>;

/** Reads `ffi+unsafe` (all), `ffi,unsafe` (any), `ffi+-web` (without); an alias stands for its tag. */
export function readCombination(text: string, tags: readonly Named[]): AskedTags {
  const none = (problem: string): AskedTags => ({ kind: 'none', problem });
  const isAny = text.includes(',');
  if (isAny && text.includes('+'))
    return none('“+” (all of them) and “,” (any of them) don’t mix in one address');
  const names = text.split(isAny ? ',' : '+');
  if (names.length > MOST_TAGS) return none(`at most ${MOST_TAGS} tags stand in one address`);
  const wanted = new Set<string>();
  const without = new Set<string>();
  for (const name of names) {
    const isWithout = name.startsWith('-');
    if (isWithout && isAny) return none('“-” (without) goes with “+”, not with “,”');
    const asked = isWithout ? name.slice(1) : name;
    if (asked === '') return none(`a tag’s name is missing beside a “${isAny ? ',' : '+'}”`);
    const slug = slugOf(asked, tags);
    if (slug === null) return { kind: 'none', problem: unknownTag(asked, tags), unknown: asked };
    (isWithout ? without : wanted).add(slug);
  }
  if (wanted.size === 0) return none('a combination asks for one tag at least');
  const both = [...wanted].find((slug) => without.has(slug));
  if (both !== undefined) return none(`“${both}” can’t be asked for and left out`);
  return asked([...wanted].sort(), [...without].sort(), isAny);
}

function asked(wanted: readonly string[], without: readonly string[], isAny: boolean): AskedTags {
  const isSingle = wanted.length + without.length === 1;
  const parts = [...wanted, ...without.map((slug) => `-${slug}`)];
  const tags = { any: isAny ? wanted : [], all: isAny ? [] : wanted, none: without };
  return { kind: 'tags', slug: parts.join(isAny ? ',' : '+'), tags, isSingle };
}

/** That there is no such tag, and which one was probably meant. */
export function unknownTag(name: string, tags: readonly Named[]): string {
  const shown = shownName(name);
  const meant = closestWord(name, namesOf(tags));
  return `there is no tag “${shown}”${meant === null ? '; all tags are at tags/' : `; did you mean “${meant}”?`}`;
}

/** The tag that was probably meant by a name that none has; null where none is like it. */
export function meantTag<T extends Named>(name: string, tags: readonly T[]): T | null {
  const meant = closestWord(name, namesOf(tags));
  const slug = meant && slugOf(meant, tags);
  return tags.find((tag) => tag.slug === slug) ?? null;
}

const LONGEST_SHOWN = 60;

/** A name as messages have it. */
export const shownName = (name: string): string =>
  [...name].length > LONGEST_SHOWN ? `${[...name].slice(0, LONGEST_SHOWN).join('')}…` : name;

/** The tag of this name, whatever its casing; null where there is none. */
export function slugOf(name: string, tags: readonly Named[]): string | null {
  const wanted = name.toLowerCase();
  const is = ({ slug, aliases }: Named): boolean => slug === wanted || aliases.includes(wanted);
  return tags.find(({ slug }) => slug === wanted)?.slug ?? tags.find(is)?.slug ?? null;
}

const namesOf = (tags: readonly Named[]): readonly string[] =>
  tags.flatMap(({ slug, aliases }) => [slug, ...aliases]);
