import type { HealthEvent } from '../../events/event.js';
import type { Entry } from '../../model/entry.js';
import { UserError } from '../../model/errors.js';
import type { StreamChange } from '../../model/stream.js';
import { instant, type SourceKey } from '../../model/values.js';
import type { HostState, PollState, Subscription } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import { numberOf } from '../edition-name.js';
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
  FactsChange,
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
import type { Database, Queries } from './connect.js';
import { hasUncounted, recount } from './counts.js';
import { mergeDocument } from './documents.js';
import { beFirst, changesSince, mark } from './editions.js';
import { editEntries, pruneEntries } from './edits.js';
import { tellEvents } from './events.js';
import { factsOf, writeFacts } from './facts.js';
import { takeFresh } from './fresh.js';
import { writeHold } from './holds.js';
import { KnownSources } from './known-sources.js';
import { Leases } from './leases.js';
import { settleLetters, takeLetters, writeLetters } from './letters.js';
import { pollWriter } from './polls.js';
import { PostgresReader } from './reader.js';
import { reconcileAll } from './reconcile.js';
import { bringBack, draftRemoval, dropRemoval, keepRemoval, lastRemoval, takeOut } from './removals.js';
import { registerSources } from './source-rows.js';
import { configureStreams, isAnythingToTell } from './streams.js';
import { writeSubscriptions } from './subscriptions.js';
import { Transactions } from './transactions.js';
import { allPieces } from './whole.js';

/** How often a moment is looked for in which other workers leave nothing to tell the streams. */
const SETTLING = 20;

/** The database on a server, as one of its workers works on it. */
export class PostgresStore extends PostgresReader implements Store {
  private readonly transactions: Transactions;
  private readonly leases: Leases;
  private readonly polls: ReturnType<typeof pollWriter>;
  private readonly known: KnownSources;
  /** Records as they were read: written again they would undo what another worker has changed since. */
  private readonly read = new WeakSet<SourceRecord>();
  /** The edition that `changes` has named last; a folder in which it changes no byte keeps its own number. */
  private named = 0;

  constructor(
    private readonly database: Database,
    private readonly options: StoreOptions,
  ) {
    super(database, database);
    this.transactions = new Transactions(database, options);
    this.leases = new Leases(options.now);
    this.polls = pollWriter(this.transactions.turns, database, this.leases);
    this.known = new KnownSources(async () => {
      const sources = await super.sources();
      for (const record of sources.values()) this.read.add(record);
      return sources;
    });
  }

  async begin(makePost: PostMaker): Promise<number> {
    const { pass: last, edition } = await this.facts();
    const pass = last + 1;
    this.transactions.begin({ pass, edition, makePost });
    if (await hasUncounted(this.database)) await this.known.after(this.change(recount));
    return pass;
  }

  override sources(): Promise<ReadonlyMap<SourceKey, SourceRecord>> {
    return this.known.get();
  }

  async register(records: Iterable<SourceRecord>): Promise<void> {
    const changed = [...records].filter((record) => !this.read.has(record));
    if (changed.length > 0)
      await this.known.after(this.change((queries) => registerSources(queries, changed)));
  }

  claim(wanted: Claim): Promise<readonly SourceRecord[]> {
    return this.transactions.inTurn(() => this.leases.claim(this.database, wanted));
  }

  polled(source: SourceKey, poll: PollState, events: readonly HealthEvent[] = []): Promise<void> {
    return this.known.after(this.polls.add({ source, poll, events }));
  }

  claimHosts(hosts: Iterable<string>, lease: number): Promise<ReadonlySet<string>> {
    return this.change((queries) => this.leases.claimHosts(queries, new Set(hosts), lease));
  }

  releaseHosts(hosts: Iterable<string>): Promise<void> {
    return this.change((queries) => this.leases.releaseHosts(queries, [...hosts]));
  }

  hold(host: string, hold: HostState[string] | null): Promise<void> {
    return this.change((queries) => writeHold(queries, host, hold));
  }

  merge<D extends Decision>(document: DocumentMerge<D>): Promise<D> {
    return this.known.after(mergeDocument(this.transactions, document));
  }

  edit(source: SourceKey, change: (entry: Entry) => Entry, scope: EditScope = {}): Promise<void> {
    return this.known.after(editEntries(this.transactions, source, change, scope));
  }

  async prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
    if (keys.size > 0) await this.known.after(pruneEntries(this.transactions, source, keys));
  }

  async remove(
    what: Pick<Removal, 'of' | 'title'>,
    doomed: AsyncIterable<readonly Doomed[]>,
  ): Promise<number> {
    const { id, entries } = await draftRemoval(this.database, doomed);
    if (entries === 0) await dropRemoval(this.database, id);
    else
      await this.known.after(
        this.transactions.work(async (work, queries) => {
          const at = instant(this.options.now());
          await keepRemoval(queries, id, { ...what, at, entries, undoing: false });
          await takeOut(queries, work);
        }),
      );
    await this.transactions.relieve();
    return entries;
  }

  async undoRemoval(file: (source: SourceRecord, entry: Entry) => Entry): Promise<Removal | null> {
    const undone = this.transactions.work(async (work, queries) => {
      const last = await lastRemoval(queries);
      if (last === null) return null;
      await bringBack(queries, work, file);
      await queries.rows('delete from tagwire.removals where what is not null');
      return last;
    });
    const removal = await this.known.after(undone);
    await this.transactions.relieve();
    return removal;
  }

  async tell(changes: readonly StreamChange[]): Promise<void> {
    await this.transactions.leaveUntold(changes);
    await this.transactions.relieve();
  }

  configure(names: Iterable<string>): Promise<void> {
    const { transactions } = this;
    return transactions.inTurn(() => configureStreams(this.database, new Set(names), transactions.openedAt));
  }

  touch(what: Touched): Promise<void> {
    return this.change((queries) => mark(queries, what));
  }

  async changes(held: readonly string[]): Promise<Changes> {
    await this.flush();
    const changing = this.transactions.settled((queries) => changesSince(queries, held));
    const changes = await this.known.after(changing); // what others have stored is part of it
    this.named = numberOf(changes.edition);
    return changes;
  }

  rendered(edition: string, facts: Partial<Facts> = {}, announce?: Announcing): Promise<void> {
    const rendered = Math.max(numberOf(edition), this.named);
    return this.change(async (queries) => {
      const isFirst = await beFirst(queries, rendered);
      await writeFacts(queries, facts);
      if (!isFirst) return; // whoever was has announced all of it
      const fresh = await takeFresh(queries, rendered);
      const news = announce?.((await factsOf(queries)).announced, fresh);
      if (news === undefined) return;
      await writeFacts(queries, { announced: news.announced });
      await writeLetters(queries, news.letters, instant(this.options.now()));
    });
  }

  takeLetters(wanted: WantedLetters): Promise<readonly Waiting[]> {
    return this.change((queries) => takeLetters(queries, wanted));
  }

  sent(outcomes: ReadonlyMap<string, Again>): Promise<void> {
    return this.change((queries) => settleLetters(queries, outcomes));
  }

  setFacts(facts: Partial<Facts> | FactsChange, events: readonly HealthEvent[] = []): Promise<void> {
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
    return this.transactions.flush();
  }

  reconcile(): Promise<Reconciled> {
    return this.known.after(reconcileAll(this, this.transactions));
  }

  async *whole(): AsyncIterable<Piece> {
    for (let tries = 0; tries < SETTLING; tries++) {
      await this.flush();
      let isSettled = false;
      yield* this.database.asItIs(async function* (queries) {
        isSettled = !(await isAnythingToTell(queries));
        if (isSettled) yield* allPieces(queries);
      });
      if (isSettled) return;
    }
    throw new UserError('other workers go on changing the database: stop them first');
  }

  override async close(): Promise<void> {
    await this.transactions.inTurn(() => this.leases.release(this.database)).finally(() => super.close());
  }

  private change<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.transactions.change(work);
  }
}
