import type { Field } from '../../model/filing.js';
import { foldedFrom } from '../../text/fold.js';
import type { HitSpan, ScannedText } from '../match/hits.js';
import { bitOf } from '../rules/leaf.js';

/** What was found, as its author wrote it, with some words on both sides; … stands for what was cut off. */
export interface Excerpt {
  readonly before: string;
  readonly hit: string;
  readonly after: string;
}

/** Characters on each side. */
const AROUND = 24;

/**
 * The text around the first of `spans` in the field, else around the first of all; null where there are none.
 */
export function excerptAround(
  spans: readonly HitSpan[],
  field: Field,
  texts: readonly ScannedText[],
): Excerpt | null {
  const span = spans.find((one) => one.field === bitOf(field)) ?? spans[0];
  const value = span && texts[span.text]?.value;
  if (span === undefined || value === undefined) return null;
  const places = foldedFrom(value);
  const start = places?.[span.start] ?? span.start;
  const end = places?.[span.end] ?? span.end;
  return {
    before: tidy(cutBefore(value.slice(0, start))),
    hit: tidy(value.slice(start, end)),
    after: tidy(cutAfter(value.slice(end))),
  };
}

/** White space folded, halves of surrogate pairs left out. */
const tidy = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');

/** The end of a text, from the beginning of a word on. */
function cutBefore(text: string): string {
  if (text.length <= AROUND) return text;
  const end = text.slice(-AROUND);
  return `…${/\s/.test(end) ? end.slice(end.search(/\s/) + 1) : end}`;
}

/** The beginning of a text, up to the end of a word. */
function cutAfter(text: string): string {
  if (text.length <= AROUND) return text;
  const start = text.slice(0, AROUND);
  const space = start.search(/\s\S*$/);
  return `${space > 0 ? start.slice(0, space) : start}…`;
}
