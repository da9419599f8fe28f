import { hostOf } from '../../src/fetch/location.js';
import { inParallel } from '../../src/fetch/pool.js';
import type { Fetcher } from '../../src/fetch/result.js';
import type { HttpUrl } from '../../src/model/values.js';
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
  runningHolds,
} from '../../src/schedule/index.js';
import { context, noRhythm } from './polling.js';

/** What is kept between passes. */
export interface Books {
  readonly polls: Map<HttpUrl, PollState>;
  hosts: HostState;
}

export const newBooks = (urls: readonly HttpUrl[]): Books => ({
  polls: new Map(urls.map((url) => [url, newPollState(url)])),
  hosts: {},
});

/** What came of a source. */
interface Polled {
  readonly state: PollState;
  readonly outcome: PollOutcome;
}

/**
 * A pass without a store: asks what is due of real servers, and keeps the books as a pass does.
 * @returns why sources failed, by the path of their address
 */
export async function miniPass(books: Books, fetch: Fetcher, now: number): Promise<readonly string[]> {
  const lines: string[] = [];
  books.hosts = runningHolds(books.hosts, now);
  const dueNow = ({ url, ...state }: PollState) =>
    isDue({ url, ...state }, now, {
      byHand: false,
      hostUntil: hostUntil(books.hosts, hostOf(url), now),
      rhythm: noRhythm,
    }).due;
  const due = [...books.polls.values()].filter(dueNow).sort(byWaiting);
  const { signal } = new AbortController();
  const network = networkWatch<Polled>();
  const take = ({ state, outcome }: Polled, offline = false): void => {
    const cause = causeOf(outcome);
    if (cause !== null) lines.push(`${new URL(state.url).pathname} ${cause.message}`);
    if (offline) return;
    books.polls.set(state.listed, afterFetch(state, outcome, context({ now, published: [] })));
  };
  const options = { concurrency: 10, perHost: 2, hostOf: ({ url }: PollState) => hostOf(url), signal };
  await inParallel(due, options, async (state) => {
    const holds = (host: string) => holdOf(books.hosts, host, now);
    const result = await fetch({ ...plannedRequest(state, now, false), holdOf: holds }, signal);
    if (result.kind === 'aborted') return;
    books.hosts = holdHost(books.hosts, result, now);
    for (const polled of network.heard({ state, outcome: result }, result, hostOf(state.url))) take(polled);
  });
  const { offline, waiting } = network.end();
  for (const polled of waiting) take(polled, offline);
  return lines.sort();
}
