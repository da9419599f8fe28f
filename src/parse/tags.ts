import { decodeHTML } from 'entities';
import {
  BLOCKS,
  ELEMENTS,
  IN_TITLES,
  INLINE,
  NOTHING_WITHOUT_ADDRESS,
  OFTEN_UNPAIRED,
} from '../html/elements.js';
import { characterOf } from '../html/emoji.js';

/** An attribute's value; where a tag ends and another begins before its second mark, that one is missing. */
const QUOTED = `"[^"<>]*(?:<[^"]*|>[^"<]*)?"|'[^'<>]*(?:<[^']*|>[^'<]*)?'`;
const TAG = new RegExp(`<(/?)(${[...IN_TITLES].join('|')})(?=[\\s/>])((?:[^<>"']|${QUOTED})*|[^<>]*)>`, 'gi');
const ANY_TAG = new RegExp(`</?[a-z](?:(?:[^<>"']|${QUOTED})*|[^<>]*)>`, 'gi');
const HIDDEN = /<(script|style|iframe)\b[^<>]*>[^<]*<\/\1\s*>/gi;
const APART = /^<\/?(?:br|p|div|li|h\d|tr|td|dd|dt)\b/i;

const ADDRESS = /\s(?:src|srcset|data-src|href|content)\s*=\s*["']?[^\s"'>]/i;

/** Markup without any of its tags; entities stay. What HTML doesn't know parts a name from the next. */
export const withoutTags = (markup: string): string =>
  markup.replace(ANY_TAG, (tag) => (APART.test(tag) || !isOfHtml(tag) ? ' ' : ''));

const isOfHtml = (tag: string): boolean => ELEMENTS.has(/[a-z][^\s/>]*/i.exec(tag)?.[0].toLowerCase() ?? '');

/**
 * What may be text or HTML without the tags that are markup; entities stay. In text only tags with both ends
 * are, so that "The <b> tag" is kept; and in both an element that has no end tag may be a word: "Taming
 * <input type=number>".
 */
export function withoutMarkup(source: string, type: 'html' | 'unknown'): string {
  if (!source.includes('<')) return source;
  const text = source
    .replace(/<!--[^<>]*-->/g, '')
    .replace(HIDDEN, '')
    .trim();
  const tags = Array.from(text.matchAll(TAG), ([, slash, name]) => `${slash}${name?.toLowerCase()}`);
  const there = new Set(tags);
  return text.replace(TAG, (tag: string, slash: string, written: string, inside: string, at: number) => {
    const name = written.toLowerCase();
    const end = at + tag.length;
    const isWord = isAlone(text, at, end) && (name !== 'br' || (at > 0 && end < text.length));
    const isPaired = there.has(slash === '' ? `/${name}` : name);
    if (!isPaired && !(slash === '' ? isMarkup(name, inside, type, isWord, at) : isEnd(name, isWord)))
      return tag;
    return name === 'img' ? (characterOf(tag) ?? '') : APART.test(tag) ? ' ' : '';
  });
}

/**
 * Whether a start tag without its end tag is one. In HTML it is, where a title goes on as text behind it;
 * nobody means what would swallow the rest, "put <script> last".
 */
function isMarkup(
  name: string,
  inside: string,
  type: 'html' | 'unknown',
  isWord: boolean,
  at: number,
): boolean {
  if (name === 'br') return inside !== '' || !isWord;
  if (NOTHING_WITHOUT_ADDRESS.has(name)) return name !== 'input' && ADDRESS.test(inside) ? true : !isWord;
  const isUsual = INLINE.has(name) || OFTEN_UNPAIRED.has(name) || (at === 0 && BLOCKS.has(name));
  return type === 'html' ? isUsual || !isWord : OFTEN_UNPAIRED.has(name) && !isWord;
}

/** Whether an end tag without its start tag is one: of `</p>` and `</br>` browsers make elements. */
const isEnd = (name: string, isWord: boolean): boolean => !isWord || name === 'p' || name === 'br';

/** Whether it stands between spaces, as a word does. */
const isAlone = (text: string, start: number, end: number): boolean =>
  /^(?:[\s([{“"'«‘„]|)$/.test(text.charAt(start - 1)) &&
  /^(?:[\s)\]}.,;:!?”"'»’…–—-]|)$/.test(text.charAt(end));

const HREF = /\shref\s*=\s*["']?([^\s"'<>]+)/i;

/** Where a link leads, by its tag or attributes; null where it says nothing. */
export function hrefIn(tag: string): string | null {
  const href = HREF.exec(tag)?.[1];
  return href === undefined ? null : decodeHTML(href);
}

/** What is left of a text that was escaped once too often. */
export const ENTITY =
  /&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|[aeiou](?:acute|grave|circ|uml)|#\d{2,6}|#x[\da-f]{2,5});/i;

/**
 * Text that says nothing of itself: HTML if it has end tags or entities, and no tag that HTML does not know.
 */
export function looksLikeHtml(value: string): boolean {
  if (!ENTITY.test(value) && !/<\/[a-z][a-z0-9]*>/i.test(value)) return false;
  return !/<[a-z]/i.test(value.replace(TAG, ''));
}

/** An end tag, a comment, or the beginning of a tag with an attribute, be it cut off. */
const OTHER_MARKUP = /<\/[a-z]|<!--|<!doctype|<\?|<[a-z][\w:.-]*\s+[a-z][\w:.-]*\s*=/i;

/** Whether a text has tags of any kind: `a < b`, `Vec<T>` and `<https://a.example/>` are none. */
export function hasTags(value: string): boolean {
  if (!value.includes('<')) return false;
  TAG.lastIndex = 0;
  return OTHER_MARKUP.test(value) || TAG.test(value);
}
