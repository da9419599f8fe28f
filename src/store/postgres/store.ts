import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import type { HealthEvent } from '../../events/event.js';
import type { Entry } from '../../model/entry.js';
import { UserError } from '../../model/errors.js';
import { type Placement, type StreamChange, streamChanges } from '../../model/stream.js';
import { type Instant, instant, type SourceKey } from '../../model/values.js';
import type { HostState, PollState, Subscription } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import { newFacts } from '../facts.js';
import { reconcile, type Teller } from '../reconcile.js';
import type {
  Again,
  Announcing,
  Changes,
  Claim,
  Decision,
  DocumentMerge,
  Doomed,
  EditScope,
  Facts,
  Piece,
  PostMaker,
  Reconciled,
  Removal,
  Store,
  StoreOptions,
  Touched,
  Waiting,
  WantedLetters,
} from '../store.js';
import { bytesOf, UNTOLD_BYTES } from '../untold.js';
import { claimSources, releaseAll, releaseHost, renewLeases, writeHold } from './claims.js';
import { Database, type Queries } from './connect.js';
import { changesSince, mark } from './editions.js';
import { type EntriesLock, lockEntries, lockPosts, lockSource } from './entry-locks.js';
import { EntryWork, UNSHOWN } from './entry-work.js';
import { tellEvents } from './events.js';
import { findKnown } from './find.js';
import { settleLetters, takeLetters, writeLetters } from './letters.js';
import { readListing, writeListing } from './listings.js';
import { migrate } from './migrate.js';
import { factsOf, PostgresReader } from './reader.js';
import {
  bringBack,
  draftRemoval,
  dropRemoval,
  keepRemoval,
  lastRemoval,
  takeOut,
  unlist,
} from './removals.js';
import { registerSources, writePoll } from './source-rows.js';
import { alone, configureStreams, isAnythingToTell, tellStreams, writeChanges } from './streams.js';
import { writeSubscriptions } from './subscriptions.js';
import { piecesOf } from './whole.js';

/** Entries that one transaction edits or takes out: a long history must not be in memory at once. */
const PART = 200;
const weightOf = (changes: readonly StreamChange[]): number =>
  changes.reduce((sum, change) => sum + bytesOf(change), 0);
/** How often a moment is looked for in which other workers leave nothing to tell the streams. */
const SETTLING = 20;

/**
 * Opens the database that a URL names, its tables made where there are none. Any number of workers may have
 * it open.
 */
export async function openPostgresStore(url: string, options: StoreOptions): Promise<Store> {
  const database = new Database(url);
  try {
    await migrate(database);
    await database.rows(
      'insert into tagwire.database (facts) select $1 where not exists (select from tagwire.database) on conflict do nothing',
      [JSON.stringify(newFacts())],
    );
    return new PostgresStore(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

class PostgresStore extends PostgresReader implements Store {
  /** Names this worker in its leases. */
  private readonly worker = randomUUID();
  private readonly openedAt: Instant;
  /** Calls that change something run one after the other: one that waits would only be begun anew. */
  private readonly oneByOne = pLimit(1);
  /** Records as they were read: written again they would undo what another worker has changed since. */
  private readonly read = new WeakSet<SourceRecord>();
  private makePost: PostMaker | null = null;
  private pass = 0;
  private untold = 0;
  /** In milliseconds: how long leases of sources last, and when they were last written. */
  private leases = { last: 0, at: 0 };

  constructor(
    private readonly database: Database,
    private readonly options: StoreOptions,
  ) {
    super(database, database);
    this.openedAt = instant(options.now());
  }

  async begin(makePost: PostMaker): Promise<number> {
    this.makePost = makePost;
    this.pass = (await this.facts()).pass + 1;
    if (await hasUncounted(this.database)) await this.recount(); // of a backup from before they were counted
    return this.pass;
  }

  override async sources(): Promise<ReadonlyMap<SourceKey, SourceRecord>> {
    const sources = await super.sources();
    for (const record of sources.values()) this.read.add(record);
    return sources;
  }

  async register(records: Iterable<SourceRecord>): Promise<void> {
    const changed = [...records].filter((record) => !this.read.has(record));
    if (changed.length > 0) await this.change((queries) => registerSources(queries, changed));
  }

  claim(wanted: Claim): Promise<readonly SourceRecord[]> {
    return this.change(async (queries) => {
      if (this.leases.last > 0) await renewLeases(queries, this.worker, wanted.lease);
      const claimed = await claimSources(queries, this.worker, wanted);
      this.leases = { last: wanted.lease, at: this.options.now() };
      return claimed;
    });
  }

  polled(source: SourceKey, poll: PollState, events: readonly HealthEvent[] = []): Promise<void> {
    return this.change(async (queries) => {
      await tellEvents(queries, events);
      const host = await writePoll(queries, source, poll);
      if (host !== null) await releaseHost(queries, this.worker, host);
      // A host with thousands of sources takes longer than a lease.
      const { last, at } = this.leases;
      if (Math.abs(this.options.now() - at) < last / 4) return;
      await renewLeases(queries, this.worker, last);
      this.leases = { last, at: this.options.now() };
    });
  }

  hold(host: string, hold: HostState[string] | null): Promise<void> {
    return this.change((queries) => writeHold(queries, host, hold));
  }

  async merge<D extends Decision>(document: DocumentMerge<D>): Promise<D> {
    const decision =
      (await this.mergeUnder('shared', document)) ?? (await this.mergeUnder('whole', document));
    if (decision === null) throw new TypeError('nothing is too much for the whole lock');
    await this.relieve();
    return decision;
  }

  /** Null where the document has too many entries for that lock. */
  private mergeUnder<D extends Decision>(
    lock: EntriesLock,
    { source, ask, decide }: DocumentMerge<D>,
  ): Promise<D | null> {
    const merge = async (work: EntryWork, queries: Queries): Promise<D | null> => {
      const listing = await readListing(queries, source);
      const lookups = ask(listing);
      if (!(await lockPosts(queries, lock, lookups))) return null;
      const known = await findKnown(queries, source, lookups);
      const decided = decide(known, listing);
      for (const put of decided.puts) await work.put(put);
      if (decided.feed !== null) await writeFeed(queries, source, decided.feed);
      if (decided.listing !== null) await writeListing(queries, source, [...decided.listing]);
      if (decided.puts.length > 0) await mark(queries, { sources: [source] });
      return decided;
    };
    return this.work(merge, (queries) => lockSource(queries, lock, source));
  }

  async edit(source: SourceKey, change: (entry: Entry) => Entry, scope: EditScope = {}): Promise<void> {
    const { keys, remake = false } = scope;
    let last: string | null = '0';
    while (last !== null) {
      const from: string = last;
      last = await this.work(async (work, queries) => {
        const rows: readonly EntryRow[] = await partOf(queries, source, from, keys);
        for (const { entry } of rows) {
          const after = change(entry);
          if (after !== entry) await work.replace(source, entry, after);
          else if (remake) await work.remake(source, entry);
        }
        return rows.length < PART ? null : (rows.at(-1)?.n ?? null);
      });
      await this.relieve();
    }
  }

  async prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
    if (keys.size === 0) return;
    let isMore = true;
    while (isMore) {
      isMore = await this.work(async (work, queries) => {
        const rows = await partOf(queries, source, '0', keys);
        if (rows.length === 0) return false;
        const gone = new Set(rows.map(({ entry }) => entry.key));
        await unlist(queries, source, gone);
        for (const { entry } of rows) await work.drop(source, entry);
        return rows.length === PART;
      });
      await this.relieve();
    }
  }

  async remove(
    what: Pick<Removal, 'of' | 'title'>,
    doomed: AsyncIterable<readonly Doomed[]>,
  ): Promise<number> {
    const { id, entries } = await draftRemoval(this.database, doomed);
    if (entries === 0) await dropRemoval(this.database, id);
    else
      await this.work(async (work, queries) => {
        const at = instant(this.options.now());
        await keepRemoval(queries, id, { ...what, at, entries, undoing: false });
        await takeOut(queries, work);
      });
    await this.relieve();
    return entries;
  }

  async undoRemoval(file: (source: SourceRecord, entry: Entry) => Entry): Promise<Removal | null> {
    const removal = await this.work(async (work, queries) => {
      const last = await lastRemoval(queries);
      if (last === null) return null;
      await bringBack(queries, work, file);
      await queries.rows('delete from tagwire.removals where what is not null');
      return last;
    });
    await this.relieve();
    return removal;
  }

  async tell(changes: readonly StreamChange[]): Promise<void> {
    await this.change((queries) => writeChanges(queries, changes));
    this.untold += weightOf(changes);
    await this.relieve();
  }

  configure(names: Iterable<string>): Promise<void> {
    return this.oneByOne(() => configureStreams(this.database, new Set(names), this.openedAt));
  }

  touch(what: Touched): Promise<void> {
    return this.change((queries) => mark(queries, what));
  }

  async changes(since: number | null): Promise<Changes> {
    await this.flush();
    return this.oneByOne(() => alone(this.database, (queries) => changesSince(queries, since)));
  }

  rendered(edition: number, facts: Partial<Facts> = {}, announce?: Announcing): Promise<void> {
    return this.change(async (queries) => {
      const told = await queries.rows(
        'update tagwire.database set told = $1 where told <= $1 returning told',
        [edition],
      );
      if (told.length === 0) return; // another worker has told of more
      const news = announce?.((await factsOf(queries)).announced);
      await writeFacts(queries, news === undefined ? facts : { ...facts, announced: news.announced });
      await writeLetters(queries, news?.letters ?? [], instant(this.options.now()));
    });
  }

  takeLetters(wanted: WantedLetters): Promise<readonly Waiting[]> {
    return this.change((queries) => takeLetters(queries, wanted));
  }

  sent(outcomes: ReadonlyMap<string, Again>): Promise<void> {
    return this.change((queries) => settleLetters(queries, outcomes));
  }

  setFacts(facts: Partial<Facts>, events: readonly HealthEvent[] = []): Promise<void> {
    return this.change(async (queries) => {
      await writeFacts(queries, facts);
      await tellEvents(queries, events);
    });
  }

  async changeSubscriptions(changes: ReadonlyMap<string, Subscription | null>): Promise<void> {
    if (changes.size > 0) await this.change((queries) => writeSubscriptions(queries, changes));
  }

  async keepHealthFeed(): Promise<void> {} // a server has no folder for it: it is on the service's own port

  flush(): Promise<void> {
    return this.oneByOne(() => this.settle());
  }

  async reconcile(): Promise<Reconciled> {
    await this.recount();
    const sources = await this.sources();
    const changes: StreamChange[] = [];
    const postOf: Teller['postOf'] = (source, entry) => {
      const record = sources.get(source);
      return record === undefined ? null : this.maker(entry, record);
    };
    const tell = (source: SourceKey, before: Placement, entry: Entry): void =>
      void changes.push(...streamChanges(before, entry, postOf(source, entry)));
    const write = async (): Promise<void> => {
      const some = changes.splice(0);
      await this.change((queries) => writeChanges(queries, some));
      this.untold += weightOf(some);
    };
    const leaveUntold: Teller['leaveUntold'] = (some) => void changes.push(...some);
    const reconciled = await reconcile(this, { leaveUntold, postOf, tell }, async () => {
      if (weightOf(changes) >= UNTOLD_BYTES) await write();
    });
    await write();
    await this.flush();
    return reconciled;
  }

  async *whole(): AsyncIterable<Piece> {
    for (let tries = 0; tries < SETTLING; tries++) {
      await this.flush();
      let isSettled = false;
      yield* this.database.asItIs(async function* (queries) {
        isSettled = !(await isAnythingToTell(queries));
        if (isSettled) yield* piecesOf(queries);
      });
      if (isSettled) return;
    }
    throw new UserError('the database doesn’t come to rest: stop its other workers first');
  }

  override async close(): Promise<void> {
    await this.oneByOne(() => releaseAll(this.database, this.worker)).finally(() => super.close());
  }

  private recount(): Promise<void> {
    return this.change(async (queries) => {
      await lockEntries(queries, 'whole');
      await queries.rows(RECOUNT);
    });
  }

  private get maker(): PostMaker {
    if (this.makePost === null) throw new TypeError('begin() comes first');
    return this.makePost;
  }

  private change<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.oneByOne(() => this.database.transaction(work));
  }

  /** Does something to entries, under a lock: what it finds stays so until it has ended. */
  private work<T>(
    work: (work: EntryWork, queries: Queries) => Promise<T>,
    lock: (queries: Queries) => Promise<void> = (queries) => lockEntries(queries, 'whole'),
  ): Promise<T> {
    return this.oneByOne(() =>
      this.database.transaction(async (queries) => {
        await lock(queries);
        const entries = new EntryWork(queries, this.maker);
        const done = await work(entries, queries);
        await entries.write();
        this.untold += weightOf(entries.changes);
        return done;
      }),
    );
  }

  private async relieve(): Promise<void> {
    if (this.untold >= UNTOLD_BYTES) await this.flush();
  }

  private async settle(): Promise<void> {
    this.untold = 0;
    await tellStreams(this.database, { limit: this.options.limit, now: this.openedAt, pass: this.pass });
  }
}

/** An entry and its place among those of its source. */
interface EntryRow {
  readonly n: string;
  readonly entry: Entry;
}

function partOf(
  queries: Queries,
  source: SourceKey,
  last: string,
  keys: ReadonlySet<string> | undefined,
): Promise<readonly EntryRow[]> {
  return queries.rows<EntryRow>(
    `select n, entry from tagwire.entries
     where source = $1 and n > $2 ${keys === undefined ? '' : 'and key = any($4)'} order by n limit $3`,
    keys === undefined ? [source, last, PART] : [source, last, PART, [...keys]],
  );
}

async function writeFeed(queries: Queries, source: SourceKey, feed: SourceRecord['feed']): Promise<void> {
  await queries.rows('update tagwire.sources set feed = $2 where key = $1', [source, JSON.stringify(feed)]);
}

/** Puts facts in place of those before. */
async function writeFacts(queries: Queries, facts: Partial<Facts>): Promise<void> {
  const { pass: _number, edition: _shown, ...others } = facts;
  if (Object.keys(others).length === 0) return;
  await queries.rows('select from tagwire.database for update');
  const { pass: _pass, edition: _edition, ...known } = await factsOf(queries);
  await queries.rows('update tagwire.database set facts = $1', [JSON.stringify({ ...known, ...others })]);
}

async function hasUncounted(queries: Queries): Promise<boolean> {
  const [row] = await queries.rows<{ some: boolean }>(
    'select exists (select from tagwire.sources where unshown is null) as some',
  );
  return row?.some === true;
}

/** What is counted of each source's entries, counted anew. */
const RECOUNT = `
  update tagwire.sources s set unshown = (${UNSHOWN}), (entries, withheld, oldest, newest) = (
    select count(*), count(*) filter (where not admitted), min(published), max(published) filter (where shown)
    from tagwire.entries e where e.source = s.key)`;
