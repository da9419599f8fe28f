import type { Low } from 'lowdb';
import type { SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Changes, Fresh, Touched, Unrendered } from '../store.js';
import { removeDurably } from './disk.js';
import { openPending, type PendingFile, pendingFileName } from './pending-file.js';

/** What a process that died left unfinished. */
export interface Left {
  readonly round: number;
  readonly since: number;
  readonly sources: readonly SourceKey[];
  readonly born: Readonly<Record<SourceKey, SourceRecord>>;
}

/** What has been begun and not finished, in memory and in `pending.json`. */
export class Pending {
  /** On disk as sources that may have changes. */
  private readonly announced = new Set<SourceKey>();
  /** Announced together with the next that is. */
  private readonly expected = new Set<SourceKey>();
  /** Announced sources that `db.json` may not know. */
  private readonly born = new Map<SourceKey, SourceRecord>();
  private readonly pages = new Set<SourceKey>();
  /** Null: a crash kept from knowing which documents, so all of them. */
  private readonly streams = new Map<string, Set<number> | null>();
  private readonly unannounced = new Map<string, Set<string>>();
  private all = false;
  private isRecovered = false;
  private onDisk: boolean;
  /** Something is marked that the file doesn't say. */
  private unsaved = false;
  private current = 0;
  private firstRound = 0;

  private unfinished: Left | null;

  private constructor(
    private readonly folder: string,
    private readonly low: Low<PendingFile>,
    left: Left | null,
  ) {
    const { data } = low;
    this.unfinished = left;
    this.onDisk = left !== null;
    for (const [key, record] of Object.entries(left?.born ?? {})) this.born.set(key, record);
    this.all = data.all;
    for (const key of data.sources) this.announced.add(key);
    for (const key of data.pages) this.pages.add(key);
    for (const [name, docs] of Object.entries(data.streams))
      this.streams.set(name, docs === null ? null : new Set(docs));
    this.noteFresh(new Map(Object.entries(data.fresh ?? {})));
  }

  static async open(folder: string): Promise<Pending> {
    const low = openPending(folder);
    await low.read();
    const { round, since, sources, born = {} } = low.data;
    return new Pending(folder, low, round === 0 ? null : { round, since, sources, born });
  }

  /** What the last pass left unfinished; null where it left nothing, or that has been made good. */
  get left(): Left | null {
    return this.unfinished;
  }

  /** What was left has been told to the streams; with the next `settled` it is done. */
  recovered(): void {
    this.isRecovered = true;
  }

  /**
   * Grows whenever the streams have been told of all changes: tells those that they know from those that they
   * don't.
   */
  get round(): number {
    return this.current;
  }

  /** The first round whose changes the streams may not know. */
  get since(): number {
    return this.firstRound;
  }

  /** From now on changes belong to this round; what an earlier process left stays unfinished. */
  begin(round: number): void {
    this.current = round;
    this.firstRound = this.unfinished?.since ?? round;
  }

  /** Sources that will probably change: they are announced together with the first that does. */
  expect(sources: Iterable<SourceKey>): void {
    for (const key of sources) this.expected.add(key);
  }

  /**
   * These sources are about to be written: it is on disk before they are.
   * @param born those of them that `db.json` doesn't know yet
   */
  async announce(sources: readonly SourceKey[], born: readonly SourceRecord[]): Promise<void> {
    this.mark({ sources });
    const isKnown = sources.every((key) => this.announced.has(key));
    if (isKnown && born.every(({ key }) => this.born.has(key))) return;
    for (const record of born) this.born.set(record.key, record);
    for (const key of [...sources, ...this.expected]) this.announced.add(key);
    await this.write();
  }

  /** These streams are about to be written. */
  async beginStreams(names: Iterable<string>): Promise<void> {
    const known = new Map(this.streams);
    for (const name of names) this.streams.set(name, null);
    await this.write();
    for (const name of this.streams.keys()) this.streams.set(name, known.get(name) ?? new Set());
    for (const [name, docs] of known) this.streams.set(name, docs);
  }

  /**
   * The streams have been told of all changes so far: these documents of theirs differ, and this is fresh.
   */
  async settled(changed: ReadonlyMap<string, readonly number[]>, fresh: Fresh): Promise<void> {
    this.note(changed);
    this.noteFresh(fresh);
    if (this.unfinished === null || this.isRecovered) {
      this.unfinished = null;
      this.announced.clear();
      this.born.clear();
      this.current += 1;
      this.firstRound = this.current;
    }
    await this.write();
  }

  /** Has something rendered; on disk with the next `keep`. */
  mark({ all = false, sources = [], windows = [], streams = [] }: Touched): void {
    if (all) this.all = true;
    for (const key of sources) this.pages.add(key);
    for (const name of windows) if (!this.streams.has(name)) this.streams.set(name, new Set());
    for (const name of streams) this.streams.set(name, null);
    this.unsaved = true;
  }

  /** What is marked is on disk. */
  async keep(): Promise<void> {
    if (this.unsaved && !this.isEmpty) await this.write();
  }

  /** Has rendered what was left to do elsewhere; on disk with the next `keep`. */
  restore({ all, streams, sources, fresh = {} }: Unrendered): void {
    const whole = Object.keys(streams).filter((name) => streams[name] === null);
    this.mark({ all, sources, streams: whole });
    this.note(new Map(Object.entries(streams).map(([name, docs]) => [name, docs ?? []])));
    this.noteFresh(new Map(Object.entries(fresh)));
  }

  dirty(): Omit<Changes, 'edition' | 'since'> {
    return { all: this.all, streams: this.streams, sources: this.pages };
  }

  /** What has become news and no publication has announced. */
  get fresh(): Fresh {
    return new Map([...this.unannounced].map(([name, ids]) => [name, [...ids]]));
  }

  /** Nothing is left to do. */
  async clear(): Promise<void> {
    this.all = false;
    this.unsaved = false;
    for (const part of [this.streams, this.pages, this.announced, this.born, this.unannounced]) part.clear();
    if (this.onDisk) await removeDurably(pendingFileName(this.folder));
    this.onDisk = false;
  }

  private get isEmpty(): boolean {
    const parts = [this.streams, this.pages, this.announced, this.unannounced];
    return !this.all && parts.every(({ size }) => size === 0);
  }

  private note(changed: ReadonlyMap<string, readonly number[]>): void {
    for (const [name, docs] of changed) {
      const known = this.streams.get(name);
      if (known !== null) this.streams.set(name, new Set([...(known ?? []), ...docs]));
    }
  }

  private noteFresh(fresh: Fresh): void {
    for (const [name, ids] of fresh)
      this.unannounced.set(name, new Set([...(this.unannounced.get(name) ?? []), ...ids]));
  }

  private async write(): Promise<void> {
    this.unsaved = false;
    this.low.data = {
      version: this.low.data.version,
      round: this.current,
      since: this.firstRound,
      sources: [...this.announced],
      born: Object.fromEntries(this.born),
      all: this.all,
      streams: Object.fromEntries(
        [...this.streams].map(([name, docs]) => [name, docs === null ? null : [...docs]]),
      ),
      pages: [...this.pages],
      fresh: Object.fromEntries(this.fresh),
    };
    await this.low.write();
    this.onDisk = true;
  }
}
