import { createHash } from 'node:crypto';
import { compareText } from '../../model/compare-text.js';
import { unreachable } from '../../model/unreachable.js';
import type { Piece } from '../../store/store.js';

/** One thing that a database keeps, by what it is. */
type Item = readonly [kind: string, ...what: readonly unknown[]];

/** How many things of one kind there are, and a checksum that their order makes no difference to. */
interface Sum {
  count: number;
  /** The sum of the first 64 bits of the SHA-256 of each, modulo 2 ** 64. */
  sum: bigint;
}

/**
 * Counts and checksums of all that a database keeps: equal for two databases that keep the same, whatever
 * their engines are, and in whatever parts they hand it out.
 */
export class PieceSums {
  private readonly sums = new Map<string, Sum>();
  /** Entries of each source that have been added: their order is part of what is kept. */
  private readonly places = new Map<string, number>();

  add(piece: Piece): void {
    for (const item of this.itemsOf(piece)) this.addItem(item);
  }

  count(kind: 'source' | 'entry' | 'stream' | 'document'): number {
    return this.sums.get(kind)?.count ?? 0;
  }

  /** One checksum of everything, hexadecimal. */
  get checksum(): string {
    const all = [...this.sums].sort().map(([kind, { count, sum }]) => `${kind} ${count} ${sum}`);
    return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
  }

  /** The kinds that differ: how many there are here and there. */
  differences(other: PieceSums): readonly string[] {
    const kinds = new Set([...this.sums.keys(), ...other.sums.keys()]);
    return [...kinds].flatMap((kind) => {
      const [here, there] = [this.sums.get(kind), other.sums.get(kind)];
      if (here?.sum === there?.sum && here?.count === there?.count) return [];
      return [`${kind}: ${here?.count ?? 0} and ${there?.count ?? 0}`];
    });
  }

  private addItem(item: Item): void {
    const [kind] = item;
    const known = this.sums.get(kind) ?? { count: 0, sum: 0n };
    const hash = createHash('sha256').update(JSON.stringify(item, keysInOrder)).digest();
    known.count += 1;
    known.sum = BigInt.asUintN(64, known.sum + hash.readBigUInt64BE());
    this.sums.set(kind, known);
  }

  private itemsOf(piece: Piece): readonly Item[] {
    switch (piece.kind) {
      case 'facts':
        return [['fact', piece.facts]];
      case 'events':
        return [['event', piece.events]];
      case 'holds':
        return Object.entries(piece.holds).map((hold) => ['hold', hold]);
      case 'removed':
        return [
          ...piece.ids.map((id): Item => ['removed id', id]),
          ...piece.links.map((link): Item => ['removed link', link]),
        ];
      case 'removal':
        return [['removal', piece.removal]];
      case 'taken':
        return piece.taken.map((taken) => ['removed', taken]);
      case 'source':
        return [['source', piece.record, piece.listing]];
      case 'entries': {
        const first = this.places.get(piece.source) ?? 0;
        this.places.set(piece.source, first + piece.entries.length);
        return piece.entries.map((entry, index) => ['entry', piece.source, first + index, entry]);
      }
      case 'counts':
        return [['count', piece.counts]];
      case 'stream':
        return [['stream', piece.stream]];
      case 'doc':
        return [['document', piece.stream, piece.doc]];
      case 'unrendered':
        return unrenderedItems(piece.unrendered);
      case 'outbox':
        return piece.letters.map((letter) => ['letter', letter]);
      default:
        return unreachable(piece);
    }
  }
}

function unrenderedItems({
  all,
  streams,
  sources,
  fresh = {},
}: Extract<Piece, { kind: 'unrendered' }>['unrendered']): readonly Item[] {
  return [
    ...(all ? [['unrendered', 'all'] as const] : []),
    ...sources.map((key): Item => ['unrendered', 'source', key]),
    ...Object.entries(streams).map(
      ([name, docs]): Item => ['unrendered', name, docs?.toSorted((a, b) => a - b) ?? null],
    ),
    ...Object.entries(fresh).map(([name, ids]): Item => ['fresh', name, ids]),
  ];
}

/** A replacer for `JSON.stringify`: the same object has the same text, in whatever order it was made. */
function keysInOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)));
}
