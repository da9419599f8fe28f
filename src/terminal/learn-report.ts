import path from 'node:path';
import { helps, type Learned } from '../classify/learn/learn.js';
import type { Evaluation } from '../classify/report/evaluate.js';
import { counted } from '../model/words.js';
import { unknownTags } from './evaluation-report.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { wholeLines } from './whole-lines.js';

interface Outcome {
  readonly file: string;
  readonly written: boolean;
  /** feeds.json names the file. */
  readonly named: boolean;
  /** The posts are those that are stored, as they are filed now. */
  readonly stored: boolean;
}

/** What was learned, whether it helps, and what to do with it: whole lines, ending in a line feed. */
export function learnReport(
  learned: Learned,
  { file, written, named, stored }: Outcome,
  style: Style,
): string {
  const { before, after, lexicon } = learned;
  const lines = [
    `${style.bold(counted(before.entries, 'post'))} ${stored ? 'as stored' : 'filed by hand'}, ${counted(lexicon.length, 'word')} learned`,
    `  the rules alone   ${scores(before)}`,
    `  with the words    ${scores(after)}   each post judged by what the others teach`,
    '',
  ];
  const unknown = unknownTags(before, style);
  if (unknown !== null) lines.push(unknown, '');
  if (!helps(learned)) lines.push(`${style.yellow('It does not help')}, so nothing was written.`);
  else if (written) lines.push(`${style.green(style.marks.ok)} Wrote ${printable(file)}.`);
  else lines.push('It helps; nothing was written.');
  if (written && !named)
    lines.push(`Add "lexicon": ${JSON.stringify(path.basename(file))} to feeds.json to use it.`);
  return wholeLines(lines);
}

const scores = ({ micro, macroF1 }: Evaluation): string =>
  `micro F1 ${micro.f1.toFixed(3)}, macro F1 ${macroF1.toFixed(3)}`;
