import { comparableUrl } from '../model/address.js';
import { parseUrl } from '../model/parse-url.js';
import { remembered } from '../model/remembered.js';
import { isTokenName } from '../model/token-name.js';
import { trimEndOf } from '../model/trim-end.js';
import type { SourceRecord } from './record.js';

/** What of a private source's addresses nobody may read. */
export interface Secrets {
  /** An address, or an id, is one of them or holds a part of one that may be a secret. */
  isIn(address: string): boolean;
  /**
   * A text without such addresses. `replaced` says what stands for one, given what stood before it and behind
   * it where it is all of an attribute. Markup stays as well formed as it was.
   */
  without(text: string, replaced: (start: string, end: string) => string): string;
}

/** As long as any secret that is worth its name. */
const LONG = 8;
/** Of a value that is called a token fewer characters tell nothing, and stand in too many other addresses. */
const TELLING = 4;

/** What addresses of any site are made of. */
const COMMON =
  /^(?:index|feeds?|atom|rss2?|rdf|json|posts?|latest|main|news|blogs?|comments?|categor(?:y|ies)|articles?|releases?|podcasts?|episodes?|playlists?|channels?|wordpress|newsletter|subscri(?:be|ptions?)|activity|timeline|summary|application)(?:\.\w{1,5})?$/i;

/** Of letters and digits both: no word, so that it is looked for anywhere. */
const isRandom = (part: string): boolean => /\d/.test(part) && /\p{L}/u.test(part);

/** Attributes, whole, and addresses in text: of any scheme, as `feed:` and those of podcasts, or of none. */
const ADDRESSES = /( [a-z]+=")?((?:\b[a-z]+:)?\/\/[^\s"'<>]+)("?)/gi;
/** Attributes of several addresses, of which each but the last is followed by others. */
const SETS = / srcset="[^"<>]*"/gi;
/** What ends a sentence or a bracket, not an address. */
const CLOSING = /[.,;:!?)\]}»”’…]/;

/** The secrets of a source: of its address, that which it moved to, and those that it had. */
export const secretsOf = ({ url, poll, former }: SourceRecord): Secrets =>
  secretsOfAll([url, poll.url, ...former].join('\n'));

/** Of addresses, a line each: a source is asked for them with each of its entries. */
const secretsOfAll = remembered((lines): Secrets => {
  const addresses = lines.split('\n');
  const whole = new Set(addresses.map(comparableUrl));
  const parts = new Set(addresses.flatMap(secretParts));
  const random = [...parts].filter((part) => part.length >= LONG && isRandom(part));
  const tokens = [...new Set(addresses.flatMap(tokensOf))].filter((part) => random.includes(part));
  const isIn = (address: string): boolean => {
    if (whole.has(comparableUrl(address))) return true;
    if (parts.size === 0) return false;
    const plain = decoded(decoded(address)).toLowerCase();
    return partsOf(plain).some((part) => parts.has(part)) || random.some((part) => plain.includes(part));
  };
  const bare = [...whole].filter((one) => one.includes('/')).map(lowered);
  return {
    isIn,
    without(text, replaced) {
      const sets = text.replace(SETS, (found) => (hasAny(found, isIn) ? '' : found));
      const left = sets.replace(ADDRESSES, (found: string, start = '', written: string, end: string) => {
        const address = trimEndOf(written, CLOSING);
        if (!isIn(asAddress(address))) return found;
        if (start !== '' && end !== '') return replaced(start, end);
        // The value goes on: without its first quote all that follows would be attributes.
        return start + replaced('', '') + written.slice(address.length) + end;
      });
      return withoutWords(bare.reduce(withoutBare, left), tokens);
    },
  };
});

/** An address as it stands in HTML, as one that can be compared. */
const asAddress = (written: string): string =>
  (written.startsWith('//') ? `https:${written}` : written).replaceAll('&amp;', '&');

const hasAny = (text: string, isMeant: (address: string) => boolean): boolean =>
  Array.from(text.matchAll(ADDRESSES), ([, , written = '']) => written).some((written) =>
    isMeant(asAddress(trimEndOf(written, CLOSING))),
  );

/** What makes another address of the one beside it. */
const BEFORE = /[\w/.:@%-]/;
const BEHIND = /[\w/?&=%-]/;

/**
 * A text without an address as people write it: without its scheme, in any case, with `&` as text or in HTML.
 */
function withoutBare(text: string, address: string): string {
  const plain = lowered(text);
  const forms = [...new Set([address, address.replaceAll('&', '&amp;')])];
  let left = '';
  let from = 0;
  for (const { at, end } of placesOf(plain, forms)) {
    if (at < from || BEFORE.test(plain.charAt(at - 1)) || BEHIND.test(plain.charAt(end))) continue;
    left += text.slice(from, at);
    from = end;
  }
  return left + text.slice(from);
}

/** What ends a word, in text and in HTML. */
const AROUND_WORDS = /[\s"'<>]/;

/** A text without the words that hold a token, whatever else they are made of. */
function withoutWords(text: string, tokens: readonly string[]): string {
  if (tokens.length === 0) return text;
  let left = '';
  let from = 0;
  for (const { at, end } of placesOf(lowered(text), tokens)) {
    if (at < from) continue;
    let start = at;
    while (start > from && !AROUND_WORDS.test(text.charAt(start - 1))) start -= 1;
    left += text.slice(from, start);
    from = end;
    while (from < text.length && !AROUND_WORDS.test(text.charAt(from))) from += 1;
  }
  return left + text.slice(from);
}

/** Where any of these words begin and end in a text, from its start on. */
function placesOf(text: string, words: readonly string[]): readonly { at: number; end: number }[] {
  const places = words.flatMap((word) => {
    const found: { at: number; end: number }[] = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      found.push({ at, end: at + word.length });
    return found;
  });
  return places.toSorted((a, b) => a.at - b.at);
}

/** ASCII only, so that each character stays where it is. */
const lowered = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** What stands under the name of a token: `?token=abc123`, `/token/abc123/`. */
function tokensOf(address: string): readonly string[] {
  const url = parseUrl(address);
  if (url === null) return [];
  const values = [...url.searchParams].flatMap(([name, value]) => (isTokenName(name) ? value : []));
  const folders = url.pathname.split('/').map(decoded);
  const named = folders.filter((_part, index) => isTokenName(folders[index - 1] ?? ''));
  return [...values, ...named].map((part) => part.toLowerCase());
}

function secretParts(address: string): readonly string[] {
  const url = parseUrl(address);
  if (url === null) return [];
  const values = [...url.searchParams].flatMap(([name, value]) =>
    value.length >= (isTokenName(name) ? TELLING : LONG) ? [value, ...value.split('/')] : [],
  );
  const folders = url.pathname.split('/').map(decoded);
  const named = tokensOf(address);
  const long = [...folders, ...values].filter((part) => part.length >= LONG);
  return [...long, ...values, ...named]
    .filter((part) => part.length >= TELLING && !COMMON.test(part))
    .flatMap((part) => [part, withoutExtension(part)])
    .filter((part) => part.length >= TELLING)
    .map((part) => part.toLowerCase());
}

const partsOf = (address: string): readonly string[] =>
  address.split(/[/?&=#;,:@|\s]/).flatMap((part) => [part, withoutExtension(part)]);

const withoutExtension = (part: string): string => part.replace(/\.[a-z]{2,5}$/i, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
