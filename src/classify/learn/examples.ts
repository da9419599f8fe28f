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

/** Reads posts filed by hand once for many parts of them. */
export function readExamples(rules: RuleSet, posts: readonly Labelled[]): Examples {
  const terms = posts.map(({ subject }) => learnableTerms(subject, rules.classify.title));
  const names = frequentTerms(terms);
  const places = new Map([...names.keys()].map((key, place) => [key, place]));
  const slugs = namesOfTags(rules);
  const indexes = new Map(rules.tags.map(({ slug }, index) => [slug, index]));
  const tagsOf = (named: readonly string[]): ReadonlySet<number> =>
    new Set(named.flatMap((name) => indexes.get(slugs.get(slugify(name)) ?? '') ?? []));
  const examples = posts.map(({ tags, known }, at): Example => {
    const words = [...(terms[at] ?? [])]
      .flatMap(([key, { count }]) => {
        const place = places.get(key);
        return place === undefined ? [] : [[place, count] as const];
      })
      .sort(([a], [b]) => a - b);
    return {
      words: Int32Array.from(words, ([place]) => place),
      counts: Float32Array.from(words, ([, count]) => count),
      wanted: tagsOf(tags),
      known: known === undefined ? null : tagsOf(known),
    };
  });
  return { vocabulary: [...names.values()], examples };
}

/** The most frequent forms of the terms that enough posts have and not too many, by key, sorted by form. */
function frequentTerms(posts: readonly ReadonlyMap<string, Learnable>[]): ReadonlyMap<string, string> {
  const found = new Map<string, Map<string, number>>();
  for (const terms of posts)
    for (const [key, { form }] of terms) {
      const forms = found.get(key) ?? new Map<string, number>();
      forms.set(form, (forms.get(form) ?? 0) + 1);
      found.set(key, forms);
    }
  const most = Math.max(FEWEST_POSTS, EVERYWHERE * posts.length);
  const frequent = [...found].flatMap(([key, forms]) => {
    const count = [...forms.values()].reduce((sum, one) => sum + one, 0);
    return count >= FEWEST_POSTS && count <= most ? [[key, mostFrequent(forms)] as const] : [];
  });
  return new Map(frequent.sort(([, a], [, b]) => (a < b ? -1 : 1)));
}

function mostFrequent(forms: ReadonlyMap<string, number>): string {
  const [best] = [...forms].sort(([a, some], [b, more]) => more - some || (a < b ? -1 : 1));
  return best?.[0] ?? '';
}
