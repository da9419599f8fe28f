import type { FiledFields, ShownTexts } from '../classify/match/subject.js';
import { sanitize } from '../html/sanitize.js';
import { oneLine, visibleText } from '../html/text.js';
import { canonicalLink, hostAndPath } from '../model/address.js';
import type { Entry } from '../model/entry.js';
import type { Feed, FeedEntry, Markup } from '../model/feed.js';
import type { Filing } from '../model/filing.js';
import { shortHash } from '../model/hash.js';
import { entryKey, identityKey } from '../model/identity.js';
import type { SourceSnapshot } from '../model/post.js';
import type { Instant, SafeHtml } from '../model/values.js';
import { publishedId } from '../post/published-id.js';
import type { SourceRecord } from '../sources/record.js';
import { secretsOf } from '../sources/secrets.js';
import type { Candidate } from './candidate.js';
import { believable, editDate, firstDates, firstSeen, settledDates } from './dates.js';

/** What the document says of an entry, made safe and whole: all of an `Entry` that an edit may change. */
type Text = Pick<
  Entry,
  | 'url'
  | 'title'
  | 'authors'
  | 'content'
  | 'summary'
  | 'categories'
  | 'enclosures'
  | 'image'
  | 'language'
  | 'visible'
>;

/** The rules as the merge needs them. `shown`: what content and summary show, where that is known. */
export type FileEntry = (entry: Pick<Entry, keyof Text | 'id' | 'ids'>, shown?: ShownTexts) => Filing;

/** What is the same for all entries of a document. */
export interface DocumentContext {
  readonly feed: Feed;
  readonly record: SourceRecord;
  /** The source's title for readers. */
  readonly title: string;
  readonly now: Instant;
  /** What serves as the date of an entry that bears none; null for now. */
  readonly documentDate: Instant | null;
  readonly pass: number;
  readonly file: FileEntry;
  /** Differs where readers of an entry would call it edited. */
  readonly shown: (entry: Pick<Entry, keyof Text>) => string;
  readonly streamNames: StreamNames;
  /** Null for a document that was polled. */
  readonly imported: Imported | null;
}

/** The streams that tags lead to. */
export interface StreamNames {
  /** The configuration has a tag of this slug. */
  isTag(slug: string): boolean;
  /** Slugs of the bundles that an entry belongs to by its tags and its language. */
  bundlesOf(entry: BundledFields): readonly string[];
}

/** What decides on an entry's bundles. */
export type BundledFields = FiledFields & Pick<Entry, 'tags'>;

/** What is known of imported entries beside their document. */
export interface Imported {
  /** By identity: how an entry was stored where it was exported. */
  readonly stored: ReadonlyMap<string, Restored>;
  /** Tags that rules leave alone; null where rules decide. */
  keptTags(entry: FeedEntry): readonly string[] | null;
}

/** The parts of an exported entry that no document of its source would tell. */
export type Restored = Pick<
  Entry,
  'id' | 'ids' | 'order' | 'seen' | 'from' | 'keptTags' | 'archivedOnly' | 'news'
> & {
  /** It was another post's copy, which comes before it. */
  readonly isCopy: boolean;
};

/** Characters of sanitised content that are kept of one entry. */
const KEPT_CONTENT = 256 * 1024;

/** An entry that is seen for the first time. */
export function newEntry(candidate: Candidate, idTaken: boolean, context: DocumentContext): Entry {
  const { feed, record, now, pass } = context;
  const { text, shown } = readText(candidate.entry, feed);
  const dates = firstDates(candidate.entry, now, context.documentDate);
  const { imported } = context;
  const stored = imported?.stored.get(candidate.identity) ?? null;
  const identity = stored?.ids[0] ?? candidate.identity;
  const isUnfit = idTaken || (record.private && secretsOf(record).isIn(identity));
  const entry: Entry = {
    key: entryKey(identity),
    id: stored !== null && !idTaken ? stored.id : publishedId(identity, isUnfit, record.origin),
    ids: stored?.ids ?? [candidate.identity],
    ...text,
    ...dates,
    ...(stored?.order === undefined ? {} : { order: stored.order }),
    seen: stored?.seen ?? firstSeen(candidate.entry, now),
    from: stored?.from ?? snapshot(context, dates.updated),
    pass,
    ...UNFILED,
    keptTags: stored === null ? (imported?.keptTags(candidate.entry) ?? null) : stored.keptTags,
    archivedOnly: stored?.archivedOnly ?? false,
    ...(stored?.news === undefined ? {} : { news: stored.news }),
    copyOf: null,
    copies: [],
  };
  return refile(entry, context.file(entry, shown), context.streamNames);
}

const UNFILED = { tags: [], why: [], admitted: true, streams: [] };

/**
 * The stored entry as the document has it now; the very same object where nothing but markup noise differs.
 */
export function editedEntry(stored: Entry, candidate: Candidate, context: DocumentContext): Entry {
  const { text } = readText(candidate.entry, context.feed);
  const isRestless = changesEachTime(stored.ids, candidate.identity);
  const ids = isRestless ? stored.ids : seenUnder(stored.ids, candidate.identity);
  const url = isRestless ? stored.url : text.url;
  const markup = text.visible === stored.visible ? pickMarkup(stored) : pickMarkup(text);
  const kept = { ...text, ...markup, url };
  const isEdited = context.shown(kept) !== context.shown(stored); // both under the settings of today
  const { published, updated: before } = settledDates(stored, candidate.entry, context.now);
  const updated = isEdited ? editDate(before, candidate.entry, context.now) : before;
  const edited = { ...stored, ...kept, ids, published, updated };
  if (JSON.stringify(edited) === JSON.stringify(stored)) return stored;
  return refile(edited, context.file(edited), context.streamNames);
}

/**
 * The entry under the tags that the rules give it, in the streams that follow from them; the very same object
 * where nothing of that differs.
 */
export function refile(entry: Entry, filing: Filing, streamNames: StreamNames): Entry {
  const tags = entry.keptTags === null ? filing.tags : keptUnder(entry.keptTags, filing, streamNames);
  const why = entry.keptTags === null ? filing.why : filing.why.filter(({ tag }) => tags.includes(tag));
  const admitted = entry.keptTags !== null || filing.admitted;
  const streams = streamsOf({ ...entry, tags, admitted }, streamNames);
  const before = [entry.tags, entry.why, entry.admitted, entry.streams];
  if (JSON.stringify(before) === JSON.stringify([tags, why, admitted, streams])) return entry;
  return { ...entry, tags, why, admitted, streams };
}

/** Tags that rules leave alone, as far as there are such and nobody has filed the entry otherwise by hand. */
function keptUnder(
  kept: readonly string[],
  { why, dropped }: Filing,
  streamNames: StreamNames,
): readonly string[] {
  const tags = kept.filter((slug) => streamNames.isTag(slug));
  const added = why.filter(({ by }) => by === 'hand').map(({ tag }) => tag);
  if (added.length + dropped.length === 0) return tags;
  return [...new Set([...tags, ...added])].filter((slug) => !dropped.includes(slug)).sort();
}

/** The streams that carry an entry: none where another copy is published or `only` holds it back. */
export function streamsOf(
  entry: BundledFields & Pick<Entry, 'admitted' | 'copyOf'>,
  streamNames: StreamNames,
): readonly string[] {
  if (entry.copyOf !== null || !entry.admitted) return [];
  return [
    'site',
    ...entry.tags.map((slug) => `tags/${slug}`),
    ...streamNames.bundlesOf(entry).map((slug) => `bundles/${slug}`),
  ];
}

const pickMarkup = ({ content, summary }: Pick<Entry, 'content' | 'summary'>) => ({ content, summary });

/** As many identities are remembered of one entry. */
const MOST_IDS = 8;

/**
 * The entry comes under another identity at each request, with a session in its address or a random guid:
 * a second one that differs in nothing but its query tells, as does a ninth of any kind. From then on it
 * keeps those it has, and its link, so that nothing grows or changes with each poll.
 */
function changesEachTime(ids: readonly string[], identity: string): boolean {
  const key = identityKey(identity);
  if (ids.some((id) => identityKey(id) === key)) return false;
  const page = pageOf(identity);
  const ofPage = ids.filter((id) => pageOf(id) === page);
  return ofPage.length > 1 || ids.length >= MOST_IDS;
}

/** What stays of an address whose query is another at each request. */
const pageOf = (identity: string): string => hostAndPath(identity) ?? canonicalLink(identity);

/**
 * The identities with the newest last. The first stays the first, as the entry's place on our own pages is
 * made of it: where it is the newest again it stands at both ends.
 */
function seenUnder(ids: readonly string[], newest: string): readonly string[] {
  if (ids.at(-1) === newest) return ids;
  const [first = newest, ...others] = ids;
  return [first, ...others.filter((id) => id !== newest && id !== first), newest];
}

/** What is said of an entry, and what its content and summary show. */
function readText(entry: FeedEntry, feed: Feed): { readonly text: Text; readonly shown: ShownTexts } {
  const content = safe(entry.content);
  const summary = safe(entry.summary);
  const text = {
    url: entry.url,
    title: entry.title,
    authors: entry.authors.length > 0 ? entry.authors : feed.authors,
    content,
    summary,
    categories: entry.categories,
    enclosures: entry.enclosures,
    image: entry.image,
    language: entry.language ?? feed.language,
  };
  const shown = {
    content: content === null ? null : visibleText(content),
    summary: summary === null ? null : visibleText(summary),
  };
  const lines = [shown.content, shown.summary].map((one) => (one === null ? '' : oneLine(one)));
  const files = text.enclosures.map(({ url }) => url);
  const visible = shortHash(JSON.stringify([text.title, lines, files]));
  return { text: { ...text, visible }, shown };
}

function safe(markup: Markup | null): SafeHtml | null {
  if (markup === null) return null;
  let html = sanitize(markup);
  // Markup cut anywhere is hostile again: it is cut before it is made safe, which closes what is open, and
  // writes out addresses that may be a hundred times as long as what stood for them.
  for (let most = KEPT_CONTENT / 2; html.length > KEPT_CONTENT; most /= 2)
    html = sanitize({ ...markup, value: markup.value.slice(0, most) });
  return html === '' ? null : html;
}

function snapshot({ feed, record, title, now }: DocumentContext, entryUpdated: Instant): SourceSnapshot {
  return {
    id: feed.id !== null && /^[a-z][a-z0-9+.-]*:\S+$/i.test(feed.id) ? feed.id : record.url,
    title,
    updated: believable(feed.updated, now) ?? entryUpdated,
    home: record.private && feed.home !== null && secretsOf(record).isIn(feed.home) ? null : feed.home,
    feed: record.url,
  };
}
