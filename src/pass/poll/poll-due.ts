import type { Config, Source } from '../../config/config.js';
import { hostOf } from '../../fetch/location.js';
import { inParallel } from '../../fetch/pool.js';
import type { Fetcher, SourceHeaders } from '../../fetch/result.js';
import { myTurn } from '../../model/turns.js';
import type { SourceKey } from '../../model/values.js';
import { hostUntil, isDue, networkWatch, type PollOutcome, SILENCE_MS } from '../../schedule/index.js';
import type { ListedSource } from '../../sources/listed.js';
import type { SourceRecord } from '../../sources/record.js';
import { type ClockVerdict, ServerClocks } from '../clock.js';
import type { Prepared } from '../prepare.js';
import type { Tally } from '../tally.js';
import type { PassWatcher } from '../watcher.js';
import { Claims } from './claims.js';
import { desk, Place } from './desk.js';
import { giveUpWhen } from './give-up.js';
import { Hosts } from './hosts.js';
import { type Asking, type Polled, pollSource } from './poll.js';
import { take } from './take.js';

/** Which sources are asked, and how. */
export interface PollRequest {
  /** Polls everything, except where a Retry-After runs or a 410 said that it is gone. */
  readonly all: boolean;
  /** Just these, due or not; null for all that are due. */
  readonly only: ReadonlySet<SourceKey> | null;
  /** Without validators: each document is asked for whole. */
  readonly fresh: boolean;
}

export interface PollInput extends PollRequest {
  readonly config: Config;
  readonly fetcher: Fetcher;
  /** Headers of sources that have some of their own. */
  readonly headers: ReadonlyMap<Source, SourceHeaders>;
  readonly now: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly watch: PassWatcher;
}

/** A source that was asked, and what came of it. */
interface Came {
  readonly one: ListedSource;
  readonly polled: Polled;
}

/**
 * Asks the sources that are due, many at a time, and stores what each brought, one at a time: memory stays
 * flat. Resolves to what their servers say of the clock.
 */
export async function pollDue(
  input: PollInput,
  pass: Prepared,
  tally: Tally,
  started: number,
): Promise<ClockVerdict | null> {
  const { config, fetcher, now, signal, only, fresh } = input;
  const { store } = pass;
  const hosts = await Hosts.open(store, started);
  const wanted = pass.listed.filter(({ record }) => only === null || only.has(record.key));
  const enabled = wanted.filter(({ source }) => !source.disabled);
  const byKey = new Map(enabled.map((one) => [one.record.key, one]));
  const byHand = input.all || only !== null;
  const claims = new Claims(store, [...byKey.keys()], started, byHand);
  const more = async (): Promise<readonly SourceRecord[]> => {
    const due = await claims.more();
    tally.expect(due.length);
    return due;
  };
  const first = await more();
  const network = networkWatch<Came>(claims.well);
  const giveUp = giveUpWhen(() => network.isSilent(), SILENCE_MS, signal);
  const taking = { ...input, pass, tally, started, byName: only !== null };
  const cutShort: ListedSource[] = [];
  const onReached = (): void => network.reached();
  const asking: Asking = {
    ...{ fetcher, fresh, now, onReached },
    holds: () => hosts.state,
    signal: giveUp.signal,
  };
  const clocks = new ServerClocks();
  const reading = desk();
  const { concurrency, perHost } = config.fetch;
  const pool = {
    concurrency,
    perHost,
    hostOf: ({ poll }: SourceRecord) => hostOf(poll.url),
    signal: giveUp.signal,
    more,
  };
  const asked = inParallel(first, pool, async (record) => {
    const one = byKey.get(record.key);
    if (one === undefined) throw new TypeError(`${record.key} was not asked for`);
    await myTurn();
    if (!isItsTurn(record, hosts, byHand, now())) return tally.passedOver();
    const { source } = one;
    const { userAgent, isLedTo } = source;
    const own = { userAgent, isLedTo, headers: input.headers.get(source) ?? null };
    network.asks(hostOf(record.poll.url));
    const place = new Place(reading);
    try {
      const polled = await pollSource(record, own, asking, place);
      if (polled === null) return void cutShort.push({ ...one, record });
      for (const answer of polled.answers) {
        await hosts.learn(answer, now());
        if ('freshness' in answer) clocks.heard(hostOf(record.poll.url), answer.freshness.sentAt, now());
      }
      const came = { one: { ...one, record }, polled };
      for (const judged of network.heard(came, polled.outcome, hostOf(record.poll.url)))
        await take(taking, judged.one, judged.polled);
    } finally {
      place.leave();
    }
  });
  await asked.finally(() => giveUp.clear());
  if (only !== null) tellUnasked(input, wanted, claims, hosts);
  const verdict = clocks.verdict();
  if (verdict?.problem != null) input.watch.warn(verdict.problem);
  const { offline, waiting, ours } = network.end();
  if (signal.aborted) return verdict; // what waits may be our own doing
  const isDown = offline || giveUp.gaveUp();
  for (const { one, polled } of waiting) {
    if (isDown) tally.unreached(one, polled.outcome);
    else await take(taking, one, polled);
  }
  for (const { one, polled } of ours) tally.unreached(one, polled.outcome);
  for (const one of cutShort) tally.unreached(one, NOT_REACHED);
  if (!isDown) return verdict;
  tally.wentOffline();
  input.watch.warn(OFFLINE);
  return verdict;
}

/** What came of a source that was under way when the pass gave up. */
const NOT_REACHED: PollOutcome = {
  kind: 'failed',
  reason: 'timeout',
  message: `no host was reached within ${SILENCE_MS / 1000} s`,
  status: null,
  reached: false,
  traffic: { requests: 0, bytes: 0 },
};

const OFFLINE =
  'no host could be reached: is this machine online, with a DNS and a proxy that work? The next pass asks all again; tagwire demo needs no network';

/** A pass takes its time: by now its host may want to be left alone, or an hour have begun that it skips. */
function isItsTurn({ poll, feed }: SourceRecord, hosts: Hosts, byHand: boolean, now: number): boolean {
  const until = hostUntil(hosts.state, hostOf(poll.url), now);
  return isDue(poll, now, { byHand, hostUntil: until, rhythm: feed?.rhythm ?? null }).due;
}

/** Who asks for a source by name is told why it is not asked. */
function tellUnasked(
  { watch, now }: PollInput,
  wanted: readonly ListedSource[],
  asked: Claims,
  hosts: Hosts,
): void {
  for (const { source, record } of wanted) {
    if (asked.has(record.key)) continue;
    const until = hostUntil(hosts.state, hostOf(record.poll.url), now());
    const rhythm = record.feed?.rhythm ?? null;
    const { due: isAlone, why } = isDue(record.poll, now(), { byHand: true, hostUntil: until, rhythm });
    const reason = source.disabled
      ? 'disabled in feeds.json'
      : isAlone
        ? 'asked for another source that ends at its address'
        : why;
    watch.warn(`${source.url}: not asked: ${reason}`);
  }
}
