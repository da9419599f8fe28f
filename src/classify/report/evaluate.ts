import { compareText } from '../../model/compare-text.js';
import { slugify } from '../../model/slug.js';
import { type Classifier, compileRules, NO_SOURCE, type RuleSet, type Subject } from '../index.js';
import { namesOfTags } from './tag-names.js';

/** An entry whose tags are known. */
export interface Labelled {
  readonly subject: Subject;
  /** Those that its feed has given it; missing where none are known. */
  readonly ids?: readonly string[];
  /** Slugs, titles or aliases of tags. */
  readonly tags: readonly string[];
  /** Slugs of the tags that are known of it, whether it has them or not; missing where all are. */
  readonly known?: readonly string[];
}

/** Counts of decisions, and what is usually made of them; 0 where there was nothing to decide. */
export interface Score {
  readonly right: number;
  /** Given, but not wanted. */
  readonly wrong: number;
  /** Wanted, but not given. */
  readonly missed: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface TagScore extends Score {
  readonly tag: string;
  readonly title: string;
}

/** Entries that should have one tag and got another; null where they should have, or got, nothing. */
export interface Confusion {
  readonly wanted: string | null;
  readonly got: string | null;
  readonly count: number;
  /** Of the first few. */
  readonly titles: readonly string[];
}

export interface Evaluation {
  readonly entries: number;
  /**
   * Tags that some entry should have, or is known not to have, by slug. Of the others nothing is known, so
   * they are not judged.
   */
  readonly tags: readonly TagScore[];
  /** All decisions together. */
  readonly micro: Score;
  /** The mean of the tags' F1. */
  readonly macroF1: number;
  /** The most frequent first. */
  readonly confusions: readonly Confusion[];
  /** Names that are no tags of the rules, with how many entries have them. */
  readonly unknown: readonly (readonly [name: string, entries: number])[];
}

const TITLES_SHOWN = 3;

/** Holds what the rules say of entries against the tags that the entries should have. */
export function evaluate(rules: RuleSet, entries: readonly Labelled[]): Evaluation {
  const classifier = compileRules(rules);
  return evaluateBy(rules, entries, () => classifier);
}

/** The same where each entry, by its place, is filed by a classifier of its own. */
export function evaluateBy(
  rules: RuleSet,
  entries: readonly Labelled[],
  classifierOf: (index: number) => Classifier,
): Evaluation {
  const slugs = namesOfTags(rules);
  const unknown = new Map<string, number>();
  const pairs = entries.map(({ subject, tags, known }, index): Pair => {
    const wanted = new Set<string>();
    for (const name of new Set(tags)) {
      const slug = slugs.get(slugify(name));
      if (slug === undefined) unknown.set(name, (unknown.get(name) ?? 0) + 1);
      else wanted.add(slug);
    }
    const got = classifierOf(index)
      .classify(subject, NO_SOURCE)
      .tags.filter((slug) => known?.includes(slug) ?? true);
    return { title: subject.title ?? '', wanted, got: new Set(got), known: known ?? [] };
  });
  const judged = new Set(pairs.flatMap(({ wanted, known }) => [...wanted, ...known]));
  const tags = rules.tags
    .filter(({ slug }) => judged.has(slug))
    .map(({ slug, title }): TagScore => ({ tag: slug, title, ...scoreOf(slug, pairs) }))
    .sort((a, b) => compareText(a.tag, b.tag));
  return {
    entries: entries.length,
    tags,
    micro: score(sum(tags, 'right'), sum(tags, 'wrong'), sum(tags, 'missed')),
    macroF1: tags.length === 0 ? 0 : sum(tags, 'f1') / tags.length,
    confusions: confusionsOf(pairs, judged),
    unknown: [...unknown].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])),
  };
}

interface Pair {
  readonly title: string;
  readonly wanted: ReadonlySet<string>;
  readonly got: ReadonlySet<string>;
  /** Named as known. */
  readonly known: readonly string[];
}

function scoreOf(slug: string, pairs: readonly Pair[]): Score {
  let [right, wrong, missed] = [0, 0, 0];
  for (const { wanted, got } of pairs) {
    if (wanted.has(slug) && got.has(slug)) right++;
    else if (got.has(slug)) wrong++;
    else if (wanted.has(slug)) missed++;
  }
  return score(right, wrong, missed);
}

function score(right: number, wrong: number, missed: number): Score {
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    right,
    wrong,
    missed,
    precision: ratio(right, right + wrong),
    recall: ratio(right, right + missed),
    f1: ratio(2 * right, 2 * right + wrong + missed),
  };
}

function confusionsOf(pairs: readonly Pair[], judged: ReadonlySet<string>): Confusion[] {
  const found = new Map<string, { wanted: string | null; got: string | null; titles: string[] }>();
  for (const { title, wanted, got } of pairs) {
    const missed = [...wanted].filter((slug) => !got.has(slug));
    const wrong = [...got].filter((slug) => judged.has(slug) && !wanted.has(slug));
    for (const want of missed.length > 0 ? missed : [null]) {
      for (const given of wrong.length > 0 ? wrong : [null]) {
        if (want === null && given === null) continue;
        const key = `${want} ${given}`;
        const entry = found.get(key) ?? { wanted: want, got: given, titles: [] };
        entry.titles.push(title);
        found.set(key, entry);
      }
    }
  }
  return [...found.values()]
    .map(({ wanted, got, titles }) => ({
      wanted,
      got,
      count: titles.length,
      titles: titles.slice(0, TITLES_SHOWN),
    }))
    .sort((a, b) => b.count - a.count || compareText(`${a.wanted} ${a.got}`, `${b.wanted} ${b.got}`));
}

const sum = <K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number =>
  rows.reduce((total, row) => total + row[key], 0);
