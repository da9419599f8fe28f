import type { WantedWords } from '../../classify/match/wanted-words.js';
import type { HealthEvent } from '../../events/event.js';
import type { Entry, EntryRef } from '../../model/entry.js';
import type { Post } from '../../model/post.js';
import type { Doc, StreamData } from '../../model/stream.js';
import type { SourceKey } from '../../model/values.js';
import type { HostState, Subscription } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import { newestTagged } from '../newest-tagged.js';
import type { Counts, Facts, OwnedEntry, Removal, StoreReader, TagCombination, Waiting } from '../store.js';
import { type Segments, type VersionedDoc, WordIndex } from '../word-index.js';
import type { DbFile } from './db-file.js';
import type { Finder } from './finder.js';
import type { EntryIndex } from './index/entry-index.js';
import type { OpenSources } from './open-sources.js';
import type { Outbox } from './outbox.js';
import type { Records } from './records.js';
import type { KeptRemoval } from './removal/kept-removal.js';
import type { Removed } from './removal/removed.js';
import type { StreamFiles } from './streams/stream-files.js';
import type { Subscriptions } from './subscriptions.js';

/** The files of a database, by what they are about. */
export interface Parts {
  readonly db: Pick<DbFile, 'facts' | 'events' | 'hosts'>;
  readonly records: Records;
  readonly sources: OpenSources;
  readonly index: EntryIndex;
  readonly finder: Finder;
  readonly streams: StreamFiles;
  readonly removed: Removed;
  readonly outbox: Outbox;
  readonly kept: KeptRemoval;
  readonly subscriptions: Subscriptions;
}

/** All that is read alike with the lock and without. */
export class JsonReader implements StoreReader, Segments {
  private words: WordIndex | null = null;

  constructor(protected readonly parts: Parts) {}

  async facts(): Promise<Facts> {
    return this.parts.db.facts;
  }

  async events(): Promise<readonly HealthEvent[]> {
    return this.parts.db.events;
  }

  async holds(): Promise<HostState> {
    return this.parts.db.hosts;
  }

  async sources(): Promise<ReadonlyMap<SourceKey, SourceRecord>> {
    return new Map(this.parts.records.all);
  }

  async *entries(source: SourceKey): AsyncIterable<readonly Entry[]> {
    for await (const { entries } of (await this.parts.sources.open(source)).shards()) yield entries;
  }

  async newest(source: SourceKey, most: number): Promise<readonly Entry[]> {
    return (await this.parts.sources.open(source)).newest(most);
  }

  entry(ref: EntryRef): Promise<Entry | null> {
    return this.parts.finder.entry(ref);
  }

  search(text: string): Promise<readonly OwnedEntry[]> {
    return this.parts.finder.search(text);
  }

  stream(name: string): Promise<StreamData | null> {
    return this.parts.streams.read(name);
  }

  doc(name: string, n: number): Promise<Doc | null> {
    return this.parts.streams.doc(name, n);
  }

  docVersions(name: string, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    return this.parts.streams.docVersions(name, numbers);
  }

  versionedDoc(name: string, n: number): Promise<VersionedDoc | null> {
    return this.parts.streams.versionedDoc(name, n);
  }

  newestTagged(wanted: TagCombination, most: number): Promise<readonly Post[]> {
    return newestTagged(this, wanted, most);
  }

  newestWith(words: WantedWords, isMeant: (post: Post) => boolean, most: number): Promise<readonly Post[]> {
    this.words ??= new WordIndex(this);
    return this.words.newest(words, isMeant, most);
  }

  counts(): Promise<Counts> {
    return this.parts.streams.counts();
  }

  async outbox(): Promise<readonly Waiting[]> {
    return this.parts.outbox.all;
  }

  async removal(): Promise<Removal | null> {
    return this.parts.kept.removal;
  }

  async subscriptions(): Promise<readonly Subscription[]> {
    return this.parts.subscriptions.all;
  }

  async close(): Promise<void> {}
}
