import type { Suggestions } from '../classify/report/suggest.js';
import { counted, figure } from '../model/words.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { boldHead, table } from './table.js';

/** Terms for a tag, the surest first: whole lines, ending in a line feed. */
export function suggestReport(tag: string, { inside, outside, terms }: Suggestions, style: Style): string {
  const basis = `${counted(inside, 'post')} under ${tag}, ${figure(outside)} elsewhere`;
  if (terms.length === 0) return `No word separates ${tag} from the rest: ${basis}.\n`;
  const bold = boldHead(style);
  const right = { align: 'right', paint: bold } as const;
  const rows = table(
    [
      ['TERM', tag.toUpperCase(), 'ELSEWHERE', 'ADDS RIGHTLY', 'WRONGLY'],
      ...terms.map((one) => [
        printable(one.term),
        ...[one.inside, one.outside, one.addsRightly, one.addsWrongly].map(figure),
      ]),
    ],
    [{ paint: bold }, right, right, right, right],
    style.marks.ellipsis,
  );
  const advice = `From ${basis}. Most of this is chance: take what names the subject.`;
  return `${[...rows, '', advice].join('\n')}\n`;
}
