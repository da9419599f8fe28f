import { compareText } from '../../model/compare-text.js';
import { slugify } from '../../model/slug.js';
import type { Labelled } from '../report/evaluate.js';
import { namesOfTags } from '../report/tag-names.js';
import type { RuleSet } from '../rules/rules.js';
import { type Learnable, learnableTerms } from './words.js';

/** A post filed by hand, as it is learned from. Tags by their places in the rules. */
export interface Example {
  /** Places in the vocabulary, ascending, and what a hit of each counts. */
  readonly words: Int32Array;
  readonly counts: Float32Array;
  readonly wanted: ReadonlySet<number>;
  /** Tags of which is known whether the post has them; null where that is all. */
  readonly known: ReadonlySet<number> | null;
}

export interface Examples {
  /** Each word in its most frequent form. */
  readonly vocabulary: readonly string[];
  /** One for each post, in the same order. */
  readonly examples: readonly Example[];
}

/** Of a word in fewer posts, or a tag of fewer, nothing is learned: it would be chance. */
export const FEWEST_POSTS = 3;
/** Share of posts beyond which a word is no subject's. */
const EVERYWHERE = 0.2;

/**
 * Reads posts filed by hand once for many parts of them. Of each post only numbers are kept: its words as
 * they are found would take many times as much memory as its text.
 */
export function readExamples(rules: RuleSet, posts: readonly Labelled[]): Examples {
  const words = new Map<string, Word>();
  const read = posts.map(({ subject }) => countsOf(learnableTerms(subject, rules.classify.title), words));
  const vocabulary = [...words.values()].filter(isFrequent(posts.length)).map(mostFrequent).sort(byForm);
  const placeOf = new Int32Array(words.size).fill(-1);
  for (const [place, { number }] of vocabulary.entries()) placeOf[number] = place;
  const slugs = namesOfTags(rules);
  const indexes = new Map(rules.tags.map(({ slug }, index) => [slug, index]));
  const tagsOf = (named: readonly string[]): ReadonlySet<number> =>
    new Set(named.flatMap((name) => indexes.get(slugs.get(slugify(name)) ?? '') ?? []));
  const examples = posts.map(
    ({ tags, known }, at): Example => ({
      ...placed(read[at] ?? NO_WORDS, placeOf),
      wanted: tagsOf(tags),
      known: known === undefined ? null : tagsOf(known),
    }),
  );
  return { vocabulary: vocabulary.map(({ form }) => form), examples };
}

/** What is known of a word in all posts. */
interface Word {
  /** In the order in which words are met. */
  readonly number: number;
  /** How many posts have it, by the form that they have it in. */
  readonly forms: Map<string, number>;
}

/** The words of a post by their numbers, and what each counts. */
type Counts = Pick<Example, 'words' | 'counts'>;
const NO_WORDS: Counts = { words: new Int32Array(0), counts: new Float32Array(0) };

/** Counts the terms of a post, and adds them to those of all. */
function countsOf(terms: ReadonlyMap<string, Learnable>, all: Map<string, Word>): Counts {
  const words = new Int32Array(terms.size);
  const counts = new Float32Array(terms.size);
  let at = 0;
  for (const [key, { form, count }] of terms) {
    const word = all.get(key) ?? { number: all.size, forms: new Map<string, number>() };
    all.set(key, word);
    word.forms.set(form, (word.forms.get(form) ?? 0) + 1);
    words[at] = word.number;
    counts[at++] = count;
  }
  return { words, counts };
}

/** Whether enough posts have a word, and not too many. */
function isFrequent(posts: number): (word: Word) => boolean {
  const most = Math.max(FEWEST_POSTS, EVERYWHERE * posts);
  return ({ forms }) => {
    const count = [...forms.values()].reduce((sum, one) => sum + one, 0);
    return count >= FEWEST_POSTS && count <= most;
  };
}

interface Named {
  readonly number: number;
  readonly form: string;
}

function mostFrequent({ number, forms }: Word): Named {
  const [best] = [...forms].sort(([a, some], [b, more]) => more - some || compareText(a, b));
  return { number, form: best?.[0] ?? '' };
}

const byForm = (a: Named, b: Named): number => compareText(a.form, b.form);

/** The words that have a place in the vocabulary, in its order. */
function placed({ words, counts }: Counts, placeOf: Int32Array): Counts {
  const kept = [...words.keys()]
    .filter((at) => (placeOf[words[at] ?? 0] ?? -1) >= 0)
    .sort((a, b) => (placeOf[words[a] ?? 0] ?? 0) - (placeOf[words[b] ?? 0] ?? 0));
  return {
    words: Int32Array.from(kept, (at) => placeOf[words[at] ?? 0] ?? 0),
    counts: Float32Array.from(kept, (at) => counts[at] ?? 0),
  };
}
