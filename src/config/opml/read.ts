import { decodeXML } from 'entities';
import { type TokenHandler, tokenize, withoutStray } from '../../parse/xml/tokens.js';
import { urlFault } from '../grammar/values.js';
import { type Lines, linesOf } from '../json/lines.js';

/** An outline that should be a feed and can't be one. */
export interface BadRow {
  /** In the OPML file, from 1. */
  readonly line: number;
  readonly title: string | null;
  readonly reason: string;
}

/** A feed of a document. */
export interface OpmlFeed {
  readonly url: string;
  /** Null where the feed's own title will do. */
  readonly title: string | null;
  /** The folders that it is in, the innermost last. */
  readonly folders: readonly string[];
}

/** The feeds of a document. */
export interface OpmlDocument {
  readonly ok: true;
  readonly sources: readonly OpmlFeed[];
  /** Addresses of further documents that belong in it, as it has them. */
  readonly includes: readonly string[];
  readonly bad: readonly BadRow[];
  /** It ends too early: it may have had more. */
  readonly isCut: boolean;
}

export type OpmlResult = OpmlDocument | { readonly ok: false; readonly reason: string };

/** What feeds.json does not take in a text, and no feed could publish. */
const UNPUBLISHABLE = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff\ufffd]|\p{Surrogate}/gu;

/**
 * The feeds of an OPML 1 or 2 document, from whatever depth of folders, in its order. Outlines that are
 * links are passed over; what should be a feed and isn't is listed with the reason.
 * Entities that the document declares are never expanded.
 */
export function readOpml(text: string): OpmlResult {
  const source = withoutStray(text); // as the tokenizer counts; its lines are those of the file
  const reader = new OpmlReader(linesOf(source));
  tokenize(source, reader, { maxDepth: Number.POSITIVE_INFINITY });
  if (!/<\/opml\s*>/i.test(source)) reader.endsEarly(source.trimEnd().length);
  return reader.result();
}

class OpmlReader implements TokenHandler {
  readonly #lines: Lines;
  readonly #sources: OpmlFeed[] = [];
  readonly #includes: string[] = [];
  /** Of each open element whether it is a folder. */
  readonly #open: boolean[] = [];
  readonly #folders: string[] = [];
  readonly #bad: BadRow[] = [];
  #root: string | null = null;
  #isCut = false;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  open(qname: string, attributes: ReadonlyMap<string, string>, at: number): void {
    const name = qname.toLowerCase();
    this.#root ??= name;
    const folder = name === 'outline' ? this.#outline(decoded(attributes), at) : null;
    this.#open.push(folder !== null);
    if (folder !== null) this.#folders.push(folder);
  }

  close(): void {
    if (this.#open.pop() === true) this.#folders.pop();
  }

  /** The name of a folder; null for any other outline. */
  #outline(attributes: ReadonlyMap<string, string>, at: number): string | null {
    const row = readOutline(attributes);
    switch (row.kind) {
      case 'feed':
        this.#sources.push({ url: row.url, title: row.title, folders: this.#folders.slice(-MOST_FOLDERS) });
        return null;
      case 'bad':
        this.#bad.push({ line: this.#lines.placeOf(at).line, title: row.title, reason: row.reason });
        return null;
      case 'include':
        this.#includes.push(row.url);
        return null;
      default:
        return row.title;
    }
  }

  text(): void {}

  endsEarly(at: number): void {
    this.#isCut = true;
    this.#bad.push({ line: this.#lines.placeOf(at).line, title: null, reason: 'the file ends too early' });
  }

  result(): OpmlResult {
    if (this.#root === 'opml')
      return {
        ok: true,
        sources: this.#sources,
        includes: this.#includes,
        bad: this.#bad,
        isCut: this.#isCut,
      };
    return {
      ok: false,
      reason: this.#root === null ? 'no OPML' : `no OPML but <${this.#root.slice(0, 40)}>`,
    };
  }
}

/** The attributes by their names in lower case, the first of a name. */
function decoded(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [qname, source] of attributes) {
    const name = qname.toLowerCase();
    if (!values.has(name)) values.set(name, decodeXML(source));
  }
  return values;
}

/** Folders that a feed is in of which it is told: more are hostile. */
const MOST_FOLDERS = 8;

type Row =
  | { readonly kind: 'feed'; readonly url: string; readonly title: string | null }
  | { readonly kind: 'bad'; readonly title: string | null; readonly reason: string }
  | { readonly kind: 'include'; readonly url: string }
  /** `title` is null for a link, and for a folder that has none. */
  | { readonly kind: 'other'; readonly title: string | null };

/** OPML 1 had `url` where OPML 2.0 has `xmlUrl`, and both names come in all casings. */
function readOutline(attributes: ReadonlyMap<string, string>): Row {
  const type = attributes.get('type')?.trim().toLowerCase() ?? '';
  const isFeed = /^(?:rss\d*|atom|rdf|feed|json|jsonfeed)$/.test(type);
  const address = attributes.get('xmlurl') ?? (isFeed ? attributes.get('url') : undefined);
  const title = plain(attributes.get('title') ?? '') || plain(attributes.get('text') ?? '') || null;
  const linked = attributes.get('url')?.trim() ?? '';
  if (address === undefined && !isFeed) {
    if (type === 'include' && linked !== '') return { kind: 'include', url: linked };
    return { kind: 'other', title: linked === '' ? title : null };
  }
  const url = withoutFeedScheme((address ?? '').trim());
  if (url === '') return { kind: 'bad', title, reason: 'no xmlUrl' };
  const fault = urlFault(url);
  if (fault !== null) return { kind: 'bad', title, reason: fault.message };
  // OPML wants a text where a source may have none: the host is what `export` writes then.
  return { kind: 'feed', url, title: title === new URL(url).host ? null : title };
}

/** `feed:https://a.example/` and `feed://a.example/` are how some readers write http addresses. */
function withoutFeedScheme(url: string): string {
  const bare = url.replace(/^feed:(?=https?:)/i, '');
  return bare.replace(/^feed:\/\//i, 'http://');
}

const plain = (text: string): string => text.replace(UNPUBLISHABLE, ' ').replace(/\s+/g, ' ').trim();
