import { decodeHTML, decodeHTMLStrict } from 'entities';
import { IN_TITLES } from '../html/elements.js';

/** Tags that are markup in a title; `<T>` of `Vec<T>` is none. */
export const TAG = new RegExp(
  `<(/?)(${[...IN_TITLES].join('|')})(?=[\\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*>`,
  'gi',
);
const HIDDEN = /<(script|style|iframe)\b[^<>]*>[^<]*<\/\1\s*>/gi;
/** These have no end tag, or are left without one by habit. */
const UNPAIRED = /^(?:br|hr|img|wbr|input|embed|source|p|li|path)$/i;
/** What is left of a text that was escaped once too often. */
export const ENTITY =
  /&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|[aeiou](?:acute|grave|circ|uml)|#\d{2,6}|#x[\da-f]{2,5});/i;

/** Longer than any sentence; a feed's whole first post may stand there, or a megabyte of nothing. */
const LONGEST = 2000;
const LONGEST_SOURCE = 20 * LONGEST;

/**
 * What a title says, as plain text with its white space folded; null for nothing.
 * @param type what the feed says that it is; 'unknown' (all of RSS) where it may be text or HTML: then tags are
 *   markup only where both ends are there, so that "The <b> tag" is kept
 */
export function plainTitle(source: string, type: 'text' | 'html' | 'unknown'): string | null {
  const start = source.slice(0, LONGEST_SOURCE);
  const bare = type === 'text' ? start : withoutTags(start, type);
  let title = type === 'text' ? bare : decodeHTML(bare);
  if (ENTITY.test(title)) title = decodeHTMLStrict(title);
  title = title.replace(/\s+/g, ' ').trim();
  return title === '' ? null : title.slice(0, LONGEST);
}

function withoutTags(source: string, type: 'html' | 'unknown'): string {
  if (!source.includes('<')) return source;
  const text = source.replace(/<!--[^<>]*-->/g, '').replace(HIDDEN, '');
  const ended = new Set(
    Array.from(text.matchAll(TAG), ([, slash, name]) => (slash ? name?.toLowerCase() : null)),
  );
  return text.replace(TAG, (tag, _slash, name: string) => {
    const markup = type === 'html' || UNPAIRED.test(name) || ended.has(name.toLowerCase());
    if (!markup) return tag;
    return /^(?:br|p|div|li|h\d)$/i.test(name) ? ' ' : '';
  });
}
