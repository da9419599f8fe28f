import { CLOSES_PARAGRAPH, HEADINGS, ITEM_SCOPES, SCOPES, TABLE_PARENTS, VOID } from '../html/elements.js';
import type { SafeHtml } from '../model/values.js';

const TAG = /<(\/?)([a-z][a-z0-9]*)(?![a-z0-9])[^<>]*>/g;
interface Open {
  readonly name: string;
  /** Its end tag has been written already, or never will be. */
  closed: boolean;
}

/**
 * Sanitised HTML whose elements stand where an HTML parser puts them: blocks in a paragraph, items in items,
 * links in links and tables in tables are parted by end tags, and parts of tables outside of one lose their
 * tags, as browsers do unasked and strict parsers refuse. What is nested rightly stays byte for byte; so does
 * what has an end tag without a start, which the sanitizer leaves nowhere.
 */
export function nestedStrictly(html: SafeHtml): SafeHtml {
  const open: Open[] = [];
  let balanced = true;
  const nested = html.replace(TAG, (tag, slash: string, name: string) => {
    if (VOID.has(name) && slash !== '') return '';
    if (slash === '') {
      const parents = TABLE_PARENTS.get(name);
      const misplaced = parents?.has(innermost(open) ?? '') === false;
      const ends = misplaced ? '' : endsBefore(open, name);
      if (!VOID.has(name)) open.push({ name, closed: misplaced });
      return misplaced ? '' : ends + tag;
    }
    const element = open.pop();
    balanced &&= element?.name === name;
    return element?.closed === true ? '' : tag;
  });
  return balanced && open.length === 0 ? (nested as SafeHtml) : html;
}

const innermost = (open: readonly Open[]): string | undefined => open.findLast(({ closed }) => !closed)?.name;

/** In these a table may stand within a table. */
const CELLS: ReadonlySet<string> = new Set(['caption', 'td', 'th']);

/** End tags of what can't stay open around an element of this name. */
function endsBefore(open: readonly Open[], name: string): string {
  let ends = '';
  if (name === 'li') ends += end(open, (other) => other === 'li', ITEM_SCOPES);
  if (name === 'dd' || name === 'dt')
    ends += end(open, (other) => other === 'dd' || other === 'dt', ITEM_SCOPES);
  if (name === 'a') ends += end(open, (other) => other === 'a', SCOPES);
  if (name === 'table') ends += end(open, (other) => other === 'table', CELLS);
  if (CLOSES_PARAGRAPH.has(name)) ends += end(open, (other) => other === 'p', SCOPES);
  const around = innermost(open) ?? '';
  if (HEADINGS.has(name) && HEADINGS.has(around)) ends += end(open, (other) => other === around, SCOPES);
  return ends;
}

/** Ends the innermost element that is wanted, and all within it; nothing where a scope ends the search. */
function end(open: readonly Open[], wanted: (name: string) => boolean, scopes: ReadonlySet<string>): string {
  const found = open.findLastIndex(({ name, closed }) => !closed && (wanted(name) || scopes.has(name)));
  const target = open[found];
  if (target === undefined || !wanted(target.name)) return '';
  let ends = '';
  for (const element of open.slice(found).reverse()) {
    if (!element.closed) ends += `</${element.name}>`;
    element.closed = true;
  }
  return ends;
}
