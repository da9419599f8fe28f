import { decodeHTML } from 'entities';
import { trimEndOf } from '../model/trim-end.js';
import type { SafeHtml } from '../model/values.js';
import { type Block, blocksOf, type Run } from './blocks.js';
import { escapeHtml } from './escape.js';
import { foldSpace } from './space.js';

/** The visible text, blocks apart by a space, white space folded. */
export const plainText = (html: SafeHtml): string =>
  foldSpace(blocksOf(html, Number.POSITIVE_INFINITY).map(textOf).join(' ')).trim();

/**
 * The beginning of a post, as paragraphs, blocks of code and inline code alone: at most `chars` characters
 * (code points) of visible text, a space between blocks and the "…" counted, which stands after the last word
 * where anything is left out. '' where there is no text, or no room for any.
 */
export function excerpt(html: SafeHtml, chars: number): SafeHtml {
  const blocks = blocksOf(html, chars * 2 + LONGEST_GRAPHEME);
  const whole = blocks.reduce((sum, block) => sum + sizeOf(block) + 1, -1);
  return (whole <= chars ? blocks : beginning(blocks, Math.max(0, chars - 1)))
    .map(rendered)
    .join('') as SafeHtml;
}

/**
 * The text of what `excerpt` wrote, in one line. No parser is needed to read that: a pass that renders a few
 * windows asks for hundreds, and parsing took a quarter of its time.
 */
export const excerptText = (html: SafeHtml): string =>
  foldSpace(decodeHTML(html.replace(/<\/?(?:p|pre)>/g, ' ').replace(/<[^<>]*>/g, ''))).trim();

/** UTF-16 units; a family of emoji with skin tones has 35. */
const LONGEST_GRAPHEME = 64;

const textOf = ({ runs }: Block): string => runs.map(({ text }) => text).join('');

const sizeOf = (block: Block): number => codePoints(textOf(block));

function codePoints(text: string): number {
  let count = text.length;
  if (!SURROGATE.test(text)) return count;
  for (let at = 1; at < text.length; at += 1) if (isSecondHalf(text, at)) count -= 1;
  return count;
}

/** Without one, and few texts have any, each unit is a character. */
const SURROGATE = /[\uD800-\uDBFF]/;

/** Whether a surrogate stands there behind its first half. */
const isSecondHalf = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;

/** With less room than this after something else, a paragraph is not begun. */
const WORTH_BEGINNING = 20;

/** What fits into `room` characters, with the ellipsis behind it, which `room` leaves out. */
function beginning(blocks: readonly Block[], room: number): readonly Block[] {
  const kept: Block[] = [];
  let left = room;
  for (const block of blocks) {
    const size = sizeOf(block);
    if (size > left) {
      const cut = kept.length > 0 && left < WORTH_BEGINNING ? null : shortened(block, left);
      if (cut !== null) return [...kept, withEllipsis(cut)];
      break;
    }
    kept.push(block);
    left -= size + 1;
  }
  const last = kept.pop();
  return last === undefined ? [] : [...kept, withEllipsis(last)];
}

/** The block's first `room` characters, less the word that was cut; null where nothing is left. */
function shortened(block: Block, room: number): Block | null {
  const end = wordEnd(textOf(block), room);
  const runs: Run[] = [];
  let at = 0;
  for (const run of block.runs) {
    const text = run.text.slice(0, Math.max(0, end - at));
    if (text !== '') runs.push({ ...run, text });
    at += run.text.length;
  }
  return runs.length === 0 ? null : { ...block, runs };
}

/** A word longer than this, or text without spaces, is cut in its middle. */
const LONGEST_WORD = 40;

/**
 * Where to cut a text so that at most `room` characters stay; never within a character that a reader sees.
 */
function wordEnd(text: string, room: number): number {
  const hard = unitsOf(text, room);
  if (/^\s/.test(text.slice(hard))) return text.slice(0, hard).trimEnd().length;
  const space = text.slice(0, hard).search(/\s\S*$/);
  if (hard - space <= LONGEST_WORD && space > 0) return text.slice(0, space).trimEnd().length;
  const { index = 0 } =
    new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text).containing(hard) ?? {};
  return index;
}

/** How many UTF-16 units the first code points of a text are. */
function unitsOf(text: string, codePoints: number): number {
  if (!SURROGATE.test(text)) return Math.min(codePoints, text.length);
  let at = 0;
  for (let left = codePoints; left > 0 && at < text.length; left -= 1)
    at += isSecondHalf(text, at + 1) ? 2 : 1;
  return at;
}

/** Behind the last word, in place of the comma or dash that led on. */
function withEllipsis(block: Block): Block {
  const runs = [...block.runs];
  const last = runs.pop();
  if (last === undefined) return block;
  const text = block.kind === 'code' ? last.text : trimEndOf(last.text, /[\s,;:–—-]/);
  return {
    ...block,
    runs: last.code
      ? [...runs, { ...last, text }, { text: '…', code: false }]
      : [...runs, { ...last, text: `${text}…` }],
  };
}

function rendered({ kind, runs }: Block): string {
  if (kind === 'code') return `<pre><code>${runs.map(({ text }) => escapeHtml(text)).join('')}</code></pre>`;
  return `<p>${runs.map(({ text, code }) => (code ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text))).join('')}</p>`;
}
