import type { ClassifySettings, TermSpec } from '../../config/config.js';
import { Hits } from '../match/hits.js';
import { Matcher } from '../match/matcher.js';
import { type Subject, scanSubject } from '../match/subject.js';
import { type Found, TagView } from '../match/tag-view.js';
import { LeafTable } from '../rules/leaf.js';
import { type CompiledTerm, compileTerms } from '../rules/rules.js';

/** The term of `only` that lets an entry through, and what was found. */
export interface Opening {
  readonly term: CompiledTerm;
  readonly found: Found;
  readonly hits: Hits;
}

/** The first term of a gate that holds; null where none does. */
export function opening(terms: readonly CompiledTerm[], hits: Hits): Opening | null {
  const view = TagView.of(hits, []);
  for (const term of terms) {
    const found = view.find(term.expr);
    if (found !== null) return { term, found, hits };
  }
  return null;
}

/** The gates of sources that have their own `only`: each compiled once, when its first entry comes. */
export class SourceGates {
  private readonly gates = new WeakMap<readonly TermSpec[], SourceGate>();
  constructor(private readonly settings: ClassifySettings) {}

  of(only: readonly TermSpec[]): SourceGate {
    let gate = this.gates.get(only);
    if (gate === undefined) {
      gate = new SourceGate(only, this.settings);
      this.gates.set(only, gate);
    }
    return gate;
  }
}

class SourceGate {
  readonly terms: readonly CompiledTerm[];
  private readonly matcher: Matcher;
  private readonly reused: Hits;

  constructor(
    only: readonly TermSpec[],
    private readonly settings: ClassifySettings,
  ) {
    const table = new LeafTable();
    this.terms = compileTerms(only, settings.plurals, table);
    this.matcher = new Matcher(table.leaves);
    this.reused = new Hits(table.leaves.length, new Uint8Array(table.leaves.length));
  }

  /** `allPlaces`: with every place, for an explanation. */
  open(subject: Subject, allPlaces: boolean): Opening | null {
    const hits = allPlaces ? Hits.withAllPlaces(this.matcher.leaves.length) : this.reused;
    hits.reset();
    scanSubject(subject, this.settings.chars, this.matcher, hits);
    return opening(this.terms, hits);
  }
}
