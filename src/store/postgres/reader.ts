import type { WantedWords } from '../../classify/match/wanted-words.js';
import type { HealthEvent } from '../../events/event.js';
import type { Entry, EntryRef } from '../../model/entry.js';
import { identitiesOf, identityKey, linkKey, linkOf } from '../../model/identity.js';
import type { Post } from '../../model/post.js';
import type { Doc, StreamData } from '../../model/stream.js';
import type { Instant, SourceKey } from '../../model/values.js';
import type { HostState, Subscription } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import { newestTagged } from '../newest-tagged.js';
import type { Counts, Facts, OwnedEntry, Removal, StoreReader, TagCombination, Waiting } from '../store.js';
import { type Segments, type VersionedDoc, WordIndex } from '../word-index.js';
import type { Database, Queries } from './connect.js';
import { PART, partOf, readEntry } from './entry-rows.js';
import { factsOf } from './facts.js';
import { allHolds } from './holds.js';
import { allLetters } from './letters.js';
import { lastRemoval } from './removals.js';
import { recordOf, SOURCE_COLUMNS, type SourceRow } from './source-rows.js';
import { allSubscriptions } from './subscriptions.js';

/** All that is read alike by who writes and who doesn't. */
export class PostgresReader implements StoreReader, Segments {
  private words: WordIndex | null = null;

  constructor(
    protected readonly queries: Queries,
    private readonly connection: Pick<Database, 'close'>,
  ) {}

  facts(): Promise<Facts> {
    return factsOf(this.queries);
  }

  holds(): Promise<HostState> {
    return allHolds(this.queries);
  }

  async sources(): Promise<ReadonlyMap<SourceKey, SourceRecord>> {
    const rows = await this.queries.rows<SourceRow>(
      `select ${SOURCE_COLUMNS} from tagwire.sources order by n`,
    );
    return new Map(rows.map((row) => [row.key, recordOf(row)]));
  }

  async events(): Promise<readonly HealthEvent[]> {
    const [row] = await this.queries.rows<{ events: readonly HealthEvent[] }>(
      'select events from tagwire.database',
    );
    return row?.events ?? [];
  }

  async *entries(source: SourceKey): AsyncIterable<readonly Entry[]> {
    let last = '0';
    for (;;) {
      const rows = await partOf(this.queries, source, last);
      if (rows.length > 0) yield rows.map(({ entry }) => entry);
      if (rows.length < PART) return;
      last = rows.at(-1)?.n ?? last;
    }
  }

  async newest(source: SourceKey, most: number): Promise<readonly Entry[]> {
    const rows = await this.queries.rows<{ entry: Entry }>(
      'select entry from tagwire.entries where source = $1 order by n desc limit $2',
      [source, most],
    );
    return rows.map(({ entry }) => entry);
  }

  entry(ref: EntryRef): Promise<Entry | null> {
    return readEntry(this.queries, ref);
  }

  async search(text: string): Promise<readonly OwnedEntry[]> {
    const [identity, link] = [identityKey(text), linkKey(text)];
    const rows = await this.queries.rows<OwnedEntry>(
      `select source, entry from tagwire.entries e
       where (source, key) in (select source, key from tagwire.lookups where hash = any($1)) order by n`,
      [[`i${identity}`, `l${link}`]],
    );
    return rows.filter(({ entry }) => linkOf(entry) === link || identitiesOf(entry).includes(identity));
  }

  async stream(name: string): Promise<StreamData | null> {
    const [row] = await this.queries.rows<{ data: StreamData }>(
      'select data from tagwire.streams where name = $1',
      [name],
    );
    return row?.data ?? null;
  }

  async doc(name: string, n: number): Promise<Doc | null> {
    const [row] = await this.queries.rows<{ doc: Doc }>(
      'select doc from tagwire.docs where stream = $1 and n = $2',
      [name, n],
    );
    return row?.doc ?? null;
  }

  async docVersions(name: string, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const rows = await this.queries.rows<{ n: number; version: string }>(
      'select n, xmin::text as version from tagwire.docs where stream = $1 and n = any($2)',
      [name, numbers],
    );
    return new Map(rows.map(({ n, version }) => [n, version]));
  }

  async versionedDoc(name: string, n: number): Promise<VersionedDoc | null> {
    const [row] = await this.queries.rows<VersionedDoc>(
      'select doc, xmin::text as version from tagwire.docs where stream = $1 and n = $2',
      [name, n],
    );
    return row ?? null;
  }

  newestTagged(wanted: TagCombination, most: number): Promise<readonly Post[]> {
    return newestTagged(this, wanted, most);
  }

  newestWith(words: WantedWords, isMeant: (post: Post) => boolean, most: number): Promise<readonly Post[]> {
    this.words ??= new WordIndex(this);
    return this.words.newest(words, isMeant, most);
  }

  outbox(): Promise<readonly Waiting[]> {
    return allLetters(this.queries);
  }

  subscriptions(): Promise<readonly Subscription[]> {
    return allSubscriptions(this.queries);
  }

  removal(): Promise<Removal | null> {
    return lastRemoval(this.queries);
  }

  async counts(): Promise<Counts> {
    const streams = await this.queries.rows<{ name: string; count: number; last: number }>(
      'select name, count, last from tagwire.streams order by n',
    );
    const sources = await this.queries.rows<{ key: SourceKey; newest: Instant }>(
      'select key, newest from tagwire.sources where newest is not null order by n',
    );
    const archived = streams.filter(({ name, last }) => name !== 'site' && last > 0);
    return {
      counts: Object.fromEntries(streams.map(({ name, count }) => [name, count])),
      newest: Object.fromEntries(sources.map(({ key, newest }) => [key, newest])),
      archives: Object.fromEntries(archived.map(({ name, last }) => [name, last])),
    };
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
