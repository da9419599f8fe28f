import type { Confusion, Evaluation, Score } from '../classify/report/evaluate.js';
import { counted, figure } from '../model/words.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { boldHead, table } from './table.js';

/** How many confusions are worth reading. */
const CONFUSIONS = 10;

/** How well rules did, tag by tag, and what they took for what. */
export function evaluationReport(evaluation: Evaluation, style: Style): string {
  const rows = [
    ['TAG', 'PRECISION', 'RECALL', 'F1', 'RIGHT', 'WRONG', 'MISSED'],
    ...evaluation.tags.map((score) => [score.tag, ...figures(score)]),
    ['all together', ...figures(evaluation.micro)],
  ];
  const right = { align: 'right' } as const;
  const bold = boldHead(style);
  const lines = table(rows, [
    { paint: bold },
    ...Array.from({ length: 6 }, () => ({ ...right, paint: bold })),
  ]);
  const confusions = evaluation.confusions.slice(0, CONFUSIONS);
  if (confusions.length > 0) lines.push('', ...confusions.flatMap((one) => confusion(one, style)));
  const unknown = unknownTags(evaluation, style);
  if (unknown !== null) lines.push('', unknown);
  lines.push(
    '',
    `${style.bold(counted(evaluation.entries, 'post'))}: micro F1 ${three(evaluation.micro.f1)}, macro F1 ${three(evaluation.macroF1)}`,
  );
  return `${lines.join('\n')}\n`;
}

/** Names of tags that posts have and the rules don't, with how many have them; null where there are none. */
export function unknownTags({ unknown }: Evaluation, style: Style): string | null {
  if (unknown.length === 0) return null;
  const names = unknown.map(([name, n]) => `${printable(name)} (${figure(n)})`);
  return `${style.yellow('not among the rules:')} ${names.join(', ')}`;
}

const three = (ratio: number): string => ratio.toFixed(3);

const figures = ({ precision, recall, f1, right, wrong, missed }: Score): string[] => [
  ...[precision, recall, f1].map(three),
  ...[right, wrong, missed].map(figure),
];

function confusion({ wanted, got, count: n, titles }: Confusion, style: Style): string[] {
  const what =
    wanted === null ? `${got} not wanted` : got === null ? `${wanted} missed` : `${got} instead of ${wanted}`;
  return [
    `${style.bold(what)}, ${counted(n, 'post')}`,
    ...titles.map((title) => `    ${style.dim(printable(title) || 'untitled')}`),
  ];
}
