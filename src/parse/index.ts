import type { Feed } from '../model/feed.js';
import type { HttpUrl } from '../model/values.js';
import { atomFeed, type FeedContent } from './atom.js';
import { type Decoded, decode } from './bytes/decode.js';
import { type Prolog, splitProlog } from './bytes/prolog.js';
import { copied } from './copy.js';
import { identified, plainId } from './identity.js';
import { isJsonFeed, jsonFeed, jsonFormat } from './json-feed.js';
import { newFeedUrl } from './leads.js';
import type { Scope } from './links.js';
import { isBinary, isTemplate, type NotAFeed, notAFeed, whatItIs } from './not-a-feed.js';
import { type Problems, problems } from './problems.js';
import { rssFeed } from './rss.js';
import { children, text, type XmlNode } from './xml/node.js';
import { isTooLargeJson } from './xml/weight.js';
import { readXml } from './xml/xml.js';

export type { NotAFeed } from './not-a-feed.js';

export type ParseResult =
  | {
      readonly kind: 'feed';
      readonly feed: Feed;
      /** The document breaks off: it has no end tag of its root. */
      readonly cut: boolean;
      /** The address that it says it is at from now on. */
      readonly leadsTo?: HttpUrl;
    }
  | NotAFeed;

/** Where a document came from. */
export interface ParseContext {
  /** The address after all redirects: what relative references resolve against. */
  readonly url: HttpUrl | null;
  /** The `Content-Type` of the response; only its charset counts, servers call feeds anything. */
  readonly contentType: string | null;
}

/** The fetcher's default limit is 12 MB; a file of a million entries is no feed. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Reads a feed of any format as its author meant it: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed. Never
 * throws, whatever the bytes; what is no feed is said in words. Texts are as hostile as they came (see
 * `sanitize()`), but hold no characters that XML forbids; and all strings are copies, so that a kept one does not
 * keep the document alive.
 */
export async function parseFeed(body: Uint8Array, context: ParseContext): Promise<ParseResult> {
  if (body.length > LARGEST) return notAFeed('refused', `larger than ${LARGEST / 1024 / 1024} MB`);
  if (body[0] === 0x1f && body[1] === 0x8b) return notAFeed('binary', 'compressed data (gzip), not a feed');
  const decoded = decode(body, context.contentType);
  const start = /[^\s\ufeff]/.exec(decoded.text)?.[0];
  if (start === undefined) return notAFeed('empty', 'empty');
  if (isBinary(body) && !/utf-(?:16|32)/.test(decoded.encoding))
    return notAFeed('binary', 'binary data, not a feed');
  return start === '{' || start === '['
    ? fromJson(decoded, context)
    : await fromXml(decoded, splitProlog(decoded.text), context);
}

function fromJson(decoded: Decoded, { url }: ParseContext): ParseResult {
  if (isTooLargeJson(decoded.text)) return notAFeed('refused', 'JSON of more values than can be read');
  let value: unknown;
  try {
    value = JSON.parse(decoded.text.replace(/^[\s\ufeff]+/, ''));
  } catch {
    return isTemplate(decoded.text.slice(0, 4096))
      ? notAFeed('template', 'the source of a template, not a feed')
      : notAFeed('json', 'JSON that is broken or cut off');
  }
  if (!isJsonFeed(value)) return notAFeed('json', 'JSON, but not a JSON Feed');
  const noted = problems();
  return {
    kind: 'feed',
    feed: finished(jsonFeed(value, url, noted), jsonFormat(value), decoded, false, noted),
    cut: false,
  };
}

/** A JSON Feed that has been read as JSON already. */
export function readJsonFeed(value: Readonly<Record<string, unknown>>): Feed {
  const noted = problems();
  const decoded = { text: '', encoding: 'utf-8', problems: [] };
  return finished(jsonFeed(value, null, noted), jsonFormat(value), decoded, false, noted);
}

async function fromXml(decoded: Decoded, prolog: Prolog, { url }: ParseContext): Promise<ParseResult> {
  const kind = kindOf(prolog);
  if (kind === null || isTemplate(prolog.preceded)) return whatItIs(decoded.text, prolog, url);
  if (prolog.entities) return notAFeed('refused', 'declares XML entities, which is refused');
  const dialect = kind === 'atom' ? 'atom' : 'rss';
  const document = await readXml(prolog.body, dialect);
  if (document === 'too-large')
    return notAFeed('refused', `${formatOf(prolog)} of more elements than can be read`);
  if (document === 'unreadable') return notAFeed('xml', `${formatOf(prolog)} that is broken beyond reading`);
  const { root } = document;
  if (isTemplate(betweenElements(root))) return notAFeed('template', 'the source of a template, not a feed');
  const noted = problems();
  const scope: Scope = { base: url, language: null, noted };
  const content = kind === 'atom' ? atomFeed(root, scope, noted) : rssFeed(root, scope, noted);
  const repaired = document.repaired || prolog.preceded !== '';
  if (document.repaired && content.entries.length === 0 && content.title === null && content.home === null)
    return notAFeed('xml', `${formatOf(prolog)} that is cut off before anything of use`);
  const feed = finished(content, formatOf(prolog), decoded, repaired, noted);
  const leadsTo = newFeedUrl(root, url);
  return { kind: 'feed', feed, cut: isCut(prolog), ...(leadsTo !== null && { leadsTo }) };
}

function isCut({ body, root, tag }: Prolog): boolean {
  if (root === null || tag.endsWith('/>') || body.includes(`</${root}`)) return false;
  return !body.slice(-4096).toLowerCase().includes(`</${root.toLowerCase()}`);
}

type Kind = 'rss' | 'rdf' | 'atom';

function kindOf({ root }: Prolog): Kind | null {
  const local = root?.slice(root.indexOf(':') + 1).toLowerCase();
  if (local === 'rss' || local === 'channel') return 'rss';
  if (local === 'rdf') return 'rdf';
  return local === 'feed' || local === 'entry' ? 'atom' : null;
}

/** The format in words, from the root's tag: its version, or what its namespaces tell. */
function formatOf(prolog: Prolog): string {
  const version = /\bversion\s*=\s*["']\s*([\d.]+)/i.exec(prolog.tag)?.[1];
  const kind = kindOf(prolog);
  if (kind === 'rss') return version === undefined ? 'RSS' : `RSS ${version}`;
  if (kind === 'rdf') return prolog.tag.includes('/rdf/simple/0.9') ? 'RSS 0.90' : 'RDF (RSS 1.0)';
  return version === '0.3' || prolog.tag.includes('http://purl.org/atom/ns#') ? 'Atom 0.3' : 'Atom 1.0';
}

/** The text between a feed's elements, where a feed has none and a template its loops. */
const betweenElements = (root: XmlNode): string =>
  [root, ...children(root, 'rss:channel')].map(text).join('').slice(0, 65_536);

function finished(
  content: FeedContent,
  format: string,
  decoded: Decoded,
  repaired: boolean,
  noted: Problems,
): Feed {
  const { entries, dropped } = identified(content.entries, noted);
  const found = [...decoded.problems, ...noted.list()];
  const feed: Feed = {
    ...content,
    id: content.id === null ? null : plainId(content.id),
    format,
    encoding: decoded.encoding,
    repaired,
    problems: found,
    dropped,
    entries,
  };
  return copied(feed);
}
