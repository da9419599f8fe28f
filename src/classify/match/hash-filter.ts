import { UnitBuffer } from '../../text/units.js';
import { hashOf } from '../../text/words.js';

/**
 * Which of some numbers there may be: says yes to a few others too, but is so small that asking costs no wait
 * for memory.
 */
export class HashFilter {
  private readonly bits: Int32Array;
  private readonly shift: number;

  constructor(hashes: readonly number[]) {
    const power = Math.max(LEAST, Math.ceil(Math.log2(hashes.length + 1)) + EACH);
    this.shift = 32 - power;
    this.bits = new Int32Array(1 << (power - 5));
    for (const hash of hashes) {
      const place = this.placeOf(hash);
      this.bits[place >>> 5] = (this.bits[place >>> 5] ?? 0) | (1 << (place & 31));
    }
  }

  /** Of the hashes that `Words` gives to these words. */
  static ofWords(words: readonly string[]): HashFilter {
    const text = new UnitBuffer();
    return new HashFilter(
      words.map((word) => {
        text.load(word);
        return hashOf(text.units, 0, word.length);
      }),
    );
  }

  mayHave(hash: number): boolean {
    const place = this.placeOf(hash);
    return (((this.bits[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
  }

  /** Its highest bits once they depend on all others: Fibonacci hashing. */
  private placeOf(hash: number): number {
    return Math.imul(hash, 0x9e3779b1) >>> this.shift;
  }
}

/** 2 to the power of this: bits for a number, so that it says yes to one in sixteen others at most. */
const EACH = 4;
/** A kilobit at least. */
const LEAST = 10;
