import { type AboutSource, type HealthEvent, nameOf, type SourceEvent } from '../../events/event.js';
import { escapeHtml } from '../../html/escape.js';
import { hexHash } from '../../model/hash.js';
import { unreachable } from '../../model/unreachable.js';
import { nameUuid } from '../../model/uuid.js';
import { type HttpUrl, type Instant, instant, type SourceKey } from '../../model/values.js';
import { capitalised, counted, every, figure, listed } from '../../model/words.js';
import { firstWords, plainText } from '../../post/clean.js';
import { healthOf } from '../../schedule/index.js';
import { sourceTitle } from '../../sources/listed.js';
import type { SourceRecord } from '../../sources/record.js';
import { version } from '../../version.js';
import { sourcePath } from '../site/paths.js';
import { causeInWords } from '../words/cause.js';
import { ENGLISH } from '../words/languages.js';
import { atom } from './atom.js';
import type { EntryRecord } from './record.js';

/** What the operator's feed is made of. */
export interface SiteHealth {
  /** Of the database: no other feed has ids made with it. */
  readonly id: string;
  /** Where the site is. */
  readonly url: HttpUrl;
  /** The last one first. */
  readonly events: readonly HealthEvent[];
  readonly records: ReadonlyMap<SourceKey, SourceRecord>;
}

const LONGEST_TITLE = 200;

/** `18 November 2026`. */
const longDate = (at: Instant): string => ENGLISH.longDate(at).text;

/**
 * The operator's feed: one entry an event, with the same id and bytes each time. It tells no address of a
 * source that is private by now, nor what an address could be guessed from.
 */
export function renderHealth(health: SiteHealth): string {
  const { id, url, events } = health;
  const newest = events.reduce<Instant>((last, { at }) => (at > last ? at : last), instant(0));
  const title = `Health of ${new URL(url).host}`;
  const about = { id: `urn:uuid:${nameUuid('health', id)}`, title, updated: newest };
  const record = {
    ...about,
    description: 'What has happened to the site and its sources',
    language: 'en',
    author: { name: 'tagwire', url: null },
    logo: null,
    hub: null,
    blogroll: null,
    ttlMinutes: 60,
    page: `${url}sources/`,
    current: null,
    previousArchive: null,
    scheme: about.id,
    entries: events.map((event) =>
      entryOf(event, health, { ...about, updated: event.at, home: `${url}sources/`, feed: null, url }),
    ),
  };
  // Its own address is none: it is read where the operator has it.
  return [...atom.render(record, about.id), healthMark(health)].join('');
}

/** What the feed ends in: another one for another feed, and had without rendering it. */
export function healthMark({ id, url, events, records }: SiteHealth): string {
  const sources = new Set(events.flatMap(aboutIn).map(({ source }) => source));
  const shown = [...sources].map((key) => {
    const record = records.get(key);
    return record?.private === true ? sourceTitle(null, record) : record?.url;
  });
  return `\n<!-- ${hexHash(16, JSON.stringify([version, id, url, events, shown]))} -->\n`;
}

const aboutIn = (event: HealthEvent): readonly AboutSource[] =>
  event.kind === 'more' ? event.sources : 'source' in event ? [event] : [];

function entryOf(
  event: HealthEvent,
  { id, url, records }: SiteHealth,
  from: EntryRecord['source'],
): EntryRecord {
  const uuid = nameUuid(nameOf(event), id);
  const page = 'source' in event ? sourcePath(event.source) : 'sources/';
  const { title, text } = wordsOf(event, records);
  return {
    id: `urn:uuid:${uuid}`,
    uuid,
    url: `${url}${page}#${uuid}`, // of its own: readers tell entries apart by their links, too
    title: firstWords(plainText(title), LONGEST_TITLE),
    authors: [{ name: 'tagwire', url: null }],
    published: event.at,
    updated: event.at,
    language: null,
    summary: escapeHtml(plainText(text)),
    content: null,
    tags: [{ slug: event.kind, title: event.kind }],
    enclosures: [],
    image: null,
    source: from,
    also: [],
    why: [],
  };
}

interface Words {
  readonly title: string;
  readonly text: string;
}

function wordsOf(event: HealthEvent, records: SiteHealth['records']): Words {
  switch (event.kind) {
    case 'more': {
      const names = event.sources.map((about) => nameIn(about, records.get(about.source)));
      const rest = event.count - names.length;
      return {
        title: `${counted(event.count, 'more source')} ${DOES[event.of][event.count === 1 ? 'one' : 'many']}`,
        text: `${listed(rest > 0 ? [...names, `${figure(rest)} more`] : names, 'and')}.`,
      };
    }
    case 'trouble':
      return { title: TROUBLE[event.of].begun, text: `${capitalised(event.what)}.` };
    case 'trouble-over':
      return { title: TROUBLE[event.of].over, text: `It had not been since ${longDate(event.since)}.` };
    case 'undelivered':
      return {
        title: `Notices to the ${event.place} are given up`,
        text: `${capitalised(event.message)}. They had been tried for a day; later ones are tried as well.`,
      };
    case 'mended':
      return {
        title: 'The database was mended',
        text: `tagwire doctor made ${counted(event.repairs, 'repair')} and brought ${counted(event.posts, 'post')} of feeds and archives up to date.`,
      };
    default:
      return wordsOfSource(event, records.get(event.source));
  }
}

/** What one source does by now, and what several do. */
const DOES = {
  failing: { one: 'fails', many: 'fail' },
  recovered: { one: 'is well again', many: 'are well again' },
  moved: { one: 'has moved', many: 'have moved' },
  gone: { one: 'is gone for good', many: 'are gone for good' },
  silent: { one: 'has fallen silent', many: 'have fallen silent' },
} as const satisfies Record<SourceEvent['kind'], { readonly one: string; readonly many: string }>;

const TROUBLE = {
  config: { begun: 'feeds.json has mistakes', over: 'feeds.json is in order again' },
  disk: { begun: 'The disk is nearly full', over: 'The disk has room again' },
  clock: { begun: 'The clock of this machine is wrong', over: 'The clock of this machine is right again' },
  lists: { begun: 'A reading list is not as it should be', over: 'The reading lists are in order again' },
} as const;

function wordsOfSource(event: SourceEvent, record: SourceRecord | undefined): Words {
  const title = `${nameIn(event, record)} ${DOES[event.kind].one}`;
  const isOpen = record?.private === false;
  switch (event.kind) {
    case 'failing': {
      const { cause, since, lastSuccess } = event;
      const what = isOpen ? `${record.url}: ${cause.message}` : discreetCause(event, record);
      const read =
        lastSuccess === null ? 'It was never read' : `It was last read on ${longDate(lastSuccess)}`;
      return {
        title: isOpen ? `${title}: ${cause.message}` : title,
        text: `${what} since ${longDate(since)}. ${read}.`,
      };
    }
    case 'recovered':
      return { title, text: `It had failed since ${longDate(event.since)}.` };
    case 'moved': {
      const way = isOpen ? `From ${event.from} to ${event.to}. ` : '';
      return { title, text: `${way}tagwire asks it there; write the new address in feeds.json.` };
    }
    case 'gone':
      return { title, text: 'It answered 410 twice, a day apart, and is asked no more. Its posts stay.' };
    case 'silent': {
      const rhythm = event.everyMs === null ? '' : `, and it used to publish ${every(event.everyMs)}`;
      return { title, text: `Its last post is of ${longDate(event.since)}${rhythm}.` };
    }
    default:
      return unreachable(event);
  }
}

/** Whoever has become private since is called what its pages call it. */
const nameIn = ({ title }: { readonly title: string }, record: SourceRecord | undefined): string =>
  record?.private === true ? sourceTitle(null, record) : title;

/** A cause as pages tell it, without the host. */
function discreetCause(
  { cause, since }: Extract<SourceEvent, { kind: 'failing' }>,
  record: SourceRecord | undefined,
): string {
  if (record === undefined) return 'Nothing comes from it';
  const health = healthOf({ ...record.poll, gone: null, failing: { ...cause, since } });
  return causeInWords(ENGLISH, health.kind === 'failing' ? health.cause : { reason: 'not-allowed' }).text;
}
