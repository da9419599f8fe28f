import path from 'node:path';
import type { HealthEvent } from '../../events/event.js';
import { withEvents } from '../../events/keep.js';
import { atOnce } from '../../model/at-once.js';
import type { Entry } from '../../model/entry.js';
import type { StreamChange } from '../../model/stream.js';
import { instant, type SourceKey } from '../../model/values.js';
import type { HostState, PollState, Subscription } from '../../schedule/index.js';
import { dueAmong } from '../../sources/due.js';
import type { SourceRecord } from '../../sources/record.js';
import { nameOf, newName, numberOf } from '../edition-name.js';
import { piecesOf } from '../pieces.js';
import { reconcile } from '../reconcile.js';
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
import { Checkpoints, type WrittenParts } from './checkpoints.js';
import { readText, writeDurably } from './disk.js';
import { EntryWriter } from './entry-writer.js';
import type { Lock } from './lock/lock.js';
import { JsonReader } from './reader.js';
import { newestPublished, recount } from './recount.js';
import { completeIndex, countUncounted, finishInterrupted } from './recovery.js';
import { Remover } from './removal/remover.js';
import { unreadOf } from './unread.js';

interface OpenParts extends WrittenParts {
  readonly lock: Lock;
}

/** The database in a folder, as the holder of its lock works on it. */
export class JsonStore extends JsonReader implements Store {
  private readonly leases = new Map<SourceKey, number>();
  /** Calls that change something run one after the other: a decision rests on what was found before it. */
  private readonly oneByOne = atOnce(1);
  private readonly checkpoints: Checkpoints;
  private begun: EntryWriter | null = null;
  /** One edit is seldom alone: the first announces all sources, instead of each one its own. */
  private areAllExpected = false;

  constructor(
    protected override readonly parts: OpenParts,
    private readonly options: StoreOptions,
  ) {
    super(parts);
    this.checkpoints = new Checkpoints(parts, options);
  }

  begin(makePost: PostMaker): Promise<number> {
    return this.oneByOne(async () => {
      const { pending, db } = this.parts;
      // A pass that died before its streams were told has shown nothing to anybody: this one goes on with its
      // number.
      const pass = Math.max(db.facts.pass + 1, pending.left?.round ?? 0);
      pending.begin(pass);
      this.begun = new EntryWriter(this.parts, makePost);
      this.checkpoints.begin(this.begun);
      await this.checkpoints.checkpoint(); // what the index will refer to is on disk before it does
      await completeIndex(this.parts, this.checkpoints);
      await finishInterrupted(this.parts, this.begun, this.checkpoints);
      if (this.parts.kept.isUnfinished) await this.remover.finish();
      await countUncounted(this.parts);
      return pass;
    });
  }

  register(records: Iterable<SourceRecord>): Promise<void> {
    return this.oneByOne(() => {
      for (const record of records) {
        this.parts.records.register(record);
        this.parts.index.addSource(record.key);
      }
    });
  }

  claim({ among, now, all, lease }: Claim): Promise<readonly SourceRecord[]> {
    return this.oneByOne(() => {
      const { records, db, pending } = this.parts;
      const free = among.filter((key) => (this.leases.get(key) ?? 0) <= now);
      const due = dueAmong(
        free.map((key) => records.of(key)),
        db.hosts,
        now,
        all,
      );
      for (const { key } of due) this.leases.set(key, now + lease);
      pending.expect(due.map(({ key }) => key));
      return due;
    });
  }

  /** Who has the lock has them all. */
  async claimHosts(hosts: Iterable<string>): Promise<ReadonlySet<string>> {
    return new Set(hosts);
  }

  async releaseHosts(): Promise<void> {}

  polled(source: SourceKey, poll: PollState, events: readonly HealthEvent[] = []): Promise<void> {
    return this.oneByOne(async () => {
      this.note(events);
      this.parts.records.update(source, { poll });
      this.leases.delete(source);
      await this.checkpoints.checkpointWhenDue();
    });
  }

  hold(host: string, hold: HostState[string] | null): Promise<void> {
    return this.oneByOne(() => {
      const { [host]: _before, ...others } = this.parts.db.hosts;
      this.parts.low.data.hosts = hold === null ? others : { ...others, [host]: hold };
      this.checkpoints.noteDbChange();
    });
  }

  merge<D extends Decision>({ source, ask, decide }: DocumentMerge<D>): Promise<D> {
    return this.oneByOne(async () => {
      const { records, sources, finder } = this.parts;
      const listing = (await sources.open(source)).listing();
      const lookups = ask(listing);
      const known = lookups.length === 0 ? [] : await finder.find(source, lookups);
      const decision = await decide(known, listing);
      if (decision.feed !== null) records.update(source, { feed: decision.feed });
      if (decision.puts.length > 0 || decision.listing !== null) {
        await this.writer.commit(source, decision);
        await this.checkpoints.relieve();
      }
      return decision;
    });
  }

  edit(source: SourceKey, change: (entry: Entry) => Entry, scope: EditScope = {}): Promise<void> {
    return this.oneByOne(async () => {
      if (!this.areAllExpected) this.parts.pending.expect(this.parts.records.all.keys());
      this.areAllExpected = true;
      for await (const _part of this.writer.edit(source, change, scope)) await this.checkpoints.relieve();
    });
  }

  prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
    return this.oneByOne(async () => {
      if (keys.size === 0) return;
      for await (const _part of this.writer.prune(source, keys)) await this.checkpoints.relieve();
    });
  }

  remove(what: Pick<Removal, 'of' | 'title'>, doomed: AsyncIterable<readonly Doomed[]>): Promise<number> {
    const at = instant(this.options.now());
    return this.oneByOne(() => this.remover.remove({ ...what, at }, doomed));
  }

  undoRemoval(file: (source: SourceRecord, entry: Entry) => Entry): Promise<Removal | null> {
    return this.oneByOne(() => this.remover.undo(file));
  }

  configure(names: Iterable<string>): Promise<void> {
    return this.oneByOne(async () => {
      const { streams, pending } = this.parts;
      const wanted = new Set(names);
      const born: string[] = [];
      for (const name of wanted) if (await this.checkpoints.ensureStream(name)) born.push(name);
      if (born.length > 0) pending.mark({ windows: born });
      for (const name of Object.keys((await streams.counts()).counts))
        if (!wanted.has(name)) await streams.remove(name);
    });
  }

  tell(changes: readonly StreamChange[]): Promise<void> {
    return this.oneByOne(async () => {
      this.writer.leaveUntold(changes);
      await this.checkpoints.relieve();
    });
  }

  async touch(what: Touched): Promise<void> {
    this.parts.pending.mark(what);
  }

  changes(held: readonly string[]): Promise<Changes> {
    return this.oneByOne(async () => {
      await this.checkpoints.settle();
      await this.parts.index.flush('all'); // what is rendered now is not looked for
      const { all, streams, sources } = this.parts.pending.dirty();
      const { facts } = this.parts.db;
      const last = nameOf(facts);
      const since = last !== null && held.includes(last) ? last : null;
      const isNone = !all && streams.size === 0 && sources.size === 0;
      const edition = since !== null && isNone ? since : newName(facts.edition + 1);
      return { edition, since, all: all || since === null, streams, sources };
    });
  }

  rendered(edition: string, facts: Partial<Facts> = {}, announce?: Announcing): Promise<void> {
    return this.oneByOne(async () => {
      const told = announce?.(this.parts.db.facts.announced, this.parts.pending.fresh);
      this.parts.outbox.add(told?.letters ?? [], instant(this.options.now()));
      const all = told === undefined ? facts : { ...facts, announced: told.announced };
      if (edition !== this.parts.db.facts.editionName || Object.keys(all).length > 0)
        this.checkpoints.changeFacts({ ...all, edition: numberOf(edition), editionName: edition });
      await this.checkpoints.checkpoint();
      await this.parts.pending.clear();
    });
  }

  takeLetters(wanted: WantedLetters): Promise<readonly Waiting[]> {
    return this.oneByOne(() => this.parts.outbox.take(wanted));
  }

  sent(outcomes: ReadonlyMap<string, Again>): Promise<void> {
    return this.oneByOne(() => {
      this.parts.outbox.settle(outcomes);
      return this.checkpoints.checkpoint();
    });
  }

  changeSubscriptions(changes: ReadonlyMap<string, Subscription | null>): Promise<void> {
    return this.oneByOne(() => this.parts.subscriptions.change(changes));
  }

  setFacts(facts: Partial<Facts> | FactsChange, events: readonly HealthEvent[] = []): Promise<void> {
    return this.oneByOne(() => {
      this.checkpoints.changeFacts(typeof facts === 'function' ? facts(this.parts.db.facts) : facts);
      this.note(events);
      return this.checkpoints.checkpoint();
    });
  }

  keepHealthFeed(mark: string, render: () => string): Promise<void> {
    return this.oneByOne(async () => {
      const file = path.join(this.parts.folder, 'health.atom');
      if ((await readText(file))?.endsWith(mark) !== true) await writeDurably(file, Buffer.from(render()));
    });
  }

  flush(): Promise<void> {
    return this.oneByOne(async () => {
      await this.checkpoints.settle();
      await this.checkpoints.checkpoint();
    });
  }

  reconcile(): Promise<Reconciled> {
    return this.oneByOne(async () => {
      const { newest } = await this.parts.streams.counts();
      for (const source of this.parts.records.all.keys()) {
        await recount(this.parts, source);
        const found = await newestPublished(await this.parts.sources.open(source));
        if ((newest[source] ?? null) !== found) this.writer.recountNewest(source);
      }
      const reconciled = await reconcile(this, this.writer, () => this.checkpoints.relieve());
      await this.checkpoints.settle();
      return reconciled;
    });
  }

  async *whole(): AsyncIterable<Piece> {
    await this.flush();
    yield* piecesOf(this, unreadOf(this.parts));
  }

  override async close(): Promise<void> {
    await this.parts.queue.drain().finally(() => this.parts.lock.release());
  }

  private get writer(): EntryWriter {
    if (this.begun === null) throw new TypeError('begin() comes first');
    return this.begun;
  }

  /** They are written with the records of sources, in one file. */
  private note(events: readonly HealthEvent[]): void {
    if (events.length === 0) return;
    this.parts.low.data.events = withEvents(this.parts.db.events, events);
    this.checkpoints.noteDbChange();
  }

  private get remover(): Remover {
    return new Remover(this.parts, this.writer, this.checkpoints);
  }
}
