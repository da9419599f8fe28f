import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Low } from 'lowdb';
import { type Instant, toMs } from '../../model/values.js';
import type { Again, Letter, Waiting, WantedLetters } from '../store.js';
import type { FileText } from './batch.js';
import { DATA_VERSION, isRecord, type Kind, openDocument, readable, type Versioned } from './document.js';
import { isNumber, isRecordOf, isText } from './shapes.js';

/** `outbox.json`: what waits to be sent, by its id, in the order that it came. */
interface OutboxFile extends Versioned {
  letters: Record<string, Omit<Waiting, 'id'>>;
}

export const OUTBOX_FILE: Kind<OutboxFile> = {
  check: ({ letters }) => isRecordOf(letters, isLetter),
  empty: () => ({ version: DATA_VERSION, letters: {} }),
};

function isLetter(value: unknown): boolean {
  if (!isRecord(value) || !isNumber(value['attempts'])) return false;
  return ['kind', 'to', 'about', 'since', 'notBefore'].every((name) => isText(value[name]));
}

/** What waits to be sent. Leases are in memory: whoever holds the lock is alone with the file. */
export class Outbox {
  private readonly letters: Map<string, Waiting>;
  private readonly leases = new Map<string, number>();
  /** Something differs from what is on disk. */
  private hasChanged = false;

  private constructor(
    private readonly file: string,
    private readonly low: Low<OutboxFile>,
  ) {
    this.letters = new Map(Object.entries(low.data.letters).map(([id, letter]) => [id, { id, ...letter }]));
  }

  static async open(folder: string): Promise<Outbox> {
    const file = path.join(folder, 'outbox.json');
    const low = openDocument(file, OUTBOX_FILE);
    await low.read();
    return new Outbox(file, low);
  }

  get all(): readonly Waiting[] {
    return [...this.letters.values()];
  }

  /** Letters are written, or written anew: how long a place that doesn't answer is left alone stays. */
  add(letters: readonly Letter[], at: Instant): void {
    if (letters.length === 0) return;
    const known = new Map(this.all.map((one) => [nameOf(one), one]));
    for (const { kind, to, about } of letters) {
      const before = known.get(nameOf({ kind, to, about }));
      if (before !== undefined) this.letters.delete(before.id);
      const { attempts, notBefore } = before ?? { attempts: 0, notBefore: at };
      const letter = { id: randomUUID(), kind, to, about, since: at, attempts, notBefore };
      this.letters.set(letter.id, letter);
      known.set(nameOf(letter), letter);
    }
    this.hasChanged = true;
  }

  /** Takes letters as they were written elsewhere. */
  restore(letters: readonly Waiting[]): void {
    for (const letter of letters) this.letters.set(letter.id, letter);
    this.hasChanged ||= letters.length > 0;
  }

  take({ now, lease, most, longestWait }: WantedLetters): readonly Waiting[] {
    const isDue = ({ id, notBefore }: Waiting): boolean =>
      (toMs(notBefore) <= now || toMs(notBefore) > now + longestWait) && (this.leases.get(id) ?? 0) <= now;
    const due = this.all.filter(isDue).slice(0, most);
    for (const { id } of due) this.leases.set(id, now + lease);
    return due;
  }

  settle(outcomes: ReadonlyMap<string, Again>): void {
    for (const [id, again] of outcomes) {
      const letter = this.letters.get(id);
      this.leases.delete(id);
      if (letter === undefined) continue;
      if (again === null) this.letters.delete(id);
      else this.letters.set(id, { ...letter, ...again });
      this.hasChanged = true;
    }
  }

  /** The file to be written, alone or together with others; null where it is as it should be. */
  text(): FileText | null {
    if (!this.hasChanged) return null;
    this.hasChanged = false;
    const letters = Object.fromEntries(this.all.map(({ id, ...letter }) => [id, letter]));
    return { file: this.file, text: readable({ ...this.low.data, letters }) };
  }
}

const nameOf = ({ kind, to, about }: Letter): string => JSON.stringify([kind, to, about]);
