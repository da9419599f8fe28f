import type { FieldSet } from '../rules/leaf.js';

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
  readonly fields: Uint8Array;
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
    this.fields = new Uint8Array(leaves);
  }

  /** A set of hits that keeps every place, for explanations. */
  static withAllPlaces(leaves: number): Hits {
    return new Hits(leaves, new Uint8Array(leaves).fill(1));
  }

  reset(): void {
    for (const leaf of this.touched) this.fields[leaf] = 0;
    this.touched.length = 0;
    this.spans.length = 0;
    this.texts.length = 0;
  }

  keepsPlaces(leaf: number): boolean {
    return this.placed[leaf] === 1;
  }

  /** Whether another hit of the leaf in the field would tell anything new. */
  wants(leaf: number, field: FieldSet): boolean {
    return ((this.fields[leaf] ?? 0) & field) === 0 || this.placed[leaf] === 1;
  }

  add(leaf: number, field: FieldSet, start: number, end: number): void {
    const seen = this.fields[leaf] ?? 0;
    if (seen === 0) this.touched.push(leaf);
    this.fields[leaf] = seen | field;
    if (this.placed[leaf] === 1) this.spans.push({ leaf, field, text: this.texts.length - 1, start, end });
  }
}
