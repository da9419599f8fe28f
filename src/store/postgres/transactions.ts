import type { StreamChange } from '../../model/stream.js';
import { type Instant, instant } from '../../model/values.js';
import type { PostMaker, StoreOptions } from '../store.js';
import { UNTOLD_BYTES, weightOf } from '../untold.js';
import type { Database, Queries } from './connect.js';
import { lockEntries } from './entry-locks.js';
import { EntryWork } from './entry-work.js';
import { alone, type Telling, tellRest, tellStreams, writeChanges } from './streams.js';
import { Turns } from './turns.js';

/** A pass of one worker. */
export interface Begun {
  /** Its number. */
  readonly pass: number;
  /** The latest edition when it began. */
  readonly edition: number;
  readonly makePost: PostMaker;
}

/** What one worker does to the database, and when it tells the streams of it. */
export class Transactions {
  readonly openedAt: Instant;
  readonly turns = new Turns();
  private begun: Begun | null = null;
  private untold = 0;

  constructor(
    private readonly database: Database,
    private readonly options: StoreOptions,
  ) {
    this.openedAt = instant(options.now());
  }

  begin(begun: Begun): void {
    this.begun = begun;
  }

  get current(): Begun {
    if (this.begun === null) throw new TypeError('begin() comes first');
    return this.begun;
  }

  /** Does something when all that was begun before has ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.turns.take(work);
  }

  change<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.inTurn(() => this.database.transaction(work));
  }

  /** Does something to entries, under a lock: what it finds stays so until it has ended. */
  work<T>(
    work: (work: EntryWork, queries: Queries) => Promise<T>,
    lock: (queries: Queries) => Promise<void> = (queries) => lockEntries(queries, 'whole'),
  ): Promise<T> {
    return this.change(async (queries) => {
      await lock(queries);
      const entries = new EntryWork(queries, this.current.makePost);
      const done = await work(entries, queries);
      await entries.write();
      this.untold += weightOf(entries.changes);
      return done;
    });
  }

  /** Leaves changes for the streams. */
  async leaveUntold(changes: readonly StreamChange[]): Promise<void> {
    await this.change((queries) => writeChanges(queries, changes));
    this.untold += weightOf(changes);
  }

  /** Tells the streams where there is so much to tell them that it should be done before there is more. */
  async relieve(): Promise<void> {
    if (this.untold >= UNTOLD_BYTES) await this.flush();
  }

  /** Brings the streams up to their entries. */
  flush(): Promise<void> {
    return this.inTurn(async () => {
      this.untold = 0;
      await tellStreams(this.database, this.telling);
    });
  }

  /** Does something while streams are told of all that any worker has stored, and nobody makes an edition. */
  settled<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.inTurn(() =>
      alone(this.database, async (queries) => {
        await tellRest(queries, this.telling);
        return work(queries);
      }),
    );
  }

  private get telling(): Telling {
    return { limit: this.options.limit, now: this.openedAt, pass: this.begun?.pass ?? 0 };
  }
}
