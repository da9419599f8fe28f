import type { Config, ReadingList, Source } from '../config/config.js';
import type { OpmlResult } from '../config/opml/read.js';
import { comparableUrl } from '../model/address.js';
import { type HttpUrl, httpUrl, type Instant } from '../model/values.js';
import { figure } from '../model/words.js';
import type { PollState } from '../schedule/index.js';

/** A feed as a list names it. */
export interface ListedFeed {
  readonly url: HttpUrl;
  readonly title: string | null;
}

/** The same, with whether a list from outside names it. @see Source.isLedTo */
type LedFeed = ListedFeed & Pick<Source, 'isLedTo'>;

/** What a list was like when it was taken last: a document, or a file beside feeds.json. */
export interface KnownList {
  readonly feeds: readonly ListedFeed[];
  /** Lists that it includes; what these include counts no more. */
  readonly includes: readonly HttpUrl[];
  /** When it is asked again, and with which validators; null for a file, which is read in each pass. */
  readonly poll: PollState | null;
  /** It came from a private address that may be polled, so that it may name others. */
  readonly isInside?: boolean;
  /** Why what it says now isn't taken. */
  readonly problem: { readonly message: string; readonly since: Instant } | null;
}

/** By address, or path from feeds.json: the lists of feeds.json, and those that they include. */
export type KnownLists = Readonly<Record<string, KnownList>>;

/** What is known of a list; its name is foreign to JavaScript's own. */
export const knownList = (lists: KnownLists, opml: string): KnownList | undefined =>
  Object.hasOwn(lists, opml) ? lists[opml] : undefined;

/** Titles of lists are foreign; longer ones are slogans. */
const LONGEST_TITLE = 200;

/**
 * The feeds that the lists of a configuration name, as sources, by what was known of the lists last; each
 * once. One that the file has itself is the file's, one that two lists name is the first list's.
 */
export function sourcesOfLists(config: Config, lists: KnownLists): readonly Source[] {
  const have = new Set(config.sources.map(({ url }) => comparableUrl(url)));
  return config.lists.flatMap((list) =>
    feedsOf(list, lists).flatMap(({ url, title, isLedTo }): readonly Source[] => {
      const address = comparableUrl(url);
      if (have.has(address)) return [];
      have.add(address);
      return [{ ...PLAIN, ...rulesOf(list), url, title, place: list.place, list: list.opml, isLedTo }];
    }),
  );
}

/** What a list names is of others' choosing, unless it is a file, or at a private address. */
const isFromOutside = (url: HttpUrl | null, known: KnownList | undefined): boolean =>
  url !== null && known?.isInside !== true;

const PLAIN = {
  ...{ full: false, intervalMs: null, first: 20, private: false, disabled: false },
  ...{ userAgent: null, headers: {} },
} as const;

const rulesOf = ({ tags, hints, only }: ReadingList): Pick<Source, 'tags' | 'hints' | 'only'> => ({
  tags,
  hints,
  only,
});

/** What a list and its includes name, each once, as many as are taken of it. */
export function feedsOf({ opml, url, max }: ReadingList, lists: KnownLists): readonly LedFeed[] {
  const own = knownList(lists, opml);
  if (own === undefined) return [];
  const named = (from: HttpUrl | null, known: KnownList | undefined): readonly LedFeed[] => {
    const isLedTo = isFromOutside(from, known);
    return (known?.feeds ?? []).map((feed) => ({ ...feed, isLedTo }));
  };
  const all = [...named(url, own), ...own.includes.flatMap((from) => named(from, knownList(lists, from)))];
  const feeds = new Map<string, LedFeed>();
  for (const feed of all) {
    const address = comparableUrl(feed.url);
    if (!feeds.has(address)) feeds.set(address, feed);
  }
  return [...feeds.values()].slice(0, max);
}

/** What a document says that may be taken. */
export type ReadList = Pick<KnownList, 'feeds' | 'includes'>;

/** Lists that one list may include. */
const MOST_INCLUDES = 50;

/**
 * What a list says by now; a text where nothing of that is taken, and why. A list that has lost more than
 * half of what it named is taken for a mistake of its keeper, unless `isAccepted`.
 * @param address what relative addresses in it resolve against; null for a file
 */
export function readList(
  found: OpmlResult,
  address: HttpUrl | null,
  before: Pick<KnownList, 'feeds' | 'includes'> | undefined,
  max: number,
  isAccepted: boolean,
): ReadList | string {
  if (!found.ok) return found.reason;
  if (found.isCut) return 'a list that ends too early';
  const feeds = new Map<string, ListedFeed>();
  for (const { url: text, title } of found.sources) {
    const url = httpUrl(text);
    if (url === null || feeds.has(comparableUrl(url))) continue;
    feeds.set(comparableUrl(url), {
      url,
      title: title === null ? null : [...title].slice(0, LONGEST_TITLE).join(''),
    });
  }
  const included = found.includes.flatMap((text) => httpUrl(text, address ?? undefined) ?? []);
  const includes = [...new Set(included)].slice(0, MOST_INCLUDES);
  const names = feeds.size + includes.length;
  const named = before === undefined ? 0 : before.feeds.length + before.includes.length;
  if (names === 0) return 'a list without feeds';
  if (names * 2 < named && !isAccepted)
    return `it names ${figure(names)} where it named ${figure(named)}; name it after tagwire run to have it so`;
  return { feeds: [...feeds.values()].slice(0, max), includes };
}

/** A list that is asked. @see Source.isLedTo */
export type AskedList = ReadingList & Pick<Source, 'isLedTo'>;

/** The lists of a configuration in a file, and those that they include, each with the most that is taken. */
export function documentsOf(config: Config, lists: KnownLists): ReadonlyMap<string, AskedList> {
  const documents = new Map(config.lists.map((list) => [list.opml, { ...list, isLedTo: false }]));
  for (const list of config.lists) {
    const known = knownList(lists, list.opml);
    const isLedTo = isFromOutside(list.url, known);
    for (const url of known?.includes ?? [])
      if (!documents.has(url)) documents.set(url, { ...list, opml: url, url, isLedTo });
  }
  return documents;
}

/** What is wrong with lists that are used, in words; null where nothing is, or may pass by itself. */
export function listTrouble(config: Config, lists: KnownLists): string | null {
  for (const { opml } of documentsOf(config, lists).values()) {
    const known = knownList(lists, opml);
    if (known?.problem == null) continue;
    const isPassing =
      known.poll !== null && known.poll.failures < 2 && known.poll.failing?.reason !== 'not-a-feed';
    if (!isPassing) return `${shownPlace(opml)}: ${known.problem.message}`;
  }
  return null;
}

/** A list's place without its query, which may be a secret. */
const shownPlace = (opml: string): string => opml.replace(/[?#].*/s, '');
