import type { Config } from '../config/config.js';
import { inParallel } from '../fetch/pool.js';
import type { Fetcher } from '../fetch/result.js';
import { mergeFeed } from '../merge/merge.js';
import { streamsOf } from '../publish/site/follow.js';
import {
  afterFetch,
  type HostState,
  healthOf,
  holdHost,
  type PollState,
  policyOf,
  runningHolds,
} from '../schedule/index.js';
import type { ListedSource } from '../sources/listed.js';
import type { SourceRecord } from '../sources/record.js';
import type { Store } from '../store/store.js';
import { type Polled, pollSource } from './poll.js';
import type { Prepared } from './prepare.js';
import type { Tally } from './tally.js';
import type { PassWatcher } from './watcher.js';

interface PollInput {
  readonly config: Config;
  readonly fetcher: Fetcher;
  readonly all: boolean;
  readonly now: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly watch: PassWatcher;
}

/** Longer than any pass takes; a worker that dies gives its sources back by then. */
const LEASE_MS = 10 * 60_000;

/** Asks the sources that are due, many at a time, and stores what each brought, one at a time: memory stays flat. */
export async function pollDue(
  input: PollInput,
  prepared: Prepared,
  tally: Tally,
  started: number,
): Promise<void> {
  const { config, now, all, signal } = input;
  const { store, listed } = prepared;
  const hosts = await Hosts.open(store, started);
  const enabled = listed.filter(({ source }) => !source.disabled);
  const byKey = new Map(enabled.map((one) => [one.record.key, one]));
  const due = await store.claim({ among: [...byKey.keys()], now: started, all, lease: LEASE_MS });
  tally.begin(due.length);
  const { concurrency, perHost } = config.fetch;
  const pool = { concurrency, perHost, hostOf: ({ poll }: SourceRecord) => new URL(poll.url).host, signal };
  await inParallel(due, pool, async (record) => {
    const one = byKey.get(record.key);
    if (one === undefined) throw new TypeError(`${record.key} was not asked for`);
    const polled = await pollSource(record, input.fetcher, () => hosts.state, now, signal);
    if (polled !== null) await take(input, prepared, hosts, { ...one, record }, polled, tally, started);
  });
}

/** The hosts that asked to be left alone, as the fetcher asks for them at each redirect. */
class Hosts {
  private constructor(
    private readonly store: Store,
    public state: HostState,
  ) {}

  static async open(store: Store, now: number): Promise<Hosts> {
    const known = await store.holds();
    const state = runningHolds(known, now);
    for (const host of Object.keys(known)) if (state[host] === undefined) await store.hold(host, null);
    return new Hosts(store, state);
  }

  async learn({ outcome }: Polled, now: number): Promise<void> {
    if (outcome.kind !== 'later') return;
    const before = this.state;
    this.state = holdHost(before, outcome, now);
    const hold = this.state[outcome.host];
    if (hold !== undefined && hold !== before[outcome.host]) await this.store.hold(outcome.host, hold);
  }
}

/** Stores what a source brought, then when it is due again: validators never run ahead of entries. */
async function take(
  { config, now, random, watch }: PollInput,
  pass: Prepared,
  hosts: Hosts,
  { source, record }: ListedSource,
  polled: Polled,
  tally: Tally,
  started: number,
): Promise<void> {
  const { store, rulings } = pass;
  const { outcome, feed, left } = polled;
  const first = (await store.facts()).published ? source.first : null;
  const merged = feed === null ? null : await mergeFeed(pass, record.key, feed, first);
  const known = rulings.recordOf(record.key);
  const at = now();
  const poll = afterFetch(record.poll, outcome, {
    policy: policyOf(source.intervalMs, config.fetch),
    rhythm: known.feed?.rhythm ?? null,
    published: feed?.entries.flatMap(({ published, updated }) => published ?? updated ?? []) ?? [],
    familiar: true,
    cut: false,
    asksListed: false,
    now: at,
    passStart: started,
    random: random(),
    byName: false,
  });
  rulings.learn({ ...known, poll });
  await hosts.learn(polled, at);
  await store.polled(record.key, poll);
  await touchPages(store, record, { ...known, poll });
  if (left > 0)
    watch.warn(
      `${source.url}: ${feed?.entries.length ?? 0} entries were taken of one document, ${left} more left out`,
    );
  tally.polled({ source, record: { ...known, poll } }, outcome, merged, at);
}

/** Pages that show another state, title or home of the source are rendered; streams name who writes for them, too. */
async function touchPages(store: Store, before: SourceRecord, after: SourceRecord): Promise<void> {
  const stateOf = (poll: PollState): string => JSON.stringify(healthOf(poll));
  const isRenamed = after.feed?.title !== before.feed?.title || after.feed?.home !== before.feed?.home;
  if (isRenamed || stateOf(after.poll) !== stateOf(before.poll)) await store.touch({ sources: [after.key] });
  if (isRenamed) await store.touch({ windows: await streamsOf(store, after.key) });
}
