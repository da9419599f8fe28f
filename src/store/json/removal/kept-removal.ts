import path from 'node:path';
import type { Low } from 'lowdb';
import { UserError } from '../../../model/errors.js';
import type { Removal, Taken } from '../../store.js';
import { namesIn, readText, removeDurably, removeTemps, writeDurably } from '../disk.js';
import {
  DATA_VERSION,
  isRecord,
  type Kind,
  openDocument,
  parseDocument,
  readable,
  type Versioned,
} from '../document.js';

/** `removal.json`: the last removal, and the files that hold what it took. */
export interface RemovalFile extends Versioned {
  /** Null where none is kept. */
  removal: Omit<Removal, 'undoing'> | null;
  /** `removing`: the next `begin` goes on taking it out. */
  state: 'removing' | 'removed' | 'undoing';
  parts: number[];
}

/** `removal/1.json`: a part of what the last removal took. */
interface TakenFile extends Versioned {
  readonly taken: readonly KeptTaken[];
}

export interface KeptTaken extends Taken {
  /** Entry's key → the sealed file of its source that held it, so that it comes back to it. */
  readonly shards: Readonly<Record<string, number>>;
}

export const REMOVAL_FILE: Kind<RemovalFile> = {
  check: ({ removal, state, parts }) =>
    isRecord(removal) && typeof state === 'string' && Array.isArray(parts) && parts.every(Number.isInteger),
  empty: () => ({ version: DATA_VERSION, removal: null, state: 'removed', parts: [] }),
};

export const TAKEN_FILE: Kind<TakenFile> = {
  check: ({ taken }) => Array.isArray(taken),
  empty: () => ({ version: DATA_VERSION, taken: [] }),
};

const partsFolder = (folder: string): string => path.join(folder, 'removal');
const partFile = (folder: string, n: number): string => path.join(partsFolder(folder), `${n}.json`);

/** The numbers of all parts that there are, those of a removal that was cut short among them. */
async function numbersIn(folder: string): Promise<readonly number[]> {
  const names = await namesIn(partsFolder(folder));
  return names.flatMap((name) => {
    const [, n] = /^(\d+)\.json$/.exec(name) ?? [];
    return n === undefined ? [] : [Number(n)];
  });
}

/** The last removal, on disk. */
export class KeptRemoval {
  private constructor(
    private readonly folder: string,
    private readonly low: Low<RemovalFile>,
  ) {}

  static async open(folder: string): Promise<KeptRemoval> {
    const low = openDocument(path.join(folder, 'removal.json'), REMOVAL_FILE);
    await low.read();
    return new KeptRemoval(folder, low);
  }

  get removal(): Removal | null {
    const { removal, state } = this.low.data;
    return removal === null ? null : { ...removal, undoing: state === 'undoing' };
  }

  /** It is kept, and not all of it may be out. */
  get isUnfinished(): boolean {
    return this.low.data.state === 'removing';
  }

  /** What it took, part by part. */
  async *parts(): AsyncIterable<readonly KeptTaken[]> {
    for (const n of this.low.data.parts) {
      const file = partFile(this.folder, n);
      const text = await readText(file);
      if (text === null) throw new UserError(`${file} is missing; tagwire doctor goes on without it`);
      yield parseDocument(text, file, TAKEN_FILE).taken;
    }
  }

  /** Another removal, written beside this one, whose place it takes with `keep`. */
  async draft(): Promise<RemovalDraft> {
    return new RemovalDraft(this.folder, Math.max(0, ...(await numbersIn(this.folder))));
  }

  /** From now on what was drafted is what is kept; durable at once. */
  async keep(
    draft: RemovalDraft,
    removal: Omit<Removal, 'undoing'>,
    state: RemovalFile['state'],
  ): Promise<void> {
    const { of, title, at, entries } = removal;
    await this.write({ removal: { of, title, at, entries }, state, parts: [...draft.parts] });
    await this.clearParts();
  }

  /** All of it is out, or some of it may be back; durable at once. */
  mark(state: 'removed' | 'undoing'): Promise<void> {
    return this.write({ ...this.low.data, state });
  }

  /** Goes on without parts that are not there; returns their names below data/. */
  async forgetMissing(): Promise<readonly string[]> {
    const { data } = this.low;
    const there = new Set(await numbersIn(this.folder));
    const missing = data.parts.filter((n) => !there.has(n));
    if (missing.length === 0) return [];
    await this.write({ ...data, parts: data.parts.filter((n) => there.has(n)) });
    return missing.map((n) => `removal/${n}.json`);
  }

  /** Nothing is kept any more. */
  async clear(): Promise<void> {
    this.low.data = REMOVAL_FILE.empty();
    await removeDurably(path.join(this.folder, 'removal.json'));
    await this.clearParts();
  }

  private async write(data: Omit<RemovalFile, 'version'>): Promise<void> {
    this.low.data = { ...data, version: DATA_VERSION };
    await this.low.write();
  }

  private async clearParts(): Promise<void> {
    const kept = new Set(this.low.data.parts);
    for (const n of await numbersIn(this.folder))
      if (!kept.has(n)) await removeDurably(partFile(this.folder, n));
  }
}

/** What a removal is going to take, as it is written part by part; nothing knows of it before it is kept. */
export class RemovalDraft {
  readonly parts: number[] = [];
  /** How many entries it has. */
  entries = 0;

  constructor(
    private readonly folder: string,
    private last: number,
  ) {}

  /** Durable at once. */
  async add(taken: readonly (Taken & Partial<KeptTaken>)[]): Promise<void> {
    this.last += 1;
    const document = { version: DATA_VERSION, taken: taken.map((one) => ({ shards: {}, ...one })) };
    await writeDurably(partFile(this.folder, this.last), readable(document));
    this.parts.push(this.last);
    for (const { entries } of taken) this.entries += entries.length;
  }

  /** Nothing comes of it. */
  drop(): Promise<void> {
    return removeTemps(this.parts.map((n) => partFile(this.folder, n)));
  }
}
