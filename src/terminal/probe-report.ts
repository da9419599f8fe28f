import { counted, dayIn, figure } from '../model/words.js';
import type { Probed, ProbedFeed } from '../operate/new-source/probe.js';
import { postRows } from './found-report.js';
import { printable } from './printable.js';
import type { Style } from './style.js';

/** What `check --probe` looked for: the sources that are new since a revision, or to the database. */
export type Since = string | null;

/** What came of asking the sources that are new: whole lines, ending in a line feed. */
export function probeReport(probed: readonly Probed[], since: Since, style: Style, columns: number): string {
  const sources = probed.map((one) =>
    one.kind === 'feed' ? feedLines(one, style, columns) : otherLine(one, style),
  );
  return `${sources.join('')}${printable(probeSum(probed, since))}\n`;
}

/** `3 sources are new since main: 2 can be read, 1 fails`. */
export function probeSum(probed: readonly Probed[], since: Since): string {
  const after = since === null ? 'to the database' : `since ${since}`;
  if (probed.length === 0) return `No source is new ${after}`;
  const are = probed.length === 1 ? 'is' : 'are';
  const count = (wanted: (one: Probed) => boolean) => probed.filter(wanted).length;
  const [read, unasked] = [count(({ kind }) => kind === 'feed'), count(({ kind }) => kind === 'unasked')];
  const failing = probed.length - read - unasked;
  const parts = [
    `${figure(read)} can be read`,
    ...(failing > 0 ? [`${figure(failing)} ${failing === 1 ? 'fails' : 'fail'}`] : []),
    ...(unasked > 0 ? [`${figure(unasked)} not asked`] : []),
  ];
  return `${counted(probed.length, 'source')} ${are} new ${after}: ${parts.join(', ')}`;
}

/** What a feed is: format, language, how many posts, how many of them `only` lets through. */
export function probeFacts({ format, language, posts, admitted, newest }: ProbedFeed): string {
  const last = newest[0]?.date ?? null;
  const some = `${figure(admitted)} of them ${admitted === 1 ? 'passes' : 'pass'}`;
  const passes = admitted === posts ? 'all pass' : admitted === 0 ? 'none passes' : some;
  return [
    format,
    language === null ? 'no language stated' : `language ${language}`,
    posts === 0
      ? 'no posts'
      : `${counted(posts, 'post')}, ${posts === 1 && admitted === 1 ? 'it passes' : passes} "only"`,
    ...(last === null ? [] : [`the newest of ${dayIn(last)}`]),
  ].join('; ');
}

/** What its proposer should mend or know. */
export const probeRemarks = ({ movedTo, duplicates, problems }: ProbedFeed): readonly string[] => [
  ...duplicates,
  ...(movedTo === null ? [] : [`it has moved to ${movedTo}: propose that address`]),
  ...problems,
];

function feedLines(probed: ProbedFeed, style: Style, columns: number): string {
  const { url, title, newest } = probed;
  return [
    `${style.green(style.marks.ok)} ${style.bold(printable(title ?? url))}`,
    `  ${style.cyan(printable(url))}`,
    `  ${printable(probeFacts(probed))}`,
    ...probeRemarks(probed).map((remark) => `  ${style.yellow('!')} ${printable(remark)}`),
    ...postRows(newest, style, columns),
    '',
  ].join('\n');
}

function otherLine({ kind, url, reason }: Exclude<Probed, ProbedFeed>, style: Style): string {
  const mark = kind === 'unasked' ? style.marks.none : style.red(style.marks.failed);
  return `${mark} ${style.cyan(printable(url))}: ${printable(reason)}\n`;
}
