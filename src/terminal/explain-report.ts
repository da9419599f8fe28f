import type { Explanation, IgnoredTerm, TagAccount, TermAccount } from '../classify/report/explain.js';
import { isFiled } from '../classify/report/explain.js';
import { unreachable } from '../model/unreachable.js';
import { dayIn, percent, shownPoints } from '../model/words.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { table, truncate } from './table.js';
import { wholeLines } from './whole-lines.js';

/** What is explained. */
export interface ExplainedEntry {
  readonly title: string | null;
  /** The source's title. */
  readonly source: string | null;
  /** RFC 3339; null where unknown. */
  readonly published: string | null;
}

/** Why an entry has its tags: whole lines, ending in a line feed. */
export function explainReport(entry: ExplainedEntry, explanation: Explanation, style: Style): string {
  const about = [entry.source ?? '', entry.published === null ? '' : dayIn(entry.published)].filter(
    (part) => part !== '',
  );
  const lines = [
    style.bold(printable(entry.title ?? '') || 'untitled'),
    ...(about.length > 0 ? [printable(about.join(', '))] : []),
    '',
    ...tagLines(explanation, style),
    ...(explanation.note === null ? [] : ['', `By hand: ${printable(explanation.note)}`]),
    ...(explanation.only.terms.length > 0 || !explanation.only.passes
      ? ['', onlyLine(explanation, style)]
      : []),
  ];
  return wholeLines(lines);
}

type Row = TermAccount | IgnoredTerm;

function tagLines({ tags: all }: Explanation, style: Style): string[] {
  const tags = all.filter((tag) => !isByTheWay(tag));
  if (tags.length === 0) return ['No tag: none of the rules’ terms was found.'];
  const { marks } = style;
  const heads = table(
    tags.map((tag) => [`${isFiled(tag.outcome) ? marks.ok : marks.none} ${tag.tag}`, verdict(tag, style)]),
    [{ paint: (head) => paintHead(head, style) }, {}],
    marks.ellipsis,
  );
  const rows = tags.map((tag): readonly Row[] =>
    [...tag.terms, ...tag.vetoes, ...tag.ignored].filter((row) => 'within' in row || !isLearned(row)),
  );
  const terms = table(
    rows.flat().map((term) => [`    ${signed(term)}`, named(term), where(term), quoted(term, style)]),
    [{}, { max: LONGEST_TERM }, {}, {}],
    marks.ellipsis,
  );
  let next = 0;
  return heads.flatMap((head, index) => {
    const count = rows[index]?.length ?? 0;
    next += count;
    return [head, ...terms.slice(next - count, next), ...learnedLines(tags[index]?.terms ?? [], style)];
  });
}

const isLearned = ({ list }: TermAccount): boolean => list === 'learned';

/** No term of the rule was found, and learned words are far from enough: nobody asks why it isn't there. */
const isByTheWay = ({ outcome, points, min, terms, vetoes, ignored }: TagAccount): boolean =>
  outcome === 'short' && points < min / 2 && [...terms, ...vetoes].every(isLearned) && ignored.length === 0;

/** Characters of a term that are shown: a combination can fill a page. */
const LONGEST_TERM = 60;

const shortened = (term: string, { marks }: Style): string =>
  truncate(printable(term), LONGEST_TERM, marks.ellipsis);

/** Learned words that are named. */
const MOST_LEARNED = 8;

/** `+0.8  learned: wishlist +0.4, const +0.3, blog -0.1`, what counts most first. */
function learnedLines(terms: readonly TermAccount[], { marks }: Style): string[] {
  const words = terms.filter(isLearned).sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  if (words.length === 0) return [];
  const points = words.reduce((sum, word) => sum + word.points, 0);
  const named = words.slice(0, MOST_LEARNED).map((word) => `${printable(word.term)} ${signed(word)}`);
  const more = words.length > MOST_LEARNED ? `, ${marks.ellipsis} (${words.length} words)` : '';
  return [`    ${withSign(points)}  learned: ${named.join(', ')}${more}`];
}

/** What is filed stands out. */
function paintHead(head: string, { marks, green, bold }: Style): string {
  if (!head.startsWith(`${marks.ok} `)) return head;
  return `${green(marks.ok)} ${bold(head.slice(marks.ok.length + 1))}`;
}

/** `2.5 of 1, best in Categories`. */
function verdict(tag: TagAccount, style: Style): string {
  const points = `${shownPoints(tag.points)} of ${shownPoints(tag.min)}`;
  switch (tag.outcome) {
    case 'terms':
    case 'outdone':
      return tag.group === null ? points : `${points}, ${place(tag.group)}`;
    case 'short':
      return points;
    case 'vetoed':
      return `${points}, but kept away by ${tag.vetoes.map(({ term }) => shortened(term, style)).join(', ')}`;
    case 'source':
      return 'given by the source';
    case 'implied':
      return `implied by ${tag.impliedBy.join(', ')}`;
    case 'default':
      return 'the default: no other tag of its group holds';
    case 'hand':
      return 'given by hand';
    case 'dropped':
      return `${points}, but taken away by hand`;
    default:
      return unreachable(tag.outcome);
  }
}

function place({ title, rank, share, keep, max }: NonNullable<TagAccount['group']>): string {
  if (rank === 1) return `best in ${printable(title)}`;
  const part = `${percent(share)} of the best in ${printable(title)}`;
  if (rank > max) return `${part}, number ${rank} (${max} at most)`;
  return `${part} (${percent(keep)} is enough)`;
}

const signed = (row: Row): string => (row.list === 'except' ? 'veto' : withSign(row.points));

const withSign = (points: number): string => `${points > 0 ? '+' : ''}${shownPoints(points)}`;

const named = (row: Row): string => {
  if (row.list === 'hints') return 'a hint of the source';
  const name = printable(row.term);
  if ('within' in row) return `${name} (ignored in ${printable(row.within)})`;
  return row.list === 'match' ? name : `${name} (${row.list})`;
};

/** `text, in passing`, `text, 3 times`. */
function where({ field, passing, times }: Row): string {
  if (passing) return `${field}, in passing`;
  return times === null ? field : `${field}, ${times} times`;
}

function quoted({ excerpt }: TermAccount, style: Style): string {
  if (excerpt === null) return '';
  const { before, hit, after } = excerpt;
  return `“${printable(before)}${spaceAt(before, -1)}${style.bold(printable(hit))}${spaceAt(after, 0)}${printable(after)}”`;
}

/** `printable` trims what stands beside the hit. */
const spaceAt = (text: string, at: number): string => (/\s/.test(text.at(at) ?? '') ? ' ' : '');

function onlyLine({ only }: Explanation, style: Style): string {
  const term = only.by === null ? '' : shortened(only.by.term, style);
  if (only.by?.passing && !only.passes)
    return `${style.yellow('Held back:')} "only" has ${term}, but it is in the ${only.by.field} just in passing.`;
  if (only.by !== null && !only.byHand) {
    const excerpt = quoted(only.by, style);
    if (only.by.field === 'tag' || excerpt === '') return `Published: "only" has ${term}.`;
    return `Published: "only" has ${term}, found in the ${only.by.field}: ${excerpt}`;
  }
  if (only.byHand) return 'Published: it is filed by hand, whatever "only" says.';
  if (only.passes) return 'Published.';
  const none = only.terms.length === 1 ? 'the term' : `none of the ${only.terms.length} terms`;
  return `${style.yellow('Held back:')} ${none} of "only" was${only.terms.length === 1 ? ' not' : ''} found.`;
}
