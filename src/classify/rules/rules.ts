import type { ClassifySettings, Config, Group, Tag, TermSpec } from '../../config/config.js';
import { parseTerm, type Term } from '../../config/grammar/term.js';
import { type Expr, LeafTable, leavesOf, termKey } from './leaf.js';
import { type Tiers, tiersOf } from './tiers.js';

/** The part of the configuration that says how entries are filed. */
export type RuleSet = Pick<Config, 'tags' | 'groups' | 'only' | 'classify' | 'lexicon'>;

/** Points are counted in millionths: sums of whole numbers don't depend on the order of their terms. */
export const MICRO = 1_000_000;
const toMicro = (points: number): number => Math.round(points * MICRO);

/** The lists of a tag whose terms count. */
export type ScoredList = 'match' | 'hint' | 'against';
/** What a term of each list counts if it has no weight of its own; `against` counts below zero. */
const POINTS: Readonly<Record<ScoredList, number>> = { match: 1, hint: 0.5, against: 1 };

/** What a hit in passing counts. */
const PASSING = 0.5;
/**
 * Points for a learned word of weight 1. Measured like what is in learn/weights.ts: from 0.15 to 0.25 the
 * result is the same.
 */
const LEARNED = 0.2;

export interface CompiledTerm {
  /** As the rule has it. */
  readonly spec: string;
  readonly expr: Expr;
}

/** A term that speaks for or against a tag. */
export interface JudgedTerm extends CompiledTerm {
  /** The tag's place in `tags`. */
  readonly tag: number;
  readonly list: ScoredList | 'except' | 'learned';
  /** Its place in the list; of a learned term in the lexicon. */
  readonly index: number;
  /** Millionths; below zero for `against`, 0 for `except`. */
  readonly points: number;
  /** Points for a hit in the title if the term is unscoped. */
  readonly titlePoints: number;
  /** Points for a hit in passing. */
  readonly passingPoints: number;
}

/** One that stands in a rule. */
export interface RuleTerm extends JudgedTerm {
  readonly list: ScoredList | 'except';
}

export interface CompiledTag {
  readonly tag: Tag;
  readonly min: number;
  /** The rule's own. */
  readonly judged: readonly RuleTerm[];
  /** Words of the lexicon. */
  readonly learned: readonly JudgedTerm[];
  readonly ignore: readonly CompiledTerm[];
}

/** Rules over numbered leaves: what a classifier works on. */
export interface CompiledRules extends Tiers {
  readonly tags: readonly CompiledTag[];
  /** Places in `tags`. */
  readonly bySlug: ReadonlyMap<string, number>;
  readonly groups: readonly Group[];
  readonly only: readonly CompiledTerm[];
  readonly table: LeafTable;
  /** By leaf: the terms of rules that it is part of. What was not found need not be judged. */
  readonly termsOf: readonly (readonly JudgedTerm[])[];
  /** By leaf: what it says as a learned word; undefined for what is none. */
  readonly learnedOf: readonly (readonly JudgedTerm[] | undefined)[];
  /** Terms that may hold where nothing was found. */
  readonly always: readonly JudgedTerm[];
}

/**
 * Compiles checked rules. Throws a TypeError for a bad term: the configuration's check names those before.
 */
export function compile(rules: RuleSet): CompiledRules {
  const table = new LeafTable();
  const learned = learnedTerms(rules, table);
  const tags = rules.tags.map((tag, index) => {
    const compiled = compileTag(tag, index, rules.classify, table);
    return { ...compiled, learned: learned.get(index) ?? [] };
  });
  const only = compileTerms(rules.only, rules.classify.plurals, table);
  const termsOf: JudgedTerm[][] = table.leaves.map(() => []);
  const judged = tags.flatMap((tag) => tag.judged);
  for (const term of judged) for (const leaf of leavesOf([term])) termsOf[leaf]?.push(term);
  const learnedOf: (JudgedTerm[] | undefined)[] = table.leaves.map(() => undefined);
  for (const term of [...learned.values()].flat())
    for (const leaf of leavesOf([term])) learnedOf[leaf] = [...(learnedOf[leaf] ?? []), term];
  const always = judged.filter(({ expr }) => holdsOfNothing(expr));
  const bySlug = new Map(rules.tags.map((tag, index) => [tag.slug, index]));
  const order = tiersOf(tags, rules.groups, table.leaves);
  return { tags, bySlug, groups: rules.groups, only, table, termsOf, learnedOf, always, ...order };
}

/**
 * The words of the lexicon, in singular and plural, by the tag of which they speak. Of one that a person has
 * written twice, in whatever spelling, the weightier counts, as in rules.
 */
function learnedTerms({ lexicon, tags, classify }: RuleSet, table: LeafTable): Map<number, JudgedTerm[]> {
  const places = new Map(tags.map(({ slug }, index) => [slug, index]));
  const byTag = new Map<number, Map<string, JudgedTerm>>();
  for (const [index, { term: spec, weights }] of lexicon.entries()) {
    const term = checkedTerm(spec);
    const key = termKey(term, true);
    for (const { tag: slug, weight } of weights) {
      const tag = places.get(slug);
      if (tag === undefined || weight === 0) continue;
      const points = toMicro(weight * LEARNED);
      const terms = byTag.get(tag) ?? new Map<string, JudgedTerm>();
      byTag.set(tag, terms);
      const twin = terms.get(key);
      if (twin !== undefined && Math.abs(twin.points) >= Math.abs(points)) continue;
      const expr = table.add(term, true);
      terms.set(key, { spec, expr, tag, list: 'learned', index, ...counting(points, classify.title) });
    }
  }
  return new Map([...byTag].map(([tag, terms]) => [tag, [...terms.values()]]));
}

/** What a term of so many millionths counts by where it is found. */
const counting = (points: number, title: number) => ({
  points,
  titlePoints: Math.round(points * title),
  passingPoints: Math.round(points * PASSING),
});

function compileTag(
  tag: Tag,
  index: number,
  settings: ClassifySettings,
  table: LeafTable,
): Omit<CompiledTag, 'learned'> {
  const plurals = tag.plurals ?? settings.plurals;
  const except = compileTerms(tag.except, plurals, table).map(
    (term, place): RuleTerm => ({
      ...term,
      tag: index,
      list: 'except',
      index: place,
      points: 0,
      titlePoints: 0,
      passingPoints: 0,
    }),
  );
  return {
    tag,
    min: toMicro(tag.min ?? settings.min),
    judged: [...scoredTerms(tag, index, settings.title, plurals, table), ...except],
    ignore: compileTerms(tag.ignore, plurals, table),
  };
}

/** Compiles a list of terms that only hold or don't. */
export function compileTerms(specs: readonly TermSpec[], plurals: boolean, table: LeafTable): CompiledTerm[] {
  return specs.map((spec) => {
    const term = checkedTerm(spec);
    return { spec: term.spec, expr: table.add(term, plurals) };
  });
}

function scoredTerms(tag: Tag, place: number, title: number, plurals: boolean, table: LeafTable): RuleTerm[] {
  const distinct = new Map<string, RuleTerm>();
  for (const list of ['match', 'hint', 'against'] as const) {
    for (const [index, spec] of tag[list].entries()) {
      const term = checkedTerm(spec);
      const weight = (term.kind === 'combination' ? term.weight : null) ?? POINTS[list];
      const points = toMicro(list === 'against' ? -weight : weight);
      const key = `${points < 0 ? '-' : '+'}${termKey(term, plurals)}`;
      const twin = distinct.get(key);
      if (twin !== undefined && Math.abs(twin.points) >= Math.abs(points)) continue;
      distinct.set(key, {
        spec: term.spec,
        expr: table.add(term, plurals),
        tag: place,
        list,
        index,
        ...counting(points, title),
      });
    }
  }
  return [...distinct.values()];
}

/** A term of a checked configuration. Throws a TypeError for one that `parseTerm` refuses. */
export function checkedTerm(spec: TermSpec): Term {
  const parsed = parseTerm(spec);
  if (!parsed.ok) throw new TypeError(`unchecked term ${JSON.stringify(spec)}: ${parsed.message}`);
  return parsed.term;
}

/** `{ "not": […] }` holds of an entry in which nothing was found. */
function holdsOfNothing(expr: Expr): boolean {
  if (expr.kind === 'leaf') return false;
  return (
    (expr.any.length === 0 || expr.any.some(holdsOfNothing)) &&
    expr.all.every(holdsOfNothing) &&
    !expr.not.some(holdsOfNothing)
  );
}
