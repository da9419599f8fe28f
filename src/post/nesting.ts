import type { SafeHtml } from '../model/values.js';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const TAG = /<(\/?)([a-z][a-z0-9]*)[^>]*>/g;
const VOID = words('area br col hr img source track wbr');
const HEADINGS = words('h1 h2 h3 h4 h5 h6');
/** Their start tags end a paragraph (HTML 13.2.6.4.7, "close a p element"). */
const CLOSES_P = words(
  'address article aside blockquote center details div dl figcaption figure footer header hr li main menu nav ol p pre section summary table ul dd dt h1 h2 h3 h4 h5 h6',
);
/** Elements that what is outside of them can't be seen from ("button scope"). */
const SCOPES = words('caption table td th');
/** What ends the search for an open item (the "special" elements, less address, div and p). */
const ITEM_SCOPES = words(
  'article aside blockquote caption center details dl figcaption figure footer header main menu nav ol pre section summary table tbody td tfoot th thead tr ul',
);

/** Parts of a table, and what they may stand in: anywhere else a parser ignores them. */
const PARENTS: Readonly<Record<string, ReadonlySet<string>>> = {
  caption: words('table'),
  colgroup: words('table'),
  thead: words('table'),
  tbody: words('table'),
  tfoot: words('table'),
  tr: words('table thead tbody tfoot'),
  td: words('tr'),
  th: words('tr'),
  col: words('colgroup'),
};

interface Open {
  readonly name: string;
  /** Its end tag has been written already, or never will be. */
  closed: boolean;
}

/**
 * Sanitised HTML whose elements stand where an HTML parser puts them: blocks in a paragraph, items in items and
 * links in links are parted by end tags, and parts of tables outside of one lose their tags, as browsers do unasked
 * and strict parsers refuse. What is nested rightly stays byte for byte; so does what has an end tag without a start,
 * which the sanitizer leaves nowhere.
 */
export function nestedStrictly(html: SafeHtml): SafeHtml {
  const open: Open[] = [];
  let balanced = true;
  const nested = html.replace(TAG, (tag, slash: string, name: string) => {
    if (VOID.has(name) && slash !== '') return '';
    if (slash === '') {
      const parents = PARENTS[name];
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

/** End tags of what can't stay open around an element of this name. */
function endsBefore(open: readonly Open[], name: string): string {
  let ends = '';
  if (name === 'li') ends += end(open, (other) => other === 'li', ITEM_SCOPES);
  if (name === 'dd' || name === 'dt')
    ends += end(open, (other) => other === 'dd' || other === 'dt', ITEM_SCOPES);
  if (name === 'a') ends += end(open, (other) => other === 'a', SCOPES);
  if (CLOSES_P.has(name)) ends += end(open, (other) => other === 'p', SCOPES);
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
