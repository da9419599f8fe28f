import type { SharedWord } from '../classify/report/shared-words.js';
import type { Instant } from '../model/values.js';
import { counted, figure, shortDate, shownPoints } from '../model/words.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { boldHead, table } from './table.js';
import { wholeLines } from './whole-lines.js';

/** A post that rules miss. */
export interface MissedRow {
  readonly title: string | null;
  readonly id: string;
  readonly published: Instant;
  /** The source's title. */
  readonly from: string;
  /** The tags that it has or came near to, by points. */
  readonly nearest: readonly { readonly tag: string; readonly points: number; readonly min: number }[];
}

/** Tags that a row names. */
const NEAREST = 2;

/** Posts without a tag: the words that they share, then the newest of them. Whole lines. */
export function untaggedReport(
  words: readonly SharedWord[],
  count: number,
  newest: readonly MissedRow[],
  style: Style,
): string {
  if (count === 0) return 'No published post is without a tag.\n';
  const shared =
    words.length === 0 ? ['They share no words that tell them from the rest.'] : wordLines(words, style);
  const verb = count === 1 ? 'has' : 'have';
  const head = style.bold(`${counted(count, 'post')} ${verb} no tag`);
  return wholeLines([head, '', ...shared, '', ...rows(newest, count, style)]);
}

/** Posts that `only` holds back, the newest, with the tags that they would have. Whole lines. */
export function heldReport(count: number, newest: readonly MissedRow[], style: Style): string {
  if (count === 0) return 'No post is held back by "only".\n';
  const head = style.bold(`${counted(count, 'post')} ${count === 1 ? 'is' : 'are'} held back by "only"`);
  return wholeLines([head, '', ...rows(newest, count, style)]);
}

function wordLines(words: readonly SharedWord[], style: Style): readonly string[] {
  const bold = boldHead(style);
  const right = { align: 'right', paint: bold } as const;
  return table(
    [
      ['WORDS THAT NO RULE HAS', 'UNTAGGED', 'TAGGED', 'SUCH AS'],
      ...words.map(({ term, untagged, tagged, titles }) => [
        printable(term),
        figure(untagged),
        figure(tagged),
        titles.map((title) => `“${printable(title)}”`).join(', '),
      ]),
    ],
    [{ paint: bold }, right, right, { paint: bold, max: 72 }],
    style.marks.ellipsis,
  );
}

function rows(newest: readonly MissedRow[], count: number, style: Style): readonly string[] {
  const more = count - newest.length;
  const shown = table(
    newest.map(({ title, id, published, from, nearest }) => [
      shortDate(published),
      printable(title ?? id),
      printable(from),
      nearest.slice(0, NEAREST).map(near).join(', '),
    ]),
    [{ align: 'right' }, { max: 56 }, { max: 24 }, { paint: style.dim }],
    style.marks.ellipsis,
  );
  return more > 0 ? [...shown, `and ${figure(more)} more; --json has them all, to be labelled`] : shown;
}

/** `ffi 0.5 of 1`. */
const near = ({ tag, points, min }: MissedRow['nearest'][number]): string =>
  `${tag} ${shownPoints(points)} of ${shownPoints(min)}`;
