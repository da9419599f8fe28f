import { bitOf, type FieldSet } from '../rules/leaf.js';

/**
 * Characters at the beginning of a body in which a word says what the post is about, and how often a word has
 * to be found where it stands only further on. 16 pairs were tried on the 1,048 open posts that Read Rust's
 * editor filed: from 150 to 600 characters micro F1 is 0.760 to 0.770, and how often hardly matters. 300 is
 * what a teaser has; beyond it a post has words for more than its subject.
 */
export const OPENING = 300;
export const REPEATED = 3;

const BODY = bitOf('text');

/** A text that was looked at: one of the values of a field. */
export interface ScannedText {
  readonly field: FieldSet;
  readonly value: string;
}

/** Where a leaf was found. */
export interface HitSpan {
  readonly leaf: number;
  readonly field: FieldSet;
  /** Index into `texts`. */
  readonly text: number;
  /** Code units of the folded text. */
  readonly start: number;
  readonly end: number;
}

/** What one scan found. Reused from entry to entry: `reset()` costs what was found, not what there is. */
export class Hits {
  /** Fields in which each leaf was found. */
  readonly fields: Uint16Array;
  /** How often each leaf was found in the bodies: up to REPEATED, as which one in an opening counts too. */
  readonly inBody: Uint8Array;
  /** Leaves that were found, each once. */
  readonly touched: number[] = [];
  /** Places of the leaves whose places matter, in the order of the scan. */
  readonly spans: HitSpan[] = [];
  readonly texts: ScannedText[] = [];

  /** `placed`: 1 for the leaves whose places matter. */
  constructor(
    leaves: number,
    private readonly placed: Uint8Array,
  ) {
    this.fields = new Uint16Array(leaves);
    this.inBody = new Uint8Array(leaves);
  }

  /** A set of hits that keeps every place, for explanations. */
  static withAllPlaces(leaves: number): Hits {
    return new Hits(leaves, new Uint8Array(leaves).fill(1));
  }

  reset(): void {
    for (const leaf of this.touched) {
      this.fields[leaf] = 0;
      this.inBody[leaf] = 0;
    }
    this.touched.length = 0;
    this.spans.length = 0;
    this.texts.length = 0;
  }

  keepsPlaces(leaf: number): boolean {
    return this.placed[leaf] === 1;
  }

  /** Whether another hit of the leaf in the field would tell anything new. */
  wants(leaf: number, field: FieldSet): boolean {
    return (
      ((this.fields[leaf] ?? 0) & field) === 0 ||
      (field === BODY && (this.inBody[leaf] ?? 0) < REPEATED) ||
      this.placed[leaf] === 1
    );
  }

  /** Adds a leaf that is found in no text: one of the entry’s tags. */
  tell(leaf: number, field: FieldSet, value: string): void {
    this.texts.push({ field, value });
    this.add(leaf, field, 0, value.length);
  }

  add(leaf: number, field: FieldSet, start: number, end: number): void {
    const seen = this.fields[leaf] ?? 0;
    if (seen === 0) this.touched.push(leaf);
    this.fields[leaf] = seen | field;
    if (field === BODY) this.inBody[leaf] = onceMore(this.inBody[leaf] ?? 0, start);
    if (this.placed[leaf] === 1) this.spans.push({ leaf, field, text: this.texts.length - 1, start, end });
  }
}

/** The count of a leaf in bodies after a hit that begins at `start`. */
export const onceMore = (count: number, start: number): number =>
  start < OPENING ? REPEATED : Math.min(count + 1, REPEATED);
