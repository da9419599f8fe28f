import type { HttpUrl } from '../model/values.js';
import { resolveLocation } from './location.js';

/** Where an answer says that news of it is pushed from (WebSub 4), by its headers alone. */
export interface Offer {
  /** In the order that they are named. */
  readonly hubs: readonly HttpUrl[];
  /** The address that is subscribed to; null where it names none. */
  readonly self: HttpUrl | null;
}

/**
 * The hubs and the self link among `Link` fields (RFC 8288); null where they name no hub. Links of another
 * context (`anchor`) are not about the document. Linear in the length of the fields.
 * @param fields values, each byte a character
 */
export function offerIn(fields: readonly string[], base: HttpUrl): Offer | null {
  const hubs: HttpUrl[] = [];
  let self: HttpUrl | null = null;
  for (const { target, rels } of fields.flatMap((field) => [...linksIn(field)])) {
    const url = resolveLocation(target, base);
    if (url === null) continue;
    if (rels.includes('hub')) hubs.push(url);
    if (rels.includes('self')) self ??= url;
  }
  return hubs.length === 0 ? null : { hubs, self };
}

interface Link {
  readonly target: string;
  readonly rels: readonly string[];
}

/** The links of one field; what is not written as one is passed over up to the next comma. */
function* linksIn(field: string): Generator<Link> {
  let at = 0;
  while (at < field.length) {
    const open = field.indexOf('<', at);
    const close = open < 0 ? -1 : field.indexOf('>', open);
    if (close < 0) return;
    const { params, end } = paramsFrom(field, close + 1);
    at = end;
    const rel = params.get('rel');
    if (rel !== undefined && !params.has('anchor'))
      yield { target: field.slice(open + 1, close), rels: rel.toLowerCase().split(/[ \t]+/) };
  }
}

/** `; name=value` up to the comma that ends a link; of a name that stands twice the first counts. */
function paramsFrom(field: string, start: number) {
  const params = new Map<string, string>();
  let at = start;
  while (at < field.length && field[at] !== ',') {
    const name = wordFrom(field, at + 1, ';,=');
    at = name.end;
    let value = '';
    if (field[at] === '=') {
      const from = behindBlanks(field, at + 1);
      const isQuoted = field[from] === '"';
      const read = isQuoted ? quotedFrom(field, from + 1) : wordFrom(field, from, ';,');
      value = read.text;
      at = isQuoted ? wordFrom(field, read.end, ';,').end : read.end;
    }
    const key = name.text.trim().toLowerCase();
    if (key !== '' && !params.has(key)) params.set(key, value.trim());
  }
  return { params, end: at + 1 };
}

function behindBlanks(field: string, start: number): number {
  let at = start;
  while (field[at] === ' ' || field[at] === '\t') at += 1;
  return at;
}

function wordFrom(field: string, start: number, ends: string) {
  let end = start;
  while (end < field.length && !ends.includes(field.charAt(end))) end += 1;
  return { text: field.slice(start, end), end };
}

/** A quoted string from behind its first quote; a backslash stands before what is meant as it is. */
function quotedFrom(field: string, start: number) {
  let text = '';
  let end = start;
  while (end < field.length && field[end] !== '"') {
    if (field[end] === '\\') end += 1;
    text += field.charAt(end);
    end += 1;
  }
  return { text, end: end + 1 };
}
