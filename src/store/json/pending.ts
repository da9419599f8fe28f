import type { Low } from 'lowdb';
import type { SourceKey } from '../../model.js';
import type { Dirty } from '../store.js';
import { removeDurably } from './disk.js';
import { openPending, type PendingFile, pendingFileName } from './pending-file.js';

/** What has been begun and not finished, in memory and in `pending.json`. */
export class Pending {
  private readonly announced = new Set<SourceKey>();
  private readonly expected = new Set<SourceKey>();
  private readonly pages = new Set<SourceKey>();
  /** Null: a crash kept from knowing which documents, so all of them. */
  private readonly streams = new Map<string, Set<number> | null>();
  private all = false;
  private onDisk: boolean;

  private constructor(
    private readonly folder: string,
    private readonly low: Low<PendingFile>,
    /** What the last pass left, null where it finished. */
    readonly left: { readonly pass: number; readonly sources: readonly SourceKey[] } | null,
  ) {
    const { data } = low;
    this.onDisk = left !== null;
    this.all = data.all;
    for (const key of data.sources) this.announced.add(key);
    for (const key of data.pages) this.pages.add(key);
    for (const [name, docs] of Object.entries(data.streams))
      this.streams.set(name, docs === null ? null : new Set(docs));
  }

  static async open(folder: string): Promise<Pending> {
    const low = openPending(folder);
    await low.read();
    const left = low.data.pass === 0 ? null : { pass: low.data.pass, sources: low.data.sources };
    return new Pending(folder, low, left);
  }

  /** Sources that will probably change: they are announced together with the first that does. */
  expect(sources: Iterable<SourceKey>): void {
    for (const key of sources) this.expected.add(key);
  }

  /** These sources are about to be written: it is on disk before they are. */
  async announce(pass: number, sources: readonly SourceKey[]): Promise<void> {
    for (const key of sources) this.pages.add(key);
    if (sources.every((key) => this.announced.has(key))) return;
    for (const key of [...sources, ...this.expected]) this.announced.add(key);
    this.expected.clear();
    await this.write(pass);
  }

  /** These streams are about to be written. */
  async beginStreams(pass: number, names: Iterable<string>): Promise<void> {
    const known = new Map(this.streams);
    for (const name of names) this.streams.set(name, null);
    await this.write(pass);
    for (const [name, docs] of known) this.streams.set(name, docs);
    for (const name of this.streams.keys()) if (!known.has(name)) this.streams.set(name, new Set());
  }

  /** The streams agree with the entries again, `forget` with all of them; these documents of theirs differ. */
  async settled(
    pass: number,
    changed: ReadonlyMap<string, readonly number[]>,
    forget: boolean,
  ): Promise<void> {
    for (const [name, docs] of changed) {
      const known = this.streams.get(name);
      if (known === null) continue;
      this.streams.set(name, new Set([...(known ?? []), ...docs]));
    }
    if (forget) this.announced.clear();
    await this.write(pass);
  }

  mark(what: { all?: boolean; sources?: Iterable<SourceKey>; streams?: Iterable<string> }): void {
    if (what.all === true) this.all = true;
    for (const key of what.sources ?? []) this.pages.add(key);
    for (const name of what.streams ?? []) if (!this.streams.has(name)) this.streams.set(name, new Set());
  }

  /** What is marked is on disk: rendering may begin. */
  async keep(pass: number): Promise<void> {
    if (!this.isEmpty) await this.write(pass);
  }

  dirty(): Dirty {
    return { all: this.all, streams: this.streams, sources: this.pages };
  }

  get isEmpty(): boolean {
    return !this.all && this.streams.size === 0 && this.pages.size === 0 && this.announced.size === 0;
  }

  async clear(): Promise<void> {
    this.all = false;
    for (const part of [this.streams, this.pages, this.announced]) part.clear();
    if (this.onDisk) await removeDurably(pendingFileName(this.folder));
    this.onDisk = false;
  }

  private async write(pass: number): Promise<void> {
    this.low.data = {
      version: this.low.data.version,
      pass,
      sources: [...this.announced],
      all: this.all,
      streams: Object.fromEntries(
        [...this.streams].map(([name, docs]) => [name, docs === null ? null : [...docs]]),
      ),
      pages: [...this.pages],
    };
    await this.low.write();
    this.onDisk = true;
  }
}
