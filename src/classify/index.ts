import type { Filing, HandFiling } from '../model/filing.js';
import { filing } from './judge/filing.js';
import { isLetIn, letsThrough, opening, SourceGates } from './judge/gate.js';
import { judge, type SourceRules } from './judge/judge.js';
import { Hits } from './match/hits.js';
import { Matcher } from './match/matcher.js';
import { scanSubject } from './match/scan.js';
import type { Subject } from './match/subject.js';
import { type Explanation, explain } from './report/explain.js';
import { leavesOf } from './rules/leaf.js';
import { type CompiledRules, compile, type RuleSet } from './rules/rules.js';

export type { SourceRules } from './judge/judge.js';
export type { Subject } from './match/subject.js';
export type { Explanation, TagAccount } from './report/explain.js';
export type { RuleSet } from './rules/rules.js';

/** A source of which nothing is known. */
export const NO_SOURCE: SourceRules = { tags: [], hints: [], only: null };

/** Files entries by rules. Pure: an entry and its source always get the same answer. */
export interface Classifier {
  /** @param hand how the entry was filed by hand, which has the last word; null where it was not */
  classify(subject: Subject, source: SourceRules, hand?: HandFiling | null): Filing;
  /** The same answer with everything that led to it. */
  explain(subject: Subject, source: SourceRules, hand?: HandFiling | null): Explanation;
}

/** Compiles checked rules once for many entries. Throws a TypeError for a term that `parseTerm` refuses. */
export function compileRules(rules: RuleSet): Classifier {
  const compiled = compile(rules);
  const { leaves } = compiled.table;
  const matcher = new Matcher(leaves);
  const reused = new Hits(leaves.length, placedLeaves(compiled, leaves.length));
  const gates = new SourceGates(rules.classify);

  const decide = (
    subject: Subject,
    source: SourceRules,
    hand: HandFiling | null,
    hits: Hits,
    allPlaces: boolean,
  ) => {
    hits.reset();
    scanSubject(subject, matcher, hits);
    const judgement = judge(compiled, hits, source, hand);
    const hasTag = (slug: string): boolean => {
      const tag = compiled.bySlug.get(slug);
      return tag !== undefined && judgement.has(tag);
    };
    const terms = source.only === null ? compiled.only : gates.of(source.only).terms;
    const open =
      source.only === null ? opening(terms, hits) : gates.of(source.only).open(subject, hasTag, allPlaces);
    const admitted = isLetIn(hand) || terms.length === 0 || letsThrough(open);
    return { judgement, open, terms, hand, filing: filing(compiled, judgement, admitted, hand) };
  };

  return {
    classify: (subject, source, hand = null) => decide(subject, source, hand, reused, false).filing,
    explain: (subject, source, hand = null) => {
      const hits = Hits.withAllPlaces(leaves.length);
      return explain(compiled, hits, decide(subject, source, hand, hits, true));
    },
  };
}

/** The leaves of tags that ignore some text: where they are found decides whether they count. */
function placedLeaves(compiled: CompiledRules, count: number): Uint8Array {
  const placed = new Uint8Array(count);
  for (const { ignore, judged, learned } of compiled.tags) {
    if (ignore.length === 0) continue;
    for (const leaf of leavesOf([...judged, ...learned, ...ignore])) placed[leaf] = 1;
  }
  return placed;
}
