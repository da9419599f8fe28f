import { Buffer } from 'node:buffer';
import type { Legacy } from './legacy.js';

/** Shorter stretches are put together from a table, which is sooner done than asking a decoder. */
const SHORT = 16;
const CUT = Buffer.from('\ufffd');

/**
 * The text, in stretches of one encoding each; ASCII goes with what is before it. Gathered as UTF-8 in one
 * buffer: strings of two or three letters, millions of them, would take twenty times as long.
 */
export class Output {
  private target: Buffer;
  private size = 0;
  private from = 0;
  /** Bytes of UTF-8 less those of the older encoding. */
  private surplus = 0;
  private readonly high: readonly Buffer[] | null;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly legacy: Legacy,
    private isUtf8: boolean,
  ) {
    this.target = Buffer.allocUnsafe(bytes.length + 64);
    this.high = legacy.high?.map((character) => Buffer.from(character)) ?? null;
  }

  /** What stands from `start` to `end`, and is no ASCII, is of that encoding. */
  take(start: number, end: number, isUtf8: boolean): void {
    if (isUtf8 !== this.isUtf8) this.flush(start);
    this.isUtf8 = isUtf8;
    this.surplus += isUtf8 ? end - start : start - end;
  }

  /** What stands there is the beginning or end of a character whose other half is gone. */
  cut(start: number, end: number): void {
    this.flush(start);
    this.put(CUT);
    this.from = end;
  }

  end(): { readonly text: string; readonly surplus: number } {
    this.flush(this.bytes.length);
    return { text: this.target.toString('utf8', 0, this.size), surplus: this.surplus };
  }

  private flush(end: number): void {
    const { bytes, from, high } = this;
    this.from = end;
    if (this.isUtf8) this.put(bytes.subarray(from, end));
    else if (high === null || end - from > SHORT)
      this.put(Buffer.from(this.legacy.decode(bytes.subarray(from, end))));
    else
      for (let at = from; at < end; at += 1)
        this.put(high[(bytes[at] ?? 0) - 0x80] ?? bytes.subarray(at, at + 1));
  }

  private put(piece: Uint8Array): void {
    if (this.size + piece.length > this.target.length) {
      const larger = Buffer.allocUnsafe(2 * (this.size + piece.length));
      this.target.copy(larger, 0, 0, this.size);
      this.target = larger;
    }
    this.target.set(piece, this.size);
    this.size += piece.length;
  }
}
