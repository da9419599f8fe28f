import { slugify } from '../../model/slug.js';
import { NO_SOURCE } from '../index.js';
import { judge } from '../judge/judge.js';
import { Hits } from '../match/hits.js';
import { Matcher } from '../match/matcher.js';
import { scanSubject } from '../match/scan.js';
import type { Subject } from '../match/subject.js';
import type { Labelled } from '../report/evaluate.js';
import { namesOfTags } from '../report/tag-names.js';
import { compile, MICRO, type RuleSet } from '../rules/rules.js';
import { learnableTerms } from './words.js';

/** A post filed by hand, as it is learned from. Tags by their places in the rules. */
export interface Example {
  /** Places in the vocabulary, ascending, and what a hit of each counts. */
  readonly words: Int32Array;
  readonly counts: Float32Array;
  /** What the rules alone give each tag. */
  readonly points: Float64Array;
  readonly wanted: ReadonlySet<number>;
  /** Tags of which is known whether the post has them; null where that is all. */
  readonly known: ReadonlySet<number> | null;
}

export interface Examples {
  readonly vocabulary: readonly string[];
  /** One for each post, in the same order. */
  readonly examples: readonly Example[];
}

/** Of a word in fewer posts nothing is learned: it would be chance. */
export const LEAST_POSTS = 3;
/** Share of posts beyond which a word is no subject's. */
const EVERYWHERE = 0.2;
/** Share of posts from which a word says nothing in a pair: `a parser` is `parser`. */
const COMMON = 0.1;
/** What a veto counts while learning: more than any word. */
const VETO = -5;

/** Reads posts filed by hand once for many fits. */
export function readExamples(rules: RuleSet, posts: readonly Labelled[]): Examples {
  const terms = posts.map(({ subject }) => learnableTerms(subject, rules.classify.title));
  const vocabulary = frequentTerms(terms);
  const places = new Map(vocabulary.map((term, place) => [term, place]));
  const pointsOf = handPoints(rules);
  const slugs = namesOfTags(rules);
  const indexes = new Map(rules.tags.map(({ slug }, index) => [slug, index]));
  const tagsOf = (names: readonly string[]): ReadonlySet<number> =>
    new Set(names.flatMap((name) => indexes.get(slugs.get(slugify(name)) ?? '') ?? []));
  const examples = posts.map(({ subject, tags, known }, at): Example => {
    const words = [...(terms[at] ?? [])]
      .flatMap(([term, count]) => {
        const place = places.get(term);
        return place === undefined ? [] : [[place, count] as const];
      })
      .sort(([a], [b]) => a - b);
    return {
      words: Int32Array.from(words, ([place]) => place),
      counts: Float32Array.from(words, ([, count]) => count),
      points: pointsOf(subject),
      wanted: tagsOf(tags),
      known: known === undefined ? null : tagsOf(known),
    };
  });
  return { vocabulary, examples };
}

/** Terms that enough posts have and not too many, sorted. */
function frequentTerms(posts: readonly ReadonlyMap<string, number>[]): readonly string[] {
  const found = new Map<string, number>();
  for (const terms of posts) for (const term of terms.keys()) found.set(term, (found.get(term) ?? 0) + 1);
  const most = Math.max(LEAST_POSTS, EVERYWHERE * posts.length);
  const isCommon = (word: string): boolean =>
    (found.get(word) ?? 0) > Math.max(LEAST_POSTS, COMMON * posts.length);
  const isTelling = (term: string): boolean =>
    term.includes(':') || !term.includes(' ') || !term.split(' ').some(isCommon);
  return [...found]
    .filter(([term, count]) => count >= LEAST_POSTS && count <= most && isTelling(term))
    .map(([term]) => term)
    .sort();
}

/** What the rules give each tag without any lexicon. */
function handPoints(rules: RuleSet): (subject: Subject) => Float64Array {
  const compiled = compile({ ...rules, lexicon: [] });
  const { leaves } = compiled.table;
  const matcher = new Matcher(leaves);
  const hits = Hits.withAllPlaces(leaves.length);
  return (subject) => {
    hits.reset();
    scanSubject(subject, matcher, hits);
    const points = new Float64Array(rules.tags.length);
    for (const { index, points: found, vetoes } of judge(compiled, hits, NO_SOURCE, null).standings.values())
      points[index] = vetoes.length > 0 ? VETO : found / MICRO;
    return points;
  };
}
