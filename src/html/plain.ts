import { decodeHTML } from 'entities';
import { CLOSES_PARAGRAPH, PUBLISHED, TABLE_PARENTS, VOID } from './elements.js';

/**
 * Told of plain HTML in its order; places are those in the text that is read. Each answers whether to read
 * on.
 */
export interface PlainReader {
  /** A start tag; its attributes stand from `attributes` on, and it ends before `end`. */
  open(name: string, start: number, attributes: number, end: number): boolean;
  /** Nothing was written where an element has no end tag. */
  close(name: string, start: number, end: number): boolean;
  /** Text without `<`, `>` and `&`. */
  text(start: number, end: number): boolean;
  character(character: string, start: number, end: number): boolean;
  comment(start: number, end: number): boolean;
}

/** White space that parts attributes, as HTML has it: `\s` has more. */
const ATTRIBUTES = /(?:[ \t\r\n]+[a-z][\w:-]*=(?:"[^"<]*"|'[^'<]*'))*[ \t\r\n]*\/?>/y;

/** Deeper, the sanitizer takes tags away. */
const MOST_OPEN = 90;

/**
 * Reads HTML as most blogs write it, and says whether it is that: elements that are published, in lower case,
 * nested without a fault and none closed by another's start; attributes in quotes; characters written as
 * known entities. What any parser would have to mend, or to think about, is not plain, and what was told of
 * it is worth nothing. Where a reader has enough, the rest is taken to be plain. Linear.
 *
 * htmlparser2 would tell the same, at several times the cost: it goes by a state for each character.
 */
export function isPlain(html: string, reader: PlainReader): boolean {
  const open: string[] = [];
  const { length } = html;
  let at = 0;
  /** The next `&` and `>` from `at` on; beyond the end where there is none. */
  let ampersand = next(html, '&', 0);
  let bracket = next(html, '>', 0);
  while (at < length) {
    const tag = next(html, '<', at);
    if (bracket < at) bracket = next(html, '>', at);
    if (bracket < tag) return false;
    if (ampersand < at) ampersand = next(html, '&', at);
    while (ampersand < tag) {
      const end = endOfEntity(html, ampersand);
      const character = end < 0 ? null : characterOf(html.slice(ampersand, end));
      if (character === null) return false;
      if (at < ampersand && !reader.text(at, ampersand)) return true;
      if (!reader.character(character, ampersand, end)) return true;
      at = end;
      ampersand = next(html, '&', at);
    }
    if (at < tag && !reader.text(at, tag)) return true;
    if (tag === length) break;

    const first = html.charCodeAt(tag + 1);
    if (first === SLASH) {
      const name = open.pop();
      at = tag + END_TAG + (name?.length ?? 0);
      if (name === undefined || !html.startsWith(name, tag + 2) || html.charCodeAt(at - 1) !== CLOSING)
        return false;
      if (!reader.close(name, tag, at)) return true;
    } else if (first >= LETTER_A && first <= LETTER_Z) {
      const nameEnd = endOfName(html, tag + 1);
      const name = html.slice(tag + 1, nameEnd);
      const isVoid = VOID.has(name);
      at = endOfTag(html, nameEnd);
      if (at < 0 || !PUBLISHED.has(name) || open.length >= MOST_OPEN || isClosedBy(open.at(-1), name))
        return false;
      if (!reader.open(name, tag, nameEnd, at)) return true;
      if (!isVoid) open.push(name);
      else if (!reader.close(name, at, at)) return true;
    } else {
      const end = html.startsWith('<!--', tag) ? html.indexOf('-->', tag + 2) : -1;
      if (end < 0 || next(html, '<', tag + 1) < end) return false;
      at = end + 3;
      if (!reader.comment(tag, at)) return true;
    }
  }
  return open.length === 0;
}

const SLASH = 0x2f;
const CLOSING = 0x3e;
const LETTER_A = 0x61;
const LETTER_Z = 0x7a;
/** `</>` */
const END_TAG = 3;

function next(html: string, character: string, from: number): number {
  const at = html.indexOf(character, from);
  return at < 0 ? html.length : at;
}

function endOfName(html: string, start: number): number {
  for (let at = start; ; at += 1) {
    const code = html.charCodeAt(at);
    if (!((code >= LETTER_A && code <= LETTER_Z) || (code >= 0x30 && code <= 0x39))) return at;
  }
}

/** Where a start tag ends, behind its name; negative where its attributes are not plain. */
function endOfTag(html: string, nameEnd: number): number {
  if (html.charCodeAt(nameEnd) === CLOSING) return nameEnd + 1;
  ATTRIBUTES.lastIndex = nameEnd;
  return ATTRIBUTES.test(html) ? ATTRIBUTES.lastIndex : -1;
}

/** Elements that another of their kind ends, or a part of the same table. */
const ENDED = new Set('li dd dt tr th td thead tbody tfoot rt rp'.split(' '));

/** Whether the start of an element may end the one it stands in, of which no end tag is seen. */
const isClosedBy = (around: string | undefined, name: string): boolean =>
  around === 'p'
    ? CLOSES_PARAGRAPH.has(name)
    : around !== undefined &&
      ENDED.has(around) &&
      ENDED.has(name) &&
      TABLE_PARENTS.get(name)?.has(around) !== true;

/** `&thetasym;`, and any number of a character. */
const LONGEST_ENTITY = 10;

/** Negative where there is no semicolon. */
function endOfEntity(html: string, start: number): number {
  const end = html.slice(start, start + LONGEST_ENTITY).indexOf(';');
  return end < 0 ? -1 : start + end + 1;
}

/** `&notit;` is known by its beginning: that is not plain. */
const ENTITY = /^&(?:[a-zA-Z][a-zA-Z\d]*|#\d+|#x[\da-fA-F]+);$/;

/** The character of an entity from `&` to `;`; null where that is none, or more than one. */
export function characterOf(entity: string): string | null {
  const known = COMMON.get(entity);
  if (known !== undefined) return known;
  if (!ENTITY.test(entity)) return null;
  const character = decodeHTML(entity);
  const isOne =
    character.length === 1 || (character.length === 2 && (character.codePointAt(0) ?? 0) > 0xffff);
  return isOne ? character : null;
}

const COMMON: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&nbsp;', '\u00A0'],
  ['&#39;', "'"],
  ['&#8217;', '’'],
]);
