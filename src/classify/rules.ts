import type { ClassifySettings, Config, Group, Tag, TermSpec } from '../config/config.js';
import { type Expr, LeafTable, termKey } from './leaf.js';
import { parseTerm, type Term } from './term.js';

/** The part of the configuration that says how entries are filed. */
export type RuleSet = Pick<Config, 'tags' | 'groups' | 'only' | 'classify'>;

/** Points are counted in millionths: sums of whole numbers don't depend on the order of their terms. */
export const MICRO = 1_000_000;
const toMicro = (points: number): number => Math.round(points * MICRO);

/** The lists of a tag whose terms count. */
export type ScoredList = 'match' | 'hint' | 'against';
/** What a term of each list counts if it has no weight of its own; `against` counts below zero. */
const POINTS: Readonly<Record<ScoredList, number>> = { match: 1, hint: 0.5, against: 1 };

export interface CompiledTerm {
  /** As the rule has it. */
  readonly spec: string;
  readonly expr: Expr;
}
export interface ScoredTerm extends CompiledTerm {
  readonly list: ScoredList;
  /** Its place in the list. */
  readonly index: number;
  /** Millionths; below zero for `against`. */
  readonly points: number;
  /** Points for a hit in the title if the term is unscoped. */
  readonly titlePoints: number;
}

export interface CompiledTag {
  readonly tag: Tag;
  readonly min: number;
  readonly scored: readonly ScoredTerm[];
  readonly except: readonly CompiledTerm[];
  readonly ignore: readonly CompiledTerm[];
}

/** Rules over numbered leaves: what a classifier works on. */
export interface CompiledRules {
  readonly tags: readonly CompiledTag[];
  /** Places in `tags`. */
  readonly bySlug: ReadonlyMap<string, number>;
  readonly groups: readonly Group[];
  readonly only: readonly CompiledTerm[];
  readonly table: LeafTable;
  /** The tags that have the leaf in one of their lists. */
  readonly tagsOf: readonly (readonly number[])[];
  /** Tags that may hold of an entry in which nothing was found. */
  readonly always: readonly number[];
}

/** Compiles checked rules. Throws a TypeError for a bad term: the configuration's check names those before. */
export function compile(rules: RuleSet): CompiledRules {
  const table = new LeafTable();
  const tags = rules.tags.map((tag) => compileTag(tag, rules.classify, table));
  const tagsOf: number[][] = table.leaves.map(() => []);
  for (const [index, tag] of tags.entries()) {
    for (const leaf of leavesOf([...tag.scored, ...tag.except, ...tag.ignore])) tagsOf[leaf]?.push(index);
  }
  const only = compileTerms(rules.only, rules.classify.plurals, table);
  while (tagsOf.length < table.leaves.length) tagsOf.push([]);
  const bySlug = new Map(rules.tags.map((tag, index) => [tag.slug, index]));
  const always = tags.flatMap((tag, index) => (mayHoldOfNothing(tag) ? [index] : []));
  return { tags, bySlug, groups: rules.groups, only, table, tagsOf, always };
}

function compileTag(tag: Tag, settings: ClassifySettings, table: LeafTable): CompiledTag {
  const plurals = tag.plurals ?? settings.plurals;
  const terms = (specs: readonly TermSpec[]): CompiledTerm[] => compileTerms(specs, plurals, table);
  return {
    tag,
    min: toMicro(tag.min ?? settings.min),
    scored: scoredTerms(tag, settings.title, plurals, table),
    except: terms(tag.except),
    ignore: terms(tag.ignore),
  };
}

/** Compiles a list of terms that only hold or don't. */
export function compileTerms(specs: readonly TermSpec[], plurals: boolean, table: LeafTable): CompiledTerm[] {
  return specs.map((spec) => {
    const term = checked(spec);
    return { spec: term.spec, expr: table.add(term, plurals) };
  });
}

function scoredTerms(tag: Tag, title: number, plurals: boolean, table: LeafTable): ScoredTerm[] {
  const distinct = new Map<string, ScoredTerm>();
  for (const list of ['match', 'hint', 'against'] as const) {
    for (const [index, spec] of tag[list].entries()) {
      const term = checked(spec);
      const weight = (term.kind === 'combination' ? term.weight : null) ?? POINTS[list];
      const points = toMicro(list === 'against' ? -weight : weight);
      const key = `${points < 0 ? '-' : '+'}${termKey(term, plurals)}`;
      const twin = distinct.get(key);
      if (twin !== undefined && Math.abs(twin.points) >= Math.abs(points)) continue;
      distinct.set(key, {
        spec: term.spec,
        expr: table.add(term, plurals),
        list,
        index,
        points,
        titlePoints: Math.round(points * title),
      });
    }
  }
  return [...distinct.values()];
}

function checked(spec: TermSpec): Term {
  const parsed = parseTerm(spec);
  if (!parsed.ok) throw new TypeError(`unchecked term ${JSON.stringify(spec)}: ${parsed.message}`);
  return parsed.term;
}

/** The leaves of terms, each once. */
export function leavesOf(terms: readonly CompiledTerm[]): Set<number> {
  const leaves = new Set<number>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'leaf') leaves.add(expr.leaf);
    else for (const part of [...expr.any, ...expr.all, ...expr.not]) visit(part);
  };
  for (const { expr } of terms) visit(expr);
  return leaves;
}

const mayHoldOfNothing = ({ min, scored, except }: CompiledTag): boolean =>
  min <= 0 || [...scored, ...except].some(({ expr }) => holdsOfNothing(expr));

/** `{ "not": […] }` holds of an entry in which nothing was found. */
function holdsOfNothing(expr: Expr): boolean {
  if (expr.kind === 'leaf') return false;
  return (
    (expr.any.length === 0 || expr.any.some(holdsOfNothing)) &&
    expr.all.every(holdsOfNothing) &&
    !expr.not.some(holdsOfNothing)
  );
}
