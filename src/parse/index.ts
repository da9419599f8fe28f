import type { Feed } from '../model/feed.js';
import type { HttpUrl } from '../model/values.js';
import { atomFeed, type FeedContent } from './atom.js';
import { type Decoded, decode } from './bytes/decode.js';
import { type Prolog, splitProlog } from './bytes/prolog.js';
import { wrappedFeed } from './bytes/wrapped.js';
import { copied } from './copy.js';
import { identified, plainId } from './identity.js';
import { withoutCutItem } from './json-cut.js';
import { isJsonFeed, jsonFeed, jsonFormat } from './json-feed.js';
import { newFeedUrl } from './leads.js';
import type { Scope } from './links.js';
import { isBinary, isTemplate, type NotAFeed, notAFeed, whatItIs } from './not-a-feed.js';
import { type Problems, problems } from './problems.js';
import { rssFeed } from './rss.js';
import { declaredEntities, withEntities } from './xml/entities.js';
import { children, text, type XmlNode } from './xml/node.js';
import { withPairsJoined, withWindowsCharacters } from './xml/references.js';
import { isTooLargeJson } from './xml/weight.js';
import { readXml } from './xml/xml.js';

export type { NotAFeed } from './not-a-feed.js';

export type ParseResult =
  | {
      readonly kind: 'feed';
      readonly feed: Feed;
      /**
       * The document breaks off: it has no end tag of its root, or ends within an entry, which is left out.
       */
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
  /**
   * Addresses that must not show in anything that is read, and so are no base of it, whatever the document
   * says.
   */
  readonly isSecret?: (url: HttpUrl) => boolean;
}

/** The fetcher's default limit is 12 MB; a file of a million entries is no feed. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Reads a feed of any format as its author meant it: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed.
 * Never throws, whatever the bytes; what is no feed is said in words. Texts are as hostile as they came (see
 * `sanitize()`), but hold no characters that XML forbids; and all strings are copies, so that a kept one does
 * not keep the document alive.
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

function fromJson(decoded: Decoded, { url, isSecret }: ParseContext): ParseResult {
  const text = withPairsJoined(decoded.text).replace(/^[\s\ufeff]+/, '');
  if (isTooLargeJson(text)) return notAFeed('refused', 'JSON of more values than can be read');
  const whole = parsed(text) ?? parsed(text.slice(0, text.lastIndexOf('}') + 1)); // caches sign what they serve
  const value = whole ?? parsed(withoutCutItem(text) ?? '');
  if (value === undefined)
    return isTemplate(decoded.text.slice(0, 4096))
      ? notAFeed('template', 'the source of a template, not a feed')
      : notAFeed('json', 'JSON that is broken or cut off');
  if (!isJsonFeed(value)) return notAFeed('json', 'JSON, but not a JSON Feed');
  const noted = problems();
  const content = jsonFeed(value, url, noted, isSecret);
  const isCut = whole === undefined;
  if (isCut) noted.add(CUT);
  const facts = { format: jsonFormat(value), decoded, repaired: isCut };
  return { kind: 'feed', feed: finished(content, facts, noted), cut: isCut };
}

/** Undefined, which JSON has no word for, where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON Feed that has been read as JSON already. */
export function readJsonFeed(value: Readonly<Record<string, unknown>>): Feed {
  const noted = problems();
  const decoded = { text: '', encoding: 'utf-8', problems: [] };
  const facts = { format: jsonFormat(value), decoded, repaired: false };
  return finished(jsonFeed(value, null, noted), facts, noted);
}

async function fromXml(
  decoded: Decoded,
  outer: Prolog,
  { url, isSecret = () => false }: ParseContext,
): Promise<ParseResult> {
  const wrapped = kindOf(outer) === null ? wrappedFeed(outer.body) : null;
  const prolog = wrapped === null ? outer : splitProlog(wrapped);
  const kind = kindOf(prolog);
  if (kind === null || isTemplate(prolog.preceded)) return whatItIs(decoded.text, prolog, url);
  const dialect = kind === 'atom' ? 'atom' : 'rss';
  const body = withEntities(
    withWindowsCharacters(withPairsJoined(prolog.body)),
    declaredEntities(outer.declarations),
  );
  const document = await readXml(body, dialect);
  if (document === 'too-large')
    return notAFeed('refused', `${formatOf(prolog)} of more elements than can be read`);
  if (document === 'unreadable') return notAFeed('xml', `${formatOf(prolog)} that is broken beyond reading`);
  const { root } = document;
  if (isTemplate(betweenElements(root))) return notAFeed('template', 'the source of a template, not a feed');
  const noted = problems();
  const scope: Scope = { base: url, isStated: false, language: null, feedLanguage: null, isSecret, noted };
  const content = kind === 'atom' ? atomFeed(root, scope) : rssFeed(root, scope);
  const repaired = document.repaired || wrapped !== null || prolog.preceded !== '';
  if (document.repaired && content.entries.length === 0 && content.title === null && content.home === null)
    return notAFeed('xml', `${formatOf(prolog)} that is cut off before anything of use`);
  if (document.cut) noted.add(CUT);
  const feed = finished(content, { format: formatOf(prolog), decoded, repaired }, noted);
  const leadsTo = newFeedUrl(root, url);
  return { kind: 'feed', feed, cut: document.cut || isCut(prolog), ...(leadsTo !== null && { leadsTo }) };
}

const CUT = 'it ends within an entry, which is left out until the whole of it comes';

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
  return version === '0.3' || /purl\.org\/atom\/ns/i.test(prolog.tag) ? 'Atom 0.3' : 'Atom 1.0';
}

/** The text between a feed's elements, where a feed has none and a template its loops. */
const betweenElements = (root: XmlNode): string =>
  [root, ...children(root, 'rss:channel')].map(text).join('').slice(0, 65_536);

/** How a document was read. */
interface Facts {
  readonly format: string;
  readonly decoded: Decoded;
  readonly repaired: boolean;
}

function finished(content: FeedContent, facts: Facts, noted: Problems): Feed {
  const { decoded, ...others } = facts;
  const { entries, dropped } = identified(content.entries, noted);
  const found = [...decoded.problems, ...noted.list()];
  const id = content.id === null ? null : plainId(content.id);
  return copied({ ...content, ...others, id, encoding: decoded.encoding, problems: found, dropped, entries });
}
