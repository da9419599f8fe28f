import path from 'node:path';
import type { Instant } from '../../../model/values.js';
import { readText, removeDurably, writeDurably } from '../disk.js';
import { DATA_VERSION, isRecord, readable, type Versioned } from '../document.js';

/** `mending.json`: what repairs have done that nobody has been told of yet, and when they began. */
interface MendingFile extends Versioned {
  readonly since: Instant;
  readonly done: readonly string[];
}

/**
 * What is done, as it is done: a repair that is killed is told of by the next one. Damaged files are noted
 * before they are touched, the rest after.
 */
export class Mending {
  private constructor(
    private readonly file: string,
    readonly since: Instant,
    private lines: readonly string[],
  ) {}

  static async open(folder: string, now: Instant): Promise<Mending> {
    const file = path.join(folder, MENDING_NAME);
    const { since, done } = read(await readText(file)) ?? { since: now, done: [] };
    return new Mending(file, since, done);
  }

  /** One line each, for the operator; those of repairs that were killed first. */
  get done(): readonly string[] {
    return this.lines;
  }

  /** Durable at once. */
  async note(lines: readonly string[]): Promise<void> {
    const known = new Set(this.lines);
    const fresh = lines.filter((line) => !known.has(line));
    if (fresh.length === 0) return;
    this.lines = [...this.lines, ...fresh];
    const data: MendingFile = { version: DATA_VERSION, since: this.since, done: this.lines };
    await writeDurably(this.file, readable(data));
  }

  /** The operator knows. */
  told(): Promise<void> {
    return removeDurably(this.file);
  }
}

export const MENDING_NAME = 'mending.json';

/** Null where there is none, or none that can be read. */
function read(text: string | null): Pick<MendingFile, 'since' | 'done'> | null {
  try {
    const data: unknown = JSON.parse(text ?? 'null');
    if (!isRecord(data) || typeof data['since'] !== 'string' || !Array.isArray(data['done'])) return null;
    return { since: data['since'] as Instant, done: data['done'].map(String) };
  } catch {
    return null;
  }
}
