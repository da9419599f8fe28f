import { decodeXML } from 'entities';
import { type TokenHandler, tokenize, withoutStray } from '../../parse/xml/tokens.js';
import type { NewSource } from '../edit/edit.js';
import { urlFault } from '../grammar/values.js';
import { type Lines, linesOf } from '../json/lines.js';

/** An outline that should be a feed and can't be one. */
export interface BadRow {
  /** In the OPML file, from 1. */
  readonly line: number;
  readonly title: string | null;
  readonly reason: string;
}

/** The feeds of a document. */
export interface OpmlDocument {
  readonly ok: true;
  readonly sources: readonly NewSource[];
  readonly bad: readonly BadRow[];
}

export type OpmlResult = OpmlDocument | { readonly ok: false; readonly reason: string };

/** What feeds.json does not take in a text, and no feed could publish. */
const UNPUBLISHABLE = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff\ufffd]|\p{Surrogate}/gu;

/**
 * The feeds of an OPML 1 or 2 document, from whatever depth of folders, in its order. Outlines that are
 * folders, links or includes are passed over; what should be a feed and isn't is listed with the reason.
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
  readonly #sources: NewSource[] = [];
  readonly #bad: BadRow[] = [];
  #root: string | null = null;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  open(qname: string, attributes: ReadonlyMap<string, string>, at: number): void {
    const name = qname.toLowerCase();
    this.#root ??= name;
    if (name !== 'outline') return;
    const row = readOutline(decoded(attributes));
    if (row?.ok === true) this.#sources.push(row.source);
    else if (row !== null)
      this.#bad.push({ line: this.#lines.placeOf(at).line, title: row.title, reason: row.reason });
  }

  close(): void {}
  text(): void {}

  endsEarly(at: number): void {
    this.#bad.push({ line: this.#lines.placeOf(at).line, title: null, reason: 'the file ends too early' });
  }

  result(): OpmlResult {
    if (this.#root === 'opml') return { ok: true, sources: this.#sources, bad: this.#bad };
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

type Row =
  | { readonly ok: true; readonly source: NewSource }
  | { readonly ok: false; readonly title: string | null; readonly reason: string };

/**
 * Null for an outline that is no feed. OPML 1 had `url` where OPML 2.0 has `xmlUrl`, and both names come in
 * all casings.
 */
function readOutline(attributes: ReadonlyMap<string, string>): Row | null {
  const type = attributes.get('type')?.trim().toLowerCase() ?? '';
  const isFeed = /^(?:rss\d*|atom|rdf|feed|json|jsonfeed)$/.test(type);
  const address = attributes.get('xmlurl') ?? (isFeed ? attributes.get('url') : undefined);
  if (address === undefined && !isFeed) return null;
  const title = plain(attributes.get('title') ?? '') || plain(attributes.get('text') ?? '') || null;
  const url = withoutFeedScheme((address ?? '').trim());
  if (url === '') return { ok: false, title, reason: 'no xmlUrl' };
  const fault = urlFault(url);
  if (fault !== null) return { ok: false, title, reason: fault.message };
  // OPML wants a text where a source may have none: the host is what `export` writes then.
  return { ok: true, source: { url, title: title === new URL(url).host ? null : title } };
}

/** `feed:https://a.example/` and `feed://a.example/` are how some readers write http addresses. */
function withoutFeedScheme(url: string): string {
  const bare = url.replace(/^feed:(?=https?:)/i, '');
  return bare.replace(/^feed:\/\//i, 'http://');
}

const plain = (text: string): string => text.replace(UNPUBLISHABLE, ' ').replace(/\s+/g, ' ').trim();
