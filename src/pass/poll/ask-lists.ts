import type { Config, ReadingList } from '../../config/config.js';
import { readOpml } from '../../config/opml/read.js';
import { hostOf } from '../../fetch/location.js';
import type { Fetcher } from '../../fetch/result.js';
import { atOnce } from '../../model/at-once.js';
import { MINUTE_MS } from '../../model/spans.js';
import { type HttpUrl, instant } from '../../model/values.js';
import { counted } from '../../model/words.js';
import { decode } from '../../parse/bytes/decode.js';
import {
  afterFetch,
  holdOf,
  hostUntil,
  isDue,
  newPollState,
  type PollOutcome,
  plannedRequest,
  policyOf,
} from '../../schedule/index.js';
import {
  type AskedList,
  documentsOf,
  type KnownList,
  type KnownLists,
  knownList,
  type ReadList,
  readList,
} from '../../sources/reading-lists.js';
import type { Store } from '../../store/store.js';
import type { PassWatcher } from '../watcher.js';
import { Hosts } from './hosts.js';

export interface AskLists {
  readonly config: Config;
  readonly store: Store;
  readonly fetcher: Fetcher;
  /** A file by its path from feeds.json; a text says why it can't be read. */
  readonly readFile: (path: string) => Promise<Uint8Array | string>;
  /** Lists that the operator names: asked at once, and taken also where they have lost most feeds. */
  readonly named: ReadonlySet<string>;
  /** Asks all of them, due or not. */
  readonly all: boolean;
  /** Without validators. */
  readonly fresh: boolean;
  readonly now: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly watch: Pick<PassWatcher, 'warn'>;
}

/** Longer than lists take; a worker that dies gives their hosts back by then. */
const LEASE_MS = 10 * MINUTE_MS;
/** Requests at once; `fetch.perHost` holds besides. */
const AT_ONCE = 8;

/**
 * Asks the reading lists that are due, then those that they include, as sources are asked: conditionally, at
 * a rhythm that follows how often they change, with back-off. What can't be had or isn't to be believed
 * leaves the list as it was, and is told. What is known of all lists by now is stored.
 */
export async function askLists(input: AskLists): Promise<void> {
  const { config, store, now } = input;
  if (config.lists.length > 0) {
    const hosts = await Hosts.open(store, now());
    await askAll(input, documentsOf(config, {}), hosts);
    const done = new Set(config.lists.map(({ opml }) => opml));
    const all = documentsOf(config, (await store.facts()).lists);
    await askAll(input, new Map([...all].filter(([opml]) => !done.has(opml))), hosts);
  }
  const { lists } = await store.facts();
  const used = documentsOf(config, lists);
  if (Object.keys(lists).every((opml) => used.has(opml))) return;
  await store.setFacts((facts) => ({
    lists: Object.fromEntries(Object.entries(facts.lists).filter(([opml]) => used.has(opml))),
  }));
}

/** Asks those that are due at hosts where no other worker asks now, and stores what comes of it. */
async function askAll(
  input: AskLists,
  documents: ReadonlyMap<string, AskedList>,
  hosts: Hosts,
): Promise<void> {
  const { store } = input;
  const due = askingOf(input, documents, (await store.facts()).lists).filter((one) => isAsked(one, hosts));
  const wanted = new Set(due.flatMap((one) => hostAsked(one) ?? []));
  const free = wanted.size === 0 ? wanted : await store.claimHosts(wanted, LEASE_MS);
  try {
    const { lists } = await store.facts(); // whoever had a host until now may have asked the same
    const limit = atOnce(AT_ONCE);
    const asked = askingOf(input, documents, lists).map((asking) =>
      limit(async (): Promise<[string, KnownList] | null> => {
        const { list } = asking;
        const host = hostAsked(asking);
        if (host !== null && !(free.has(host) && isAsked(asking, hosts))) return null;
        const after = list.url === null ? await readFromFile(asking) : await ask(asking, list.url, hosts);
        if (after === null) return null;
        tell(asking, after);
        return [list.opml, after];
      }),
    );
    const after = Object.fromEntries((await Promise.all(asked)).filter((one) => one !== null));
    if (JSON.stringify({ ...lists, ...after }) !== JSON.stringify(lists))
      await store.setFacts((facts) => ({ lists: { ...facts.lists, ...after } }));
  } finally {
    if (free.size > 0) await store.releaseHosts(free);
  }
}

/** What is known of each of these documents. */
function askingOf(
  input: AskLists,
  documents: ReadonlyMap<string, AskedList>,
  lists: KnownLists,
): readonly Asking[] {
  const { named, config } = input;
  const isNamed = (opml: string): boolean =>
    named.has(opml) ||
    config.lists.some(
      (list) =>
        named.has(list.opml) && knownList(lists, list.opml)?.includes.some((url) => url === opml) === true,
    );
  return [...documents].map(([opml, list]) => ({
    ...input,
    list,
    before: knownList(lists, opml),
    isNamed: isNamed(opml),
  }));
}

/** The host that is asked for a list; null where it is a file. */
const hostAsked = ({ list, before }: Asking): string | null =>
  list.url === null ? null : hostOf(before?.poll?.url ?? list.url);

/** Whether a list is asked now, if it is one with an address. */
function isAsked({ list, before, all, isNamed, now }: Asking, hosts: Hosts): boolean {
  if (list.url === null) return true;
  const state = before?.poll ?? newPollState(list.url);
  const hostIsLeftUntil = hostUntil(hosts.state, hostOf(state.url), now());
  return isDue(state, now(), { byHand: all || isNamed, hostUntil: hostIsLeftUntil, rhythm: null }).due;
}

interface Asking extends AskLists {
  readonly list: AskedList;
  readonly before: KnownList | undefined;
  readonly isNamed: boolean;
}

async function readFromFile({ list, before, isNamed, readFile, now }: Asking): Promise<KnownList> {
  const bytes = await readFile(list.opml);
  const read = typeof bytes === 'string' ? bytes : readBytes(bytes, null, null, list, before, isNamed);
  if (typeof read !== 'string') return { ...taken(read), poll: null, problem: null };
  const since = before?.problem?.message === read ? before.problem.since : instant(now());
  return { ...taken(before), poll: null, problem: { message: read, since } };
}

/** Null where nothing came of it. */
async function ask(asking: Asking, url: HttpUrl, hosts: Hosts): Promise<KnownList | null> {
  const { config, list, before, isNamed, fetcher, fresh, now, random, signal } = asking;
  const started = now();
  const state = before?.poll ?? newPollState(url);
  const { asksListed, ...planned } = plannedRequest(state, started, fresh || isNamed);
  const holds = (host: string) => holdOf(hosts.state, host, now());
  const result = await fetcher({ ...planned, holdOf: holds, isLedTo: list.isLedTo }, signal);
  if (result.kind === 'aborted') return null;
  await hosts.learn(result, now());
  const read =
    result.kind === 'fresh'
      ? readBytes(result.body, result.contentType, result.url, list, before, isNamed)
      : null;
  const outcome: PollOutcome =
    typeof read === 'string' ? { kind: 'not-a-feed', message: read, traffic: result.traffic } : result;
  const is = read === null || typeof read === 'string' ? taken(before) : taken(read);
  const at = instant(now());
  const hasChanged = JSON.stringify(is) !== JSON.stringify(taken(before));
  const poll = afterFetch(state, outcome, {
    policy: policyOf(null, config.fetch),
    rhythm: null,
    published: hasChanged ? [at, ...state.published] : state.published,
    familiar: true,
    missed: false,
    cut: false,
    asksListed,
    conditional: planned.validators.etag !== null || planned.validators.lastModified !== null,
    now: now(),
    passStart: started,
    random: random(),
    byName: isNamed,
  });
  const { failing } = poll;
  const problem = failing === null ? null : { message: failing.message, since: failing.since };
  const isInside = 'freshness' in result ? result.isInside === true : before?.isInside === true;
  return { ...is, ...(isInside && { isInside }), poll, problem };
}

const readBytes = (
  bytes: Uint8Array,
  contentType: string | null,
  address: HttpUrl | null,
  { max }: ReadingList,
  before: KnownList | undefined,
  isAccepted: boolean,
): ReadList | string => readList(readOpml(decode(bytes, contentType).text), address, before, max, isAccepted);

const taken = (
  list: Pick<KnownList, 'feeds' | 'includes'> | undefined,
): Pick<KnownList, 'feeds' | 'includes'> => ({
  feeds: list?.feeds ?? [],
  includes: list?.includes ?? [],
});

/** What the operator has to know: that it isn't as it should be, and what is polled no more. */
function tell({ list, before, watch }: Asking, after: KnownList): void {
  const { problem } = after;
  // A file is read in each pass: its trouble is told when it begins.
  const isNews = problem !== null && (after.poll !== null || before?.problem?.message !== problem.message);
  if (isNews) watch.warn(`reading list ${list.opml}: ${problem.message}; what it named before goes on`);
  const still = new Set(after.feeds.map(({ url }) => url));
  const gone = (before?.feeds ?? []).filter(({ url }) => !still.has(url));
  if (gone.length > 0)
    watch.warn(
      `reading list ${list.opml}: ${counted(gone.length, 'feed')} no longer in it, polled no more; posts stay`,
    );
}
