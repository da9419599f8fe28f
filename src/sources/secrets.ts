import { comparableUrl } from '../model/address.js';
import { parseUrl } from '../model/parse-url.js';
import { isTokenName } from '../model/token-name.js';
import { trimEndOf } from '../model/trim-end.js';
import type { SourceRecord } from './record.js';

/** What of a private source's addresses nobody may read. */
export interface Secrets {
  /** An address, or an id, is one of them or holds a part of one that may be a secret. */
  isIn(address: string): boolean;
  /**
   * A text without such addresses. `replaced` says what stands for one, given what stood before it and behind
   * it as part of an attribute.
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

/** Attributes, whole, and addresses in text. */
const ADDRESSES = /( [a-z]+=")?(https?:\/\/[^\s"'<>]+)("?)/gi;
/** What ends a sentence or a bracket, not an address. */
const CLOSING = /[.,;:!?)\]}»”’…]/;

/** The secrets of a source: of its address, that which it moved to, and those that it had. */
export function secretsOf({ url, poll, former }: SourceRecord): Secrets {
  const addresses = [url, poll.url, ...former];
  const whole = new Set(addresses.map(comparableUrl));
  const parts = new Set(addresses.flatMap(secretParts));
  const random = [...parts].filter((part) => part.length >= LONG && isRandom(part));
  const isIn = (address: string): boolean => {
    if (whole.has(comparableUrl(address))) return true;
    if (parts.size === 0) return false;
    const plain = decoded(decoded(address)).toLowerCase();
    return partsOf(plain).some((part) => parts.has(part)) || random.some((part) => plain.includes(part));
  };
  const bare = [...whole].filter((one) => one.includes('/')).map(withoutScheme);
  return {
    isIn,
    without(text, replaced) {
      const left = text.replace(ADDRESSES, (found: string, start = '', written: string, end: string) => {
        const address = trimEndOf(written, CLOSING);
        if (!isIn(address.replaceAll('&amp;', '&'))) return found;
        return replaced(start, end) + (start === '' ? written.slice(address.length) : '');
      });
      return bare.reduce((rest, one) => rest.replace(one, ''), left);
    },
  };
}

/** An address as people write it, with `&` as text or in HTML, and nothing around it that would make another. */
function withoutScheme(address: string): RegExp {
  const literal = address.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('&', '&(?:amp;)?');
  return new RegExp(`(?<![\\w/.:@%-])${literal}(?![\\w/?&=%-])`, 'gi');
}

function secretParts(address: string): readonly string[] {
  const url = parseUrl(address);
  if (url === null) return [];
  const values = [...url.searchParams].flatMap(([name, value]) =>
    value.length >= (isTokenName(name) ? TELLING : LONG) ? [value, ...value.split('/')] : [],
  );
  const folders = url.pathname.split('/').map(decoded);
  const named = folders.filter((_part, index) => isTokenName(folders[index - 1] ?? '')); // /token/abc123/
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
