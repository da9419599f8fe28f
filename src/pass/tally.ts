import type { Merged } from '../merge/merge.js';
import { type SourceKey, toMs } from '../model/values.js';
import type { WriteCounts } from '../publish/write/write.js';
import { causeOf, type Failing, type PollOutcome } from '../schedule/index.js';
import { type ListedSource, sourceTitle } from '../sources/listed.js';
import type { SourceRecord } from '../sources/record.js';
import { PostTally } from './post-tally.js';
import type { FailedSource, PassSummary } from './summary.js';
import type { PassWatcher } from './watcher.js';

type Listed = Pick<ListedSource, 'source' | 'record'>;

/** What came of a source. */
interface Came {
  readonly outcome: PollOutcome;
  /** The listed address was tried, in place of the one that the source moved to. */
  readonly asksListed: boolean;
  readonly merged: Merged | null;
  /** When the answer was there, milliseconds since 1970. */
  readonly now: number;
}

/** Adds up what a pass does. */
export class Tally {
  private done = 0;
  private total = 0;
  private offline = false;
  /** Sources that were asked, whatever came of it. */
  private readonly answered = new Set<SourceKey>();
  /** Those of them that did not fail. */
  private readonly well = new Set<SourceKey>();
  private bytes = 0;
  private readonly failed: FailedSource[] = [];
  private readonly posts = new PostTally();

  constructor(
    private readonly listed: readonly ListedSource[],
    private readonly out: string,
    private readonly watch: PassWatcher,
  ) {}

  /** So many more sources are going to be asked. */
  expect(more: number): void {
    this.total += more;
    this.tellProgress();
  }

  /** A source has answered, or failed to. */
  polled({ source, record }: Listed, came: Came): void {
    this.done += 1;
    const { outcome } = came;
    // Its host asked for quiet while the source was in line: nothing was sent.
    const isAsked = outcome.kind !== 'later' || outcome.asked;
    if (isAsked) this.asked({ source, record }, came);
    this.tellProgress();
  }

  /** A hub has pushed a document of a source. */
  pushed(source: SourceKey, puts: Merged['puts']): void {
    this.posts.add(source, puts);
  }

  /** A source was not asked after all. */
  passedOver(): void {
    this.done += 1;
    this.tellProgress();
  }

  get isOffline(): boolean {
    return this.offline;
  }

  /** Our own network was down. */
  wentOffline(): void {
    this.offline = true;
  }

  /** A source was not reached for a reason of our own: its state stays as it was. */
  unreached({ source, record }: Listed, outcome: PollOutcome): void {
    this.done += 1;
    this.answered.add(record.key);
    const cause = causeOf(outcome);
    this.answer({ source, record }, outcome, cause !== null);
    if (cause !== null) this.fail({ source, record }, cause, 0);
    this.tellProgress();
  }

  private tellProgress(): void {
    this.watch.progress({ done: this.done, total: this.total, failed: this.failed.length });
  }

  private asked({ source, record }: Listed, { outcome, asksListed, merged, now }: Came): void {
    this.answered.add(record.key);
    this.bytes += outcome.traffic.bytes;
    const { failing, gone, due } = record.poll;
    const cause = asksListed ? null : failing; // the address that it moved to is well
    this.answer({ source, record }, outcome, cause !== null);
    if (cause !== null) {
      const isOver = gone?.confirmed === true || due === null;
      this.fail({ source, record }, cause, isOver ? null : Math.max(0, toMs(due) - now));
    } else {
      this.well.add(record.key);
    }
    if (merged !== null) this.posts.add(record.key, merged.puts);
  }

  private answer({ source, record }: Listed, { kind, traffic }: PollOutcome, failed: boolean): void {
    const { requests, bytes } = traffic;
    this.watch.answered({ title: sourceTitle(source, record), failed, kind, requests, bytes });
  }

  private fail(
    { source, record }: Listed,
    cause: Pick<Failing, 'message' | 'reason'>,
    retryMs: number | null,
  ): void {
    const failed = {
      url: source.url,
      title: sourceTitle(source, record),
      reason: cause.message,
      kind: cause.reason,
      retryMs,
    };
    this.failed.push(failed);
    this.watch.failed(failed);
  }

  /** There are posts that no reader has seen. */
  get hasNews(): boolean {
    return this.posts.count('new').posts > 0;
  }

  summary(files: WriteCounts, ms: number, interrupted: boolean): PassSummary {
    const bringing = this.posts.sources;
    const enabled = this.listed.filter(({ source }) => !source.disabled);
    return {
      polled: this.answered.size,
      sources: enabled.length,
      resting: enabled.filter(({ record }) => !this.answered.has(record.key) && isWell(record)).length,
      new: this.posts.count('new'),
      changed: this.posts.count('changed'),
      unchanged: [...this.well].filter((key) => !bringing.has(key)).length,
      failed: this.failed,
      filed: this.posts.filed,
      files: { written: files.written, removed: files.removed, left: files.unchanged },
      out: this.out,
      bytes: this.bytes,
      ms,
      interrupted,
      offline: this.offline,
    };
  }
}

const isWell = ({ poll }: SourceRecord): boolean => poll.failing === null && poll.lastSuccess !== null;
