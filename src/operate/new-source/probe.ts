import type { Classifier } from '../../classify/index.js';
import type { Config, ReadingList, Source } from '../../config/config.js';
import { headersOf, missingVariables } from '../../config/environment.js';
import type { Fetcher, FetchResult } from '../../fetch/result.js';
import { comparableUrl } from '../../model/address.js';
import { atOnce } from '../../model/at-once.js';
import type { Feed } from '../../model/feed.js';
import type { HttpUrl, SourceKey } from '../../model/values.js';
import { counted } from '../../model/words.js';
import { parseFeed } from '../../parse/index.js';
import { listSources } from '../../sources/listed.js';
import type { StoreReader } from '../../store/store.js';
import { type Acquaintances, acquaintancesOf } from './acquaintances.js';
import { type FoundPost, foundPosts, newestOf } from './found-posts.js';

/** What came of asking a proposed source. */
export type Probed = ProbedFeed | Unprobed;

export interface ProbedFeed {
  readonly kind: 'feed';
  readonly url: HttpUrl;
  /** Where permanent redirects lead. */
  readonly movedTo: HttpUrl | null;
  readonly title: string | null;
  readonly format: string;
  /** As the feed says, or else most of its entries. */
  readonly language: string | null;
  /** What could not be read, or had to be guessed. */
  readonly problems: readonly string[];
  readonly posts: number;
  /** Of these, let through by `only`. */
  readonly admitted: number;
  readonly newest: readonly FoundPost[];
  /** Known sources that this may be, in words. */
  readonly duplicates: readonly string[];
}

export interface Unprobed {
  readonly kind: 'unfetched' | 'no-feed' | 'unasked';
  /** Of a reading list its place: it may be a file. */
  readonly url: string;
  readonly title: string | null;
  readonly reason: string;
}

export interface Probe {
  readonly config: Config;
  readonly classifier: Classifier;
  /** The sources to be asked, all of them of the configuration. */
  readonly proposed: readonly Source[];
  /** Reading lists that are new. */
  readonly lists: readonly ReadingList[];
  readonly store: StoreReader;
  readonly fetch: Fetcher;
  /** Why a fetch brought nothing to read, in words. */
  readonly whyNot: (result: Exclude<FetchResult, { kind: 'fresh' }>) => string;
  readonly signal: AbortSignal;
}

/** Enough to see what a blog is about. */
const SHOWN = 5;

/**
 * Asks proposed sources once, and tells what the site would make of them; stores nothing. No variable of the
 * environment is sent to anybody: a source that needs one isn't asked, so that a proposal of a stranger can't
 * have secrets sent to its own server.
 */
export async function probeSources(probe: Probe): Promise<readonly Probed[]> {
  const acquaintances = await acquaintancesOf(
    probe.config,
    await probe.store.sources(),
    (await probe.store.facts()).lists,
  );
  const limit = atOnce(probe.config.fetch.concurrency);
  const probed = probe.proposed.map((source) => limit(() => probeSource(source, probe, acquaintances)));
  return [...(await Promise.all(probed)), ...probe.lists.map(unaskedList)];
}

/** What a list names by then is for the next pass to see: here the reviewer only learns that there is one. */
const unaskedList = ({ opml, max }: ReadingList): Unprobed => ({
  kind: 'unasked',
  url: opml,
  title: null,
  reason: `a reading list: ${counted(max, 'feed')} of it at most will be polled`,
});

/**
 * The sources of a configuration that a database doesn't know, or that are not among `known` addresses where
 * these are given. Those that are not polled are left out.
 */
export async function newSources(
  config: Config,
  known: readonly HttpUrl[] | null,
  store: StoreReader,
): Promise<readonly Source[]> {
  const polled = config.sources.filter(({ disabled }) => !disabled);
  if (known !== null) {
    const addresses = new Set(known.map(comparableUrl));
    return polled.filter(({ url }) => !addresses.has(comparableUrl(url)));
  }
  const records = await store.sources();
  const unknown = listSources(config, records, {}).filter(({ record }) => !records.has(record.key));
  const wanted = new Set(unknown.map(({ source }) => source));
  return polled.filter((source) => wanted.has(source));
}

/** The same of reading lists. */
export async function newLists(
  { lists }: Config,
  known: readonly string[] | null,
  store: StoreReader,
): Promise<readonly ReadingList[]> {
  const names = new Set((known ?? Object.keys((await store.facts()).lists)).map(comparableUrl));
  return lists.filter(({ opml }) => !names.has(comparableUrl(opml)));
}

async function probeSource(source: Source, probe: Probe, known: Acquaintances): Promise<Probed> {
  const { url, title } = source;
  const alone = { ...probe.config, notify: [], sources: [source] };
  const [secret] = missingVariables(alone, {});
  if (secret !== undefined)
    return { kind: 'unasked', url, title, reason: 'its headers need a secret, which only a pass sends' };
  const result = await probe.fetch(
    {
      url,
      validators: { etag: null, lastModified: null, from: null },
      userAgent: source.userAgent,
      headers: headersOf(alone, {}).get(source) ?? null,
    },
    probe.signal,
  );
  if (result.kind !== 'fresh') return { kind: 'unfetched', url, title, reason: probe.whyNot(result) };
  const parsed = await parseFeed(result.body, { url: result.url, contentType: result.contentType });
  if (parsed.kind !== 'feed') return { kind: 'no-feed', url, title, reason: parsed.message };
  const { feed } = parsed;
  const name = title ?? feed.title;
  const posts = foundPosts(feed, name, source, probe.classifier);
  const newest = newestOf(posts, SHOWN);
  const addresses = [result.url, result.movedTo, feed.self, parsed.leadsTo ?? null];
  return {
    kind: 'feed',
    url,
    movedTo: result.movedTo,
    title: name,
    format: feed.format,
    language: languageOf(feed),
    problems: [...(feed.repaired ? ['malformed, and mended'] : []), ...feed.problems, ...emptyOnes(feed)],
    posts: posts.length,
    admitted: posts.filter(({ tags }) => tags !== null).length,
    newest,
    duplicates: [
      ...known.like(
        source,
        addresses.filter((one) => one !== null),
        feed,
      ),
      ...(await storedElsewhere(newest, source, probe.store, known)),
    ],
  };
}

const emptyOnes = ({ dropped }: Feed): readonly string[] =>
  dropped === 0 ? [] : [`${dropped} of its entries hold nothing`];

function languageOf(feed: Feed): string | null {
  if (feed.language !== null) return feed.language;
  const counts = new Map<string, number>();
  for (const { language } of feed.entries)
    if (language !== null) counts.set(language, (counts.get(language) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

/** Newest posts that other sources have brought, by source. */
async function storedElsewhere(
  newest: readonly FoundPost[],
  source: Source,
  store: StoreReader,
  { nameOf, keyOf }: Acquaintances,
): Promise<readonly string[]> {
  const counts = new Map<SourceKey, number>();
  for (const { url } of newest) {
    const found = url === null ? [] : await store.search(url);
    for (const key of new Set(found.map((one) => one.source))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  counts.delete(keyOf(source) ?? '');
  return [...counts].map(
    ([key, count]) => `${count} of its ${newest.length} newest posts came from ${nameOf(key)}`,
  );
}
