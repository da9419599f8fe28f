import { escapeHtml } from '../../html/escape.js';
import { excerptText } from '../../html/excerpt.js';
import { fileType } from '../../model/file-type.js';
import type { TagReason } from '../../model/filing.js';
import type { Post } from '../../model/post.js';
import type { Enclosure, Instant, Person, SafeHtml } from '../../model/values.js';
import { address, cleanHtml, firstWords, plainText } from '../../post/clean.js';
import { feedHtml } from '../../post/feed-html.js';
import { languageTag } from '../../text/language-tag.js';
import { xmlSafe } from '../../text/xml.js';
import { postPath, sourcePath } from '../site/paths.js';
import type { SiteView } from '../site/view.js';

/**
 * An entry as all three formats say it: everything cleaned, every fallback decided. Strings are text unless
 * they are said to be HTML; addresses are absolute and within RFC 3986.
 */
export interface EntryRecord {
  readonly id: string;
  readonly uuid: string;
  readonly url: string;
  readonly title: string;
  /** At least one. */
  readonly authors: readonly { readonly name: string; readonly url: string | null }[];
  readonly published: Instant;
  readonly updated: Instant;
  /** Canonical BCP 47. */
  readonly language: string | null;
  /** Never empty. */
  readonly summary: SafeHtml;
  /** Where the source is published in full. */
  readonly content: SafeHtml | null;
  readonly tags: readonly { readonly slug: string; readonly title: string }[];
  readonly enclosures: readonly EnclosureRecord[];
  readonly image: string | null;
  readonly source: SourceRecord;
  readonly also: readonly { readonly title: string; readonly url: string | null }[];
  readonly why: readonly TagReason[];
}

export interface EnclosureRecord {
  readonly url: string;
  /** A media type, guessed from the address where the source gave none. */
  readonly type: string;
  readonly length: number | null;
  readonly title: string | null;
  readonly duration: number | null;
}

export interface SourceRecord {
  /** An IRI. */
  readonly id: string;
  readonly title: string;
  readonly updated: Instant;
  readonly home: string | null;
  /** Null where the source is private. */
  readonly feed: string | null;
  /** The best address there is: the feed's, else its home, else its page on our site. */
  readonly url: string;
}

/** Who publishes, as far as entries show it. */
type Publisher = Pick<SiteView, 'config' | 'firstUrl'>;

/**
 * Hostile sizes end here, so that `publish.limit` entries stay below a megabyte; no honest feed comes near.
 */
const MAX = {
  title: 1999,
  untitled: 110,
  name: 200,
  authors: 20,
  enclosures: 20,
  also: 20,
} as const;

/** `titles`: of all tags by their slugs. */
export function entryRecord(site: Publisher, titles: ReadonlyMap<string, string>, post: Post): EntryRecord {
  const at = site.config.site.url;
  const source = sourceRecord(site, post);
  const excerpt = cleanHtml(post.excerpt);
  const url = address(post.url) ?? `${at}${postPath(post)}`;
  const title = titleOf(post, excerpt, source);
  return {
    id: xmlSafe(post.id),
    uuid: post.uuid,
    url,
    title,
    authors: authorsOf(post.authors, source.title),
    published: post.published,
    updated: post.updated,
    language: canonicalLanguage(post.language),
    summary: excerpt === '' ? escapeHtml(title) : excerpt,
    content: post.content === null ? null : feedHtml(post.content) || null,
    tags: post.tags.map((slug) => ({ slug, title: plainText(titles.get(slug) ?? slug) })),
    enclosures: post.enclosures.flatMap(enclosureRecord).slice(0, MAX.enclosures),
    image: address(post.image),
    source,
    also: post.also
      .slice(0, MAX.also)
      .map((credit) => ({ title: name(credit.title), url: address(credit.url) }))
      .filter((credit) => credit.title !== ''),
    why: post.why,
  };
}

/** The text of an excerpt in one line. */
export const textOf = (excerpt: SafeHtml): string => plainText(excerptText(excerpt));

const name = (text: string): string => firstWords(plainText(text), MAX.name);

function titleOf(post: Post, excerpt: SafeHtml, source: SourceRecord): string {
  const title = plainText(post.title ?? '');
  if (title !== '') return firstWords(title, MAX.title);
  const text = textOf(excerpt);
  if (text !== '') return firstWords(text, MAX.untitled);
  // A post that is nothing but a link is best known by its address.
  return post.url === null ? source.title : firstWords(post.url.replace(/^https?:\/\//, ''), MAX.untitled);
}

function authorsOf(authors: readonly Person[], fallback: string): EntryRecord['authors'] {
  const named = authors
    .slice(0, MAX.authors)
    .map((author) => ({ name: name(author.name), url: address(author.url) }))
    .filter((author) => author.name !== '');
  return named.length > 0 ? named : [{ name: fallback, url: null }];
}

function sourceRecord({ config, firstUrl }: Publisher, { source: key, from }: Post): SourceRecord {
  const path = sourcePath(key);
  const page = `${config.site.url}${path}`;
  const home = address(from.home);
  const feed = address(from.feed);
  const id = xmlSafe(from.id).trim();
  return {
    // Feeds are often known by their own address, which must not show where the source is private.
    id: from.feed !== null && /^[a-z][a-z0-9+.-]*:\S+$/i.test(id) ? id : `${firstUrl}${path}`,
    title: name(from.title) || (home === null ? key : new URL(home).host),
    updated: from.updated,
    home,
    feed,
    url: feed ?? home ?? page,
  };
}

function enclosureRecord(enclosure: Enclosure): EnclosureRecord[] {
  const url = address(enclosure.url);
  if (url === null) return [];
  const given = enclosure.type?.trim().toLowerCase() ?? '';
  const { length, duration } = enclosure;
  return [
    {
      url,
      type: /^[\w.+-]+\/[\w.+-]+$/.test(given)
        ? given
        : (fileType(new URL(url).pathname) ?? 'application/octet-stream'),
      length: length !== null && Number.isSafeInteger(length) && length >= 0 ? length : null,
      title: enclosure.title === null ? null : name(enclosure.title) || null,
      duration: duration !== null && Number.isFinite(duration) && duration >= 0 ? duration : null,
    },
  ];
}

/** Feeds say `en_US`, `EN-us` and `English`; only what is a language tag may stand in `xml:lang`. */
const canonicalLanguage = (language: string | null): string | null =>
  language === null ? null : languageTag(language.trim().replaceAll('_', '-'));
