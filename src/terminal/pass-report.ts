import { compareText } from '../model/compare-text.js';
import { counted, dataSize, figure, span, took } from '../model/words.js';
import type { FailedSource, NewsCount, PassSummary } from '../pass/summary.js';
import { printable } from './printable.js';
import { sourceNames } from './source-names.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** On a terminal; piped, none is left out. */
const FAILURES_SHOWN = 20;

/** Where a report is going: on a terminal it may cut titles, piped it never does. */
export interface Page {
  readonly style: Style;
  /** Columns to keep within; null where nothing is cut. */
  readonly columns: number | null;
}

/**
 * The report that ends a pass: whole lines, ending in a line feed. Failures that have been `told` where the
 * report goes, as on a terminal by stderr, are only counted.
 */
export function passReport(summary: PassSummary, page: Page, told = false): string {
  return [
    polledLine(summary, page.style),
    ...newsLines(summary, page.style),
    ...(told ? [] : failureLines(summary.failed, page)),
    ...filedLine(summary, page.style),
    wroteLine(summary, page.style),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * A failing source as the contract wants it: one whole line for stderr, address and reason in words, uncut.
 */
export function failureLine(source: FailedSource, style: Style): string {
  return `${style.red(style.marks.failed)} ${printable(source.url)}: ${printable(source.reason)}, ${again(source)}\n`;
}

const noNews = (summary: PassSummary): boolean => summary.new.posts === 0 && summary.changed.posts === 0;

function polledLine(summary: PassSummary, style: Style): string {
  const { polled, sources } = summary;
  const what =
    polled === sources ? counted(sources, 'source') : `${figure(polled)} of ${counted(sources, 'source')}`;
  return `${style.bold('Polled')} ${what} in ${took(summary.ms)}, ${dataSize(summary.bytes)}${upshot(summary)}`;
}

function upshot(summary: PassSummary): string {
  if (summary.interrupted) return ': interrupted';
  if (summary.offline) return ': offline, and nothing is held against the sources';
  if (summary.sources === 0) return ': feeds.json has none that is polled; tagwire add URL adds one';
  if (summary.polled === 0) {
    const wait = summary.sources === 1 ? 'waits, and --all asks it' : 'wait, and --all asks them';
    return `: none is due; ${figure(summary.sources)} ${wait} now`;
  }
  return noNews(summary) ? ': nothing new' : '';
}

function newsLines(summary: PassSummary, style: Style): string[] {
  const paints = {
    new: style.green,
    changed: style.yellow,
    unchanged: (text: string) => text,
    failed: style.red,
  };
  const posts = (news: NewsCount) =>
    `${news.posts === 1 ? 'post' : 'posts'} from ${counted(news.sources, 'source')}`;
  const sources = (n: number) => (n === 1 ? 'source' : 'sources');
  const rows: readonly (readonly [keyof typeof paints, number, string])[] = [
    ['new', summary.new.posts, posts(summary.new)],
    ['changed', summary.changed.posts, posts(summary.changed)],
    ['unchanged', noNews(summary) ? 0 : summary.unchanged, sources(summary.unchanged)],
    ['failed', summary.failed.length, sources(summary.failed.length)],
  ];
  const shown = rows.filter(([, n]) => n > 0);
  return table(
    shown.map(([name, n, what]) => [name.padEnd('unchanged'.length), figure(n).padStart(4), what]),
    [{ paint: (text, row) => paints[shown[row]?.[0] ?? 'unchanged'](text) }, { align: 'right' }, {}],
  ).map((line) => `  ${line}`);
}

function failureLines(failed: readonly FailedSource[], { style, columns }: Page): string[] {
  const { marks } = style;
  const max =
    columns === null
      ? { title: Number.POSITIVE_INFINITY, reason: Number.POSITIVE_INFINITY }
      : widths(columns);
  const shown = columns === null ? failed : failed.slice(0, FAILURES_SHOWN);
  const rest = failed.length - shown.length;
  const name = sourceNames(failed);
  const lines = table(
    shown.map((source) => [`${marks.failed} ${name(source)}`, printable(source.reason), again(source)]),
    [
      {
        max: max.title,
        paint: (text) => style.red(marks.failed) + text.slice(marks.failed.length),
      },
      { max: max.reason },
      {},
    ],
    marks.ellipsis,
  );
  if (rest > 0) lines.push(style.dim(`and ${figure(rest)} more; tagwire status --failing lists them`));
  return lines.map((line) => `    ${line}`);
}

/** What the indent, the gaps and "not asked again" leave is shared between title and reason, two to three. */
function widths(columns: number): { title: number; reason: number } {
  const room = Math.max(30, columns - '    '.length - 2 * '  '.length - 'not asked again'.length - 1);
  const title = Math.floor(room * 0.4);
  return { title, reason: room - title };
}

const again = (source: FailedSource): string =>
  source.retryMs === null ? 'not asked again' : `again in ${span(source.retryMs)}`;

function filedLine(summary: PassSummary, style: Style): string[] {
  const { filed } = summary;
  if (noNews(summary)) return [];
  if (filed.posts === 0)
    return [`${style.bold('Filed')} nothing under any tag; tagwire untagged lists what no rule finds`];
  const sorted = filed.tags.toSorted((a, b) => b.posts - a.posts || compareText(a.slug, b.slug));
  const named = sorted.slice(0, 3).map((tag) => `${tag.slug} ${figure(tag.posts)}`);
  const others = sorted.length - named.length;
  const list = [...named, ...(others > 0 ? [counted(others, 'other')] : [])].join(', ');
  return [
    `${style.bold('Filed')} ${counted(filed.posts, 'post')} under ${counted(sorted.length, 'tag')}: ${list}`,
  ];
}

/** `Wrote 31 files to public, 1 removed, 1,902 left as they were`. */
export function wroteLine({ files, out }: Pick<PassSummary, 'files' | 'out'>, style: Style): string {
  if (files.written === 0 && files.removed === 0)
    return `${style.bold('Wrote')} nothing; ${out} is up to date`;
  const parts = [
    `${counted(files.written, 'file')} to ${out}`,
    ...(files.removed > 0 ? [`${figure(files.removed)} removed`] : []),
    ...(files.left > 0 ? [`${figure(files.left)} left as ${files.left === 1 ? 'it was' : 'they were'}`] : []),
  ];
  return `${style.bold('Wrote')} ${parts.join(', ')}`;
}
