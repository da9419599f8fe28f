import type { Instant } from '../model/values.js';
import { counted, figure, percent, shorterDate, took } from '../model/words.js';
import type { ListStatus } from '../operate/status/list-status.js';
import type { SourceStatus } from '../operate/status/status.js';
import type { DoubtedMove } from '../schedule/index.js';
import { ago, until } from './ago.js';
import type { Page } from './pass-report.js';
import { printable } from './printable.js';
import { type SourceNames, sourceNames } from './source-names.js';
import type { Style } from './style.js';
import { boldHead, table } from './table.js';
import { widthOf } from './width.js';

export interface StatusReport {
  /** All sources. */
  readonly sources: readonly SourceStatus[];
  /** Sources that are shown one by one. */
  readonly shown: readonly SourceStatus[];
  readonly lists: readonly ListStatus[];
  readonly lastPass: { readonly at: Instant; readonly ms: number } | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A row a source, then what stands behind them: whole lines, ending in a line feed. */
export function statusReport(
  { sources, shown, lists, lastPass, now }: StatusReport,
  { style, columns }: Page,
): string {
  const name = sourceNames(sources);
  const lines = shown.length === 0 ? [] : rows(shown, now, name, { style, columns });
  return [
    ...lines,
    ...moves(shown, now),
    ...listLines(lists, now, style),
    ...rest(sources, shown, style),
    closing(sources, lastPass, now, style),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const HEADER = ['SOURCE', 'STATE', 'LAST OK', 'NEXT', 'POSTS', '304'];

function rows(
  shown: readonly SourceStatus[],
  now: number,
  name: SourceNames,
  { style, columns }: Page,
): readonly string[] {
  const cells = shown.map((source) => cellsOf(source, now, name, style));
  const [title, stateWidth] = columns === null ? [{}, {}] : shares(cells, columns);
  const head = boldHead(style);
  const paints: Partial<Record<SourceStatus['kind'], (text: string) => string>> = {
    failing: style.red,
    gone: style.yellow,
  };
  const state = (text: string, row: number): string =>
    (paints[shown[row - 1]?.kind ?? 'ok'] ?? ((plain) => head(plain, row)))(text);
  const right = { align: 'right', paint: head } as const;
  return table(
    [HEADER, ...cells],
    [
      { ...title, paint: head },
      { ...stateWidth, paint: state },
      { paint: head },
      { paint: head },
      right,
      right,
    ],
    style.marks.ellipsis,
  );
}

/**
 * What the figures leave of a line is shared by title and state; what one of them does not need is the
 * other's.
 */
function shares(cells: readonly (readonly string[])[], columns: number): [{ max: number }, { max: number }] {
  const room = Math.max(24, columns - 38);
  const widest = (c: number): number => Math.max(...cells.map((row) => widthOf(row[c] ?? '')));
  const half = Math.floor(room / 2);
  return [{ max: Math.max(half, room - widest(1)) }, { max: Math.max(half, room - widest(0)) }];
}

const cellsOf = (
  source: SourceStatus,
  now: number,
  name: SourceNames,
  { marks }: Style,
): readonly string[] => [
  name(source),
  printable(source.state),
  source.lastSuccess === null ? 'never' : ago(source.lastSuccess, now),
  source.nextDue === null ? 'never' : until(source.nextDue, now),
  figure(source.entries),
  source.polls === 0 ? marks.none : percent(source.notModified, source.polls),
];

/** Whole addresses, for feeds.json. */
function moves(shown: readonly SourceStatus[], now: number): readonly string[] {
  const lines = shown.flatMap(({ url, movedTo, doubtedMove }) => [
    ...(movedTo === null ? [] : [`  ${printable(url)} has moved to ${printable(movedTo)}`]),
    ...(doubtedMove === null ? [] : [`  ${printable(url)} ${inDoubt(doubtedMove, now)}`]),
  ]);
  return lines.length === 0 ? [] : ['', ...lines];
}

/** A line a reading list; one that can't be taken says why. */
function listLines(lists: readonly ListStatus[], now: number, { red }: Style): readonly string[] {
  const lines = lists.map(({ opml, feeds, lastPoll, problem }) => {
    const asked = lastPoll === null ? '' : `, asked ${ago(lastPoll, now)}`;
    const where = problem === null || problem.opml === opml ? '' : `${printable(problem.opml)}: `;
    const trouble =
      problem === null
        ? ''
        : `; ${red(`${where}${printable(problem.message)}`)} since ${shorterDate(problem.since, now)}`;
    return `  reading list ${printable(opml)}: ${counted(feeds, 'feed')}${asked}${trouble}`;
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

const inDoubt = ({ to, since, times }: DoubtedMove, now: number): string =>
  `redirects for good to ${printable(to)}, where no known post is: ` +
  `in doubt until it has lasted a day (${counted(times, 'poll')}, the first ${ago(since, now)})`;

function rest(
  sources: readonly SourceStatus[],
  shown: readonly SourceStatus[],
  { dim }: Style,
): readonly string[] {
  const hidden = sources.filter((source) => !shown.includes(source));
  if (hidden.length === 0) return [''];
  const some = shown.length === 0 ? counted(hidden.length, 'source') : `${figure(hidden.length)} more`;
  const [are, them] = hidden.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const what = hidden.every(({ kind }) => kind === 'ok') ? 'ok' : 'in no trouble';
  return [dim(`${some} ${are} ${what}; --all lists ${them}, --json has every figure`), ''];
}

function closing(
  sources: readonly SourceStatus[],
  lastPass: StatusReport['lastPass'],
  now: number,
  { green, red, yellow }: Style,
): string {
  const of = (kind: SourceStatus['kind']): number => sources.filter((source) => source.kind === kind).length;
  const plain = (text: string): string => text;
  const kinds = [
    ['ok', green],
    ['failing', red],
    ['gone', yellow],
    ['new', plain],
    ['disabled', plain],
  ] as const;
  const parts = kinds
    .filter(([kind]) => kind === 'ok' || of(kind) > 0)
    .map(([kind, paint]) => paint(`${figure(of(kind))} ${kind}`));
  const withheld = sources.reduce((sum, source) => sum + source.withheld, 0);
  const held = withheld === 0 ? '' : ` ${counted(withheld, 'post')} held back by "only".`;
  const pass =
    lastPass === null ? 'No pass yet.' : `Last pass ${ago(lastPass.at, now)}, ${took(lastPass.ms)}.`;
  return `${counted(sources.length, 'source')}: ${parts.join(', ')}. ${pass}${held}`;
}
