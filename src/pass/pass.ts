import pLimit from 'p-limit';
import type { Classifier } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { inParallel } from '../fetch/pool.js';
import type { Fetcher } from '../fetch/result.js';
import type { Desk } from '../merge/desk.js';
import { mergeFeed } from '../merge/merge.js';
import { instant, type SourceKey } from '../model/values.js';
import { publish } from '../publish/publish.js';
import type { Theme } from '../publish/site/theme.js';
import type { WriteCounts } from '../publish/write/write.js';
import {
  afterFetch,
  healthOf,
  holdHost,
  hostUntil,
  isDue,
  policyOf,
  polledElsewhere,
  runningHolds,
} from '../schedule/index.js';
import type { ListedSource } from '../sources/listed.js';
import type { SourceRecord } from '../sources/record.js';
import type { Store } from '../store/store.js';
import { type Polled, pollSource } from './poll.js';
import { type Prepared, prepareStore } from './prepare.js';
import { retain } from './retain.js';
import type { PassSummary } from './summary.js';
import { Tally } from './tally.js';
import type { PassWatcher } from './watcher.js';

export interface PassInput {
  readonly config: Config;
  readonly store: Store;
  readonly classifier: Classifier;
  readonly fetcher: Fetcher;
  readonly theme: Theme;
  /** The folder to publish to. */
  readonly out: string;
  /** Of the program. */
  readonly version: string;
  /** Polls everything, but for a running Retry-After and a 410. */
  readonly all: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1: spreads sources out. */
  readonly random: () => number;
  /** Nothing new is asked once it is aborted; what has come is stored and published. */
  readonly signal: AbortSignal;
  readonly watch: PassWatcher;
}

/** A checkpoint makes validators durable; each writes all of db.json. */
const CHECKPOINT_MS = 10_000;

/** One round: finish what a crash left, poll what is due and commit it source by source, publish what changed. */
export async function runPass(input: PassInput): Promise<PassSummary> {
  const { config, store, now } = input;
  const started = now();
  const { listed, desk } = await prepareStore(input, started);
  const tally = new Tally(listed, input.out, input.watch);
  await pollDue(input, listed, desk, tally, started);
  await retain(store, config.publish.retention, instant(started));
  await store.settle();
  const files = await publish({ ...input, listed, desk });
  store.setFacts({
    lastPass: { at: instant(started), ms: now() - started },
    published: store.facts.published || (tally.hasNews && !input.signal.aborted),
  });
  await store.checkpoint();
  return tally.summary(files, now() - started, input.signal.aborted);
}

type PublishOnlyInput = Omit<PassInput, 'fetcher' | 'all' | 'random' | 'signal' | 'watch'>;

/** The same without asking any source. Everything is rendered: whoever asks for it may have lost any file. */
export async function publishOnly(input: PublishOnlyInput): Promise<WriteCounts> {
  const prepared = await prepareStore(input, input.now());
  input.store.markDirty({ all: true });
  return publishPrepared(input, prepared);
}

/** What is stored, on its pages and in its feeds. */
export async function publishPrepared(
  input: Omit<PublishOnlyInput, 'classifier'>,
  prepared: Prepared,
): Promise<WriteCounts> {
  await retain(input.store, input.config.publish.retention, prepared.desk.now);
  await input.store.settle();
  const files = await publish({ ...input, ...prepared });
  await input.store.checkpoint();
  return files;
}

async function pollDue(
  input: PassInput,
  listed: readonly ListedSource[],
  desk: Desk,
  tally: Tally,
  started: number,
): Promise<void> {
  const { config, store, now, signal } = input;
  store.setHosts(runningHolds(store.hosts, started));
  const due = dueSources(listed, store, started, input.all);
  store.expect(due.map(({ record }) => record.key));
  tally.begin(due.length);
  const oneByOne = pLimit(1);
  let saved = started;
  const work = async (one: ListedSource): Promise<void> => {
    const polled = await pollSource(one.record, input.fetcher, () => store.hosts, now, signal);
    if (polled === null) return;
    await oneByOne(async () => {
      await take(input, one, polled, desk, tally, started);
      if (now() - saved < CHECKPOINT_MS) return;
      await store.checkpoint();
      saved = now();
    });
  };
  const { concurrency, perHost } = config.fetch;
  await inParallel(
    due,
    { concurrency, perHost, hostOf: ({ record }) => new URL(record.poll.url).host, signal },
    work,
  );
}

/** Which sources are asked now, each address once. */
function dueSources(
  listed: readonly ListedSource[],
  store: Store,
  now: number,
  all: boolean,
): readonly ListedSource[] {
  const enabled = listed.filter(({ source }) => !source.disabled);
  const elsewhere = polledElsewhere(enabled.map(({ record }) => record));
  return enabled.filter(({ record }) => {
    if (elsewhere.has(record.key)) return false;
    const hold = hostUntil(store.hosts, new URL(record.poll.url).host, now);
    return isDue(record.poll, now, { all, hostUntil: hold }).due;
  });
}

/** Stores what a source brought, then when it is due again: validators never run ahead of entries. */
async function take(
  { config, store, now, random, watch }: PassInput,
  { source, record }: ListedSource,
  { outcome, feed, left }: Polled,
  desk: Desk,
  tally: Tally,
  started: number,
): Promise<void> {
  const first = store.facts.published ? source.first : null;
  const merged = feed === null ? null : await mergeFeed(store, desk, record, feed, first);
  const known: SourceRecord = merged?.record ?? record;
  const at = now();
  const poll = afterFetch(record.poll, outcome, {
    policy: policyOf(source.intervalMs, config.fetch.interval),
    rhythm: known.feed?.rhythm ?? null,
    published: feed?.entries.flatMap(({ published, updated }) => published ?? updated ?? []) ?? [],
    now: at,
    passStart: started,
    random: random(),
  });
  store.setHosts(outcome.kind === 'not-a-feed' ? store.hosts : holdHost(store.hosts, outcome, at));
  store.putSource({ ...known, poll });
  if (isSeen(known, record, poll)) store.markDirty({ sources: [record.key] });
  if (isRenamed(known, record)) store.markDirty({ streams: await streamsOf(store, record.key) });
  if (left > 0)
    watch.warn(
      `${source.url}: ${feed?.entries.length ?? 0} entries were taken of one document, ${left} more left out`,
    );
  tally.polled({ source, record: { ...known, poll } }, outcome, merged, at);
}

/** A page shows it: another state, title or home. */
function isSeen(known: SourceRecord, before: SourceRecord, poll: SourceRecord['poll']): boolean {
  const shown = (record: SourceRecord, state: SourceRecord['poll']) =>
    JSON.stringify([healthOf(state), record.feed?.title, record.feed?.home]);
  return shown(known, poll) !== shown(before, before.poll);
}

/** Streams name who writes for them, on their pages and in their OPML lists. */
const isRenamed = (known: SourceRecord, before: SourceRecord): boolean =>
  known.feed?.title !== before.feed?.title || known.feed?.home !== before.feed?.home;

async function streamsOf(store: Store, source: SourceKey): Promise<ReadonlySet<string>> {
  const streams = new Set<string>();
  for await (const { entries } of store.entries(source))
    for (const entry of entries) for (const name of entry.streams) streams.add(name);
  return streams;
}
