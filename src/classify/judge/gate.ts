import type { ClassifySettings, TermSpec } from '../../config/config.js';
import type { HandFiling } from '../../model/filing.js';
import { Hits } from '../match/hits.js';
import { Matcher } from '../match/matcher.js';
import { scanSubject } from '../match/scan.js';
import type { Subject } from '../match/subject.js';
import { type Found, TagView } from '../match/tag-view.js';
import { LeafTable, TAG, type TagLeaf } from '../rules/leaf.js';
import { type CompiledTerm, compileTerms } from '../rules/rules.js';

/** A term of `only` that holds, and what was found. */
export interface Opening {
  readonly term: CompiledTerm;
  readonly found: Found;
  readonly hits: Hits;
}

/**
 * The first term of a gate that holds, one that is found in passing only where no other is; null where none
 * holds.
 */
export function opening(terms: readonly CompiledTerm[], hits: Hits): Opening | null {
  const view = TagView.of(hits, []);
  let passed: Opening | null = null;
  for (const term of terms) {
    const found = view.find(term.expr);
    if (found === null) continue;
    if (!found.passing) return { term, found, hits };
    passed ??= { term, found, hits };
  }
  return passed;
}

/** Whether it lets an entry through: a word in passing does not. */
export const letsThrough = (open: Opening | null): boolean => open !== null && !open.found.passing;

/** Whether a post is let through for how it was filed by hand: what somebody gave a tag belongs. */
export const isLetIn = (hand: HandFiling | null): boolean => hand !== null && hand.add.length > 0;

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
  private readonly tags: readonly (readonly [number, TagLeaf])[];
  private readonly reused: Hits;

  constructor(only: readonly TermSpec[], settings: ClassifySettings) {
    const table = new LeafTable();
    this.terms = compileTerms(only, settings.plurals, table);
    this.matcher = new Matcher(table.leaves);
    this.tags = [...table.leaves.entries()].flatMap(([n, leaf]) =>
      leaf.kind === 'tag' ? [[n, leaf] as const] : [],
    );
    this.reused = new Hits(table.leaves.length, new Uint8Array(table.leaves.length));
  }

  /**
   * @param hasTag what terms for tags ask
   * @param allPlaces with every place, for an explanation
   */
  open(subject: Subject, hasTag: (slug: string) => boolean, allPlaces: boolean): Opening | null {
    const hits = allPlaces ? Hits.withAllPlaces(this.matcher.leaves.length) : this.reused;
    hits.reset();
    scanSubject(subject, this.matcher, hits);
    for (const [leaf, { slug }] of this.tags) if (hasTag(slug)) hits.tell(leaf, TAG, slug);
    return opening(this.terms, hits);
  }
}
