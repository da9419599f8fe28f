import { type Handler, Parser } from 'htmlparser2';
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
 * The feeds of an OPML 1 or 2 document, from whatever depth of folders, in its order. Outlines that are folders,
 * links or includes are passed over; what should be a feed and isn't is listed with the reason. Entities that the
 * document declares are never expanded.
 */
export function readOpml(text: string): OpmlResult {
  const reader = new OpmlReader(linesOf(text));
  const parser = new Parser(reader, { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true });
  parser.end(text);
  return reader.result();
}

class OpmlReader implements Partial<Handler> {
  readonly #lines: Lines;
  readonly #sources: NewSource[] = [];
  readonly #bad: BadRow[] = [];
  #parser: Parser | null = null;
  #root: string | null = null;
  #ended = false;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  onparserinit(parser: Parser): void {
    this.#parser = parser;
  }

  onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#root ??= name;
    if (name !== 'outline') return;
    const row = readOutline(attributes);
    if (row?.ok === true) this.#sources.push(row.source);
    else if (row !== null) this.#bad.push({ line: this.#line(), title: row.title, reason: row.reason });
  }

  onclosetag(name: string, implied: boolean): void {
    if (name === 'opml') this.#ended = !implied;
  }

  onend(): void {
    if (!this.#ended) this.#bad.push({ line: this.#line(), title: null, reason: 'the file ends too early' });
  }

  result(): OpmlResult {
    if (this.#root === 'opml') return { ok: true, sources: this.#sources, bad: this.#bad };
    return {
      ok: false,
      reason: this.#root === null ? 'no OPML' : `no OPML but <${this.#root.slice(0, 40)}>`,
    };
  }

  #line(): number {
    return this.#lines.placeOf(this.#parser?.startIndex ?? 0).line;
  }
}

type Row =
  | { readonly ok: true; readonly source: NewSource }
  | { readonly ok: false; readonly title: string | null; readonly reason: string };

/** Null for an outline that is no feed. OPML 1 had `url` where OPML 2.0 has `xmlUrl`, and both names come in all casings. */
function readOutline(attributes: Readonly<Record<string, string>>): Row | null {
  const type = attributes['type']?.trim().toLowerCase() ?? '';
  const isFeed = /^(?:rss\d*|atom|rdf|feed|json|jsonfeed)$/.test(type);
  const address = attributes['xmlurl'] ?? (isFeed ? attributes['url'] : undefined);
  if (address === undefined && !isFeed) return null;
  const title = plain(attributes['title'] ?? '') || plain(attributes['text'] ?? '') || null;
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
