import { type Instant, toMs } from '../model.js';
import type { SourceStatus } from '../status.js';
import type { Page } from './pass-report.js';
import { printable } from './printable.js';
import { table } from './table.js';
import { count, counted, span, took } from './words.js';

export interface StatusReport {
  /** All sources. */
  readonly sources: readonly SourceStatus[];
  /** Sources that are shown one by one. */
  readonly shown: readonly SourceStatus[];
  readonly lastPass: { readonly at: Instant; readonly ms: number } | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A row a source, then what stands behind them: whole lines, ending in a line feed. */
export function statusReport(
  { sources, shown, lastPass, now }: StatusReport,
  { style, columns }: Page,
): string {
  const header = ['SOURCE', 'STATE', 'LAST OK', 'NEXT', 'POSTS', '304'];
  const rows = shown.map((source) => [
    printable(source.title),
    printable(source.state),
    source.lastSuccess === null ? 'never' : `${span(now - toMs(source.lastSuccess))} ago`,
    source.nextDue === null
      ? 'never'
      : toMs(source.nextDue) <= now
        ? 'now'
        : `in ${span(toMs(source.nextDue) - now)}`,
    count(source.entries),
    source.polls === 0 ? '–' : `${Math.round((100 * source.notModified) / source.polls)}%`,
  ]);
  const wide = columns === null ? null : Math.max(12, Math.floor((columns - 38) / 2));
  const cut = wide === null ? {} : { max: wide };
  const paint = (text: string, row: number): string => {
    const kind = shown[row - 1]?.kind;
    return row === 0
      ? style.dim(text)
      : kind === 'failing'
        ? style.red(text)
        : kind === 'gone'
          ? style.yellow(text)
          : text;
  };
  const lines =
    shown.length === 0
      ? []
      : table(
          [header, ...rows],
          [cut, { ...cut, paint }, {}, {}, { align: 'right' }, { align: 'right' }],
          style.marks.ellipsis,
        );
  const moved = shown
    .filter((source) => source.movedTo !== null)
    .map((source) => `  ${printable(source.url)} has moved to ${printable(source.movedTo ?? '')}`);
  return [...lines, ...moves(moved), ...rest(sources, shown), closing(sources, lastPass, now)]
    .map((line) => `${line}\n`)
    .join('');
}

function moves(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function rest(sources: readonly SourceStatus[], shown: readonly SourceStatus[]): readonly string[] {
  const hidden = sources.length - shown.length;
  if (hidden === 0) return [''];
  const some = shown.length === 0 ? counted(hidden, 'source') : `${count(hidden)} more`;
  return [`${some} ${hidden === 1 ? 'is' : 'are'} ok; --all lists them, --json has every figure`, ''];
}

function closing(sources: readonly SourceStatus[], lastPass: StatusReport['lastPass'], now: number): string {
  const of = (kind: SourceStatus['kind']): number => sources.filter((source) => source.kind === kind).length;
  const parts = [
    `${count(of('ok'))} ok`,
    `${count(of('failing'))} failing`,
    ...(['gone', 'new', 'disabled'] as const)
      .filter((kind) => of(kind) > 0)
      .map((kind) => `${count(of(kind))} ${kind}`),
  ];
  const withheld = sources.reduce((sum, source) => sum + source.withheld, 0);
  const held = withheld === 0 ? '' : ` ${counted(withheld, 'post')} held back by "only".`;
  const pass =
    lastPass === null
      ? 'No pass yet.'
      : `Last pass ${span(now - toMs(lastPass.at))} ago, ${took(lastPass.ms)}.`;
  return `${counted(sources.length, 'source')}: ${parts.join(', ')}. ${pass}${held}`;
}
