import { compareText } from '../../model/compare-text.js';
import { fold, lower } from '../../text/fold.js';
import { wordsOf } from '../../text/words.js';
import { type Subject, textsOf } from '../match/subject.js';

/** A term that is more frequent on one side. */
export interface SeparatingTerm {
  /** One word or two, folded. */
  readonly term: string;
  /** Entries inside that have the term, and others that have it. */
  readonly inside: number;
  readonly outside: number;
  /**
   * Of those, entries that the rules don't file inside yet: what the term would add, rightly and wrongly.
   */
  readonly addsRightly: number;
  readonly addsWrongly: number;
  /** How surely the term separates the two: standard deviations. */
  readonly score: number;
}

export interface Separation {
  /** Entries inside, and all others. */
  readonly inside: number;
  readonly outside: number;
  /** The surest first. */
  readonly terms: readonly SeparatingTerm[];
}

/** An entry, and on which side it is. */
export interface Sided {
  readonly subject: Pick<Subject, 'title' | 'html' | 'summary' | 'shown'>;
  readonly isInside: boolean;
  /** The rules put it inside. */
  isFiled(): boolean;
}

/** Fewer entries than this with a term say nothing of it. */
const MIN_ENTRIES = 3;
/** Terms of the tag's entries that are kept while counting: rare ones go when there are more. */
const MAX_TERMS = 300_000;
/**
 * Entries' worth of prior: a term is thought to be as frequent inside as everywhere until it has shown
 * otherwise.
 */
const PRIOR = 20;
/** Share of all entries beyond which a word is no subject's. */
const EVERYWHERE = 0.2;
/** Standard deviations from which a term is worth showing. */
const SURE = 1.96;

/**
 * Terms that would separate what is inside best: log-odds ratio with an informative Dirichlet prior (Monroe,
 * Colaresi and Quinn, "Fightin' Words", 2008) over the entries that have a word or a pair of words. `entries`
 * is read twice, so that only what occurs inside is counted.
 */
export async function separating(entries: () => AsyncIterable<Sided>): Promise<Separation> {
  const counts = new Map<string, Counts>();
  const total = { inside: 0, outside: 0 };
  for await (const { subject, isInside } of entries()) {
    if (!isInside) continue;
    for (const term of termsOf(subject))
      counts.set(term, { ...NOTHING, inside: (counts.get(term)?.inside ?? 0) + 1 });
    if (counts.size > MAX_TERMS) forgetRare(counts, 2);
  }
  forgetRare(counts, MIN_ENTRIES);
  for await (const { subject, isInside, isFiled } of entries()) {
    total[isInside ? 'inside' : 'outside']++;
    const filed = isFiled();
    for (const term of termsOf(subject)) {
      const count = counts.get(term);
      if (count === undefined) continue;
      if (!isInside) count.outside++;
      if (!filed) count[isInside ? 'addsRightly' : 'addsWrongly']++;
    }
  }
  const tooMany = EVERYWHERE * (total.inside + total.outside);
  const terms = [...counts]
    .filter(([, count]) => count.outside <= tooMany)
    .map(([term, count]) => ({ term, ...count, score: sureness(count, total) }))
    .filter(({ score }) => score >= SURE)
    .sort((a, b) => b.score - a.score || compareText(a.term, b.term));
  return { ...total, terms };
}

interface Counts {
  inside: number;
  outside: number;
  addsRightly: number;
  addsWrongly: number;
}
const NOTHING: Counts = { inside: 0, outside: 0, addsRightly: 0, addsWrongly: 0 };

/** The words and pairs of words of an entry's title and texts, each once. */
export function termsOf(subject: Sided['subject']): Set<string> {
  const texts = textsOf(subject, false).map(({ text }) => text);
  const terms = new Set<string>();
  for (const field of [subject.title ?? '', ...texts]) {
    const words = wordsOf(lower(fold(field)));
    for (const [at, word] of words.entries()) {
      if (!/^\d+$/.test(word)) terms.add(word);
      const after = words[at + 1];
      if (after !== undefined) terms.add(`${word} ${after}`);
    }
  }
  return terms;
}

function forgetRare(counts: Map<string, Counts>, least: number): void {
  for (const [term, { inside }] of counts) if (inside < least) counts.delete(term);
}

/** How surely a term separates two sides: the difference of the log-odds in standard deviations. */
function sureness(count: Counts, total: Pick<Counts, 'inside' | 'outside'>): number {
  const share = (count.inside + count.outside) / (total.inside + total.outside);
  const prior = PRIOR * share;
  const odds = (found: number, all: number): number =>
    Math.log((found + prior) / Math.max(all + PRIOR - found - prior, 0.5));
  const difference = odds(count.inside, total.inside) - odds(count.outside, total.outside);
  return difference / Math.sqrt(1 / (count.inside + prior) + 1 / (count.outside + prior));
}
