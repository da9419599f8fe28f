import { type Before, type StreamChange, standing, streamChanges } from '../../model/stream.js';
import type { SourceKey } from '../../model/values.js';
import type { Commit, Put } from '../store.js';
import type { EntryIndex } from './entry-index.js';
import type { Finder } from './finder.js';
import type { Pending } from './pending.js';
import type { SourceFiles } from './source-files.js';
import type { SourceShelf } from './source-shelf.js';

/** Puts entries into their sources' files and takes them out; notes for the streams what came of it. */
export class EntryWriter {
  /** What the streams have to be told. */
  readonly changes: StreamChange[] = [];

  constructor(
    private readonly shelf: SourceShelf,
    private readonly index: EntryIndex,
    private readonly finder: Finder,
    private readonly pending: Pending,
  ) {}

  /** Hands all files of a commit to the disk as one batch. */
  async commit({ source, puts, listing }: Commit): Promise<void> {
    const sources = [...new Set([source, ...puts.map((put) => put.source)])];
    if (puts.length > 0) await this.pending.announce(sources);
    for (const put of puts) await this.put(put);
    if (listing !== null) (await this.shelf.change(source)).setListing(listing);
    await this.shelf.save(sources);
  }

  /** File by file: a long history must not be in memory at once. */
  async *prune(source: SourceKey, keys: ReadonlySet<string>): AsyncIterable<void> {
    const opened = await this.shelf.open(source);
    const listing = new Map(
      [...opened.listing()].map(([identity, listed]) => [
        identity,
        keys.has(listed.key ?? '') ? { ...listed, key: null } : listed,
      ]),
    );
    for await (const { n, entries } of opened.shards()) {
      const pruned = entries.filter(({ key }) => keys.has(key));
      if (pruned.length === 0) continue;
      await this.pending.announce([source]);
      const files = await this.shelf.change(source);
      files.setListing(listing);
      for (const entry of pruned) {
        await files.drop(entry.key, n);
        await this.index.remove({ source, key: entry.key, shard: n }, entry);
        this.note(files, entry.key, standing(entry));
        this.changes.push(...streamChanges(standing(entry), null, null));
      }
      await this.shelf.save([source]);
      yield;
    }
  }

  private async put({ source, entry, before, post, shard: known }: Put): Promise<void> {
    const files = await this.shelf.change(source);
    if (known === undefined) {
      const at = before === null ? null : await this.finder.locate({ source, key: entry.key });
      const shard = await files.put(entry, at?.shard ?? null);
      await this.index.add({ source, key: entry.key, shard }, entry);
    } else {
      await files.put(entry, known);
    }
    this.note(files, entry.key, before ?? { ...standing(entry), streams: [] });
    this.changes.push(...structuredClone(streamChanges(before, entry, post)));
  }

  private note(files: SourceFiles, key: string, before: Before): void {
    files.noteChange(this.pending.round, this.pending.since, key, before);
  }
}
