import { ELEMENTS } from '../html/elements.js';
import { foldSpace } from '../html/space.js';
import { parseUrl } from '../model/parse-url.js';
import type { HttpUrl, SafeHtml } from '../model/values.js';
import { xmlSafe } from '../text/xml.js';

/** Text and addresses as every reader of feeds can take them. */

/**
 * A tag of HTML, any end tag, any tag with an attribute; `Vec<T>` and `a < b` are none. Groups: inside,
 * closing bracket.
 */
const TAG = new RegExp(
  `<(/[a-z][^<>]*|(?:${[...ELEMENTS].join('|')})(?=[\\s/>]|$)[^<>]*|[a-z][^<>\\s/]*[\\s/][^<>]*=[^<>]*)(>?)`,
  'gi',
);

const UNTIDY = /^\s|\s$|\s\s|[^\S ]|[<\u00AD]/;

/**
 * One line of plain text, without soft hyphens, which some readers drop and others show. What reads as an
 * HTML tag gets ‹angle quotes›, so that a reader which takes titles for HTML shows what every other one
 * shows; `Vec<T>` stays as it is.
 */
export function plainText(text: string): string {
  const safe = xmlSafe(text);
  if (!UNTIDY.test(safe)) return safe;
  return foldSpace(safe.replace(/\u00AD/g, ''))
    .trim()
    .replace(TAG, (_tag, inside: string, end: string) => `‹${inside}${end && '›'}`);
}

/** HTML that can stand in a CDATA section; no less safe, since it only loses characters or escapes one. */
export const cleanHtml = (html: SafeHtml): SafeHtml =>
  xmlSafe(html).replaceAll(']]>', ']]&gt;').trim() as SafeHtml;

/** What some servers and readers still take; beyond it lies abuse. */
const LONGEST_URL = 4000;

/** An address that `new URL` leaves as it is: named host, no port, no dot segments, nothing to encode. */
const PLAIN_ADDRESS =
  /^https?:\/\/(?:[A-Za-z0-9-]+\.)+[A-Za-z]+\/(?!\.)(?:[\w\-~!$&()*+,;=:@?#.]|\/(?!\.))*$/;

/**
 * An address within RFC 3986: `new URL` leaves `|`, `^`, brackets and braces as they are, which validators
 * refuse and some readers cut links at. Null where there is none that a reader could follow.
 */
export function address(url: HttpUrl | null): string | null {
  if (url === null || url.length > LONGEST_URL) return null;
  if (PLAIN_ADDRESS.test(url)) return url;
  const parsed = parseUrl(url);
  if (parsed === null) return null;
  const { href, host } = parsed;
  const start = href.indexOf(host) + host.length;
  return href.slice(0, start) + href.slice(start).replace(/[[\]{}|\\^`"<>]/g, encodeURIComponent);
}

/** No grapheme that a person would write is longer (a family emoji with skin tones has 35 code units). */
const LONGEST_GRAPHEME = 64;

/**
 * The first words of a text: at most `length` UTF-16 code units and an ellipsis where it was cut. Cuts
 * between words where the last quarter has a space, else between graphemes.
 */
export function firstWords(text: string, length: number): string {
  if (text.length <= length) return text;
  const space = text.lastIndexOf(' ', length);
  if (space >= length * 0.75) return `${text.slice(0, space).trimEnd()}…`;
  const from = Math.max(0, length - LONGEST_GRAPHEME);
  let end = from;
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { index } of graphemes.segment(text.slice(from, length + LONGEST_GRAPHEME))) {
    if (from + index <= length) end = from + index;
  }
  return `${text.slice(0, end === 0 ? length : end).trimEnd()}…`.replace(/\p{Cs}/gu, '');
}
