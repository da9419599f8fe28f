import { hostOf } from '../../src/fetch/location.js';
import { inParallel } from '../../src/fetch/pool.js';
import type { Fetcher } from '../../src/fetch/result.js';
import type { HttpUrl } from '../../src/model/values.js';
import { parseFeed } from '../../src/parse/index.js';
import {
  afterFetch,
  byWaiting,
  causeOf,
  type HostState,
  holdHost,
  holdOf,
  hostUntil,
  isDue,
  networkWatch,
  newPollState,
  type PollOutcome,
  type PollState,
  plannedRequest,
  refusesStrangers,
  runningHolds,
} from '../../src/schedule/index.js';
import { context, noRhythm } from './polling.js';

/** What is kept between passes. */
export interface Books {
  /** By the listed address. */
  readonly polls: Map<HttpUrl, PollState>;
  /** The ids of a source's entries. */
  readonly known: Map<HttpUrl, Set<string>>;
  hosts: HostState;
}

export const newBooks = (urls: readonly HttpUrl[]): Books => ({
  polls: new Map(urls.map((url) => [url, newPollState(url)])),
  known: new Map(urls.map((url) => [url, new Set()])),
  hosts: {},
});

/** What came of a source. */
interface Polled {
  readonly state: PollState;
  readonly outcome: PollOutcome;
  readonly ids: readonly string[];
  readonly cut: boolean;
  readonly asksListed: boolean;
}

/**
 * A pass without a store: asks what is due of real servers, and keeps the books as a pass does.
 * @returns why sources failed, by the path of their address
 */
export async function miniPass(books: Books, fetch: Fetcher, now: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const network = networkWatch<Polled>();
  const take = (polled: Polled, offline = false): void => {
    const { state, outcome } = polled;
    const cause = causeOf(outcome);
    if (cause !== null && !polled.asksListed) lines.push(`${new URL(state.url).pathname} ${cause.message}`);
    if (offline) return;
    books.polls.set(state.listed, afterPoll(books, polled, now));
  };
  books.hosts = runningHolds(books.hosts, now);
  const { signal } = new AbortController();
  const options = { concurrency: 10, perHost: 2, hostOf: ({ url }: PollState) => hostOf(url), signal };
  await inParallel(dueStates(books, now), options, async (state) => {
    const request = plannedRequest(state, now, false);
    const result = await fetch({ ...request, holdOf: (host) => holdOf(books.hosts, host, now) }, signal);
    if (result.kind === 'aborted') return;
    books.hosts = holdHost(books.hosts, result, now);
    const polled = { state, asksListed: request.asksListed, ...(await read(result)) };
    for (const one of network.heard(polled, result, hostOf(state.url))) take(one);
  });
  const { offline, waiting } = network.end();
  for (const polled of waiting) take(polled, offline);
  return lines.sort();
}

function dueStates(books: Books, now: number): PollState[] {
  const isDueNow = (state: PollState): boolean => {
    const held = hostUntil(books.hosts, hostOf(state.url), now);
    return isDue(state, now, { byHand: false, hostUntil: held, rhythm: noRhythm }).due;
  };
  return [...books.polls.values()].filter(isDueNow).sort(byWaiting);
}

async function read(outcome: PollOutcome): Promise<Pick<Polled, 'outcome' | 'ids' | 'cut'>> {
  const nothing = { ids: [], cut: false };
  if (outcome.kind !== 'fresh') return { outcome, ...nothing };
  const parsed = await parseFeed(outcome.body, outcome);
  if (parsed.kind === 'feed') {
    return { outcome, ids: parsed.feed.entries.flatMap(({ id }) => id ?? []), cut: parsed.cut };
  }
  return { outcome: { kind: 'not-a-feed', message: parsed.message, traffic: outcome.traffic }, ...nothing };
}

function afterPoll(books: Books, { state, outcome, ids, cut, asksListed }: Polled, now: number): PollState {
  const known = books.known.get(state.listed) ?? new Set();
  const familiar = known.size === 0 || ids.some((id) => known.has(id));
  if (familiar || !refusesStrangers(state, outcome, { now, asksListed })) for (const id of ids) known.add(id);
  return afterFetch(state, outcome, context({ now, published: [], familiar, cut, asksListed }));
}
