import { isLopsided } from '../classify/report/mainstay.js';
import type { Config } from '../config/config.js';
import { compareText } from '../model/compare-text.js';
import { counted, figure } from '../model/words.js';
import type { TermUse } from '../operate/check-stored.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { table, truncate } from './table.js';

/** Tags that are listed at most, and examples of each; a combination can fill a page. */
const MOST_TAGS = 20;
const EXAMPLES = 3;
const LONGEST = 40;

/**
 * How the terms of the tags are used, a line a tag, those with most to look at first: terms that found next
 * to nothing, and tags of which most posts rest on one term. Empty where there is nothing to say.
 */
export function termUseReport(use: TermUse, tags: Config['tags'], style: Style): string {
  return seldomLines(use, tags, style) + mainstayLines(use, style);
}

function seldomLines({ seldom, entries }: TermUse, tags: Config['tags'], style: Style): string {
  if (seldom.length === 0) return '';
  const sizes = new Map(tags.map(({ slug, match, hint }) => [slug, match.length + hint.length]));
  const byTag = new Map<string, string[]>();
  for (const { tag, term } of seldom)
    if (tag !== null) byTag.set(tag, [...(byTag.get(tag) ?? []), quoted(term, style)]);
  const rows = [...byTag]
    .sort(([a, these], [b, those]) => those.length - these.length || compareText(a, b))
    .map(([tag, terms]) => {
      const more = terms.length > EXAMPLES ? ` ${style.marks.ellipsis}` : '';
      const size = figure(sizes.get(tag) ?? terms.length);
      return [tag, `${figure(terms.length)} of ${size}`, terms.slice(0, EXAMPLES).join(', ') + more];
    });
  const terms = counted(seldom.length, 'term');
  return `  ${terms} of ${counted(byTag.size, 'tag')} found only one or two of ${counted(entries, 'stored post')}\n${lines(rows, style)}`;
}

function mainstayLines({ mainstays }: TermUse, style: Style): string {
  const rows = mainstays
    .filter(isLopsided)
    .sort((a, b) => b.entries / b.of - a.entries / a.of || compareText(a.tag, b.tag))
    .map(({ tag, term, entries, of }) => [tag, `${figure(entries)} of ${figure(of)}`, quoted(term, style)]);
  if (rows.length === 0) return '';
  return `  most posts of ${counted(rows.length, 'tag')} would not be there but for one term\n${lines(rows, style)}`;
}

function lines(rows: readonly (readonly string[])[], style: Style): string {
  const shown = table(rows.slice(0, MOST_TAGS), [{ paint: style.bold }, { align: 'right' }, {}]);
  const rest = rows.length - shown.length;
  const more = rest > 0 ? [`and ${counted(rest, 'more tag')}; --json names all`] : [];
  return [...shown, ...more].map((line) => `    ${line}\n`).join('');
}

const quoted = (term: string, style: Style): string =>
  `"${truncate(printable(term), LONGEST, style.marks.ellipsis)}"`;
