import { counted, dayIn, figure } from '../model/words.js';
import type { MovedPost, Mover, PreviewedPost } from '../operate/move-cause.js';
import type { Preview, TagPreview } from '../operate/preview.js';
import type { Page } from './pass-report.js';
import { printable } from './printable.js';
import { truncate } from './table.js';
import { wholeLines } from './whole-lines.js';
import { widthOf } from './width.js';

/** Titles shown of a tag's posts in and of its posts out; the rest is counted. */
const SHOWN = 10;

/** Of `17 Nov 2026`. */
const DATE_WIDTH = 11;

/** What `publish` would change: whole lines, ending in a line feed. */
export function previewReport({ tags, renamed, withheld, released }: Preview, page: Page): string {
  if (tags.length + renamed.length + withheld.length + released.length === 0)
    return 'No tag would change. Nothing was written.\n';
  const { style } = page;
  const sum = (side: 'added' | 'removed'): number => tags.reduce((n, tag) => n + tag[side].length, 0);
  const { bold } = style;
  const changes = `${counted(tags.length, 'tag')} ${tags.length === 1 ? 'changes' : 'change'}: ${counted(sum('added'), 'post')} in, ${figure(sum('removed'))} out.`;
  const lines = [
    ...renamed.map(({ from, to, posts }) => `${bold(from)} is ${bold(to)} now  ${counted(posts, 'post')}`),
    ...tags.flatMap((tag) => tagLines(tag, page)),
    ...gateLines('would be held back by "only"', '-', withheld, page),
    ...gateLines('would pass "only"', '+', released, page),
    '',
    ...(tags.length > 0 || renamed.length === 0 ? [changes] : []),
    `Nothing was written. To do it: ${bold('tagwire publish')}`,
  ];
  return wholeLines(lines);
}

function tagLines({ slug, added, removed }: TagPreview, page: Page): readonly string[] {
  const { bold, green, red } = page.style;
  const counts = [
    ...(added.length > 0 ? [green(`+${figure(added.length)}`)] : []),
    ...(removed.length > 0 ? [red(`-${figure(removed.length)}`)] : []),
  ];
  return [
    `${bold(slug)}  ${counts.join(' ')}`,
    ...postLines('+', added, page, causeOf),
    ...postLines('-', removed, page, causeOf),
  ];
}

function gateLines(
  what: string,
  mark: '+' | '-',
  posts: readonly PreviewedPost[],
  page: Page,
): readonly string[] {
  return posts.length === 0
    ? []
    : [`${counted(posts.length, 'post')} ${what}`, ...postLines(mark, posts, page)];
}

function postLines<P extends PreviewedPost>(
  mark: '+' | '-',
  posts: readonly P[],
  { style, columns }: Page,
  cause: (post: P, mark: '+' | '-') => string = () => '',
): readonly string[] {
  const paint = mark === '+' ? style.green : style.red;
  const lines = posts.slice(0, SHOWN).map((post) => {
    const text = `${mark} ${dayIn(post.published).padEnd(DATE_WIDTH)}  ${printable(post.title ?? post.url ?? post.id)}`;
    const said = cause(post, mark);
    const room = columns === null ? null : Math.max(LEAST_ROOM, columns - 2 - widthOf(said));
    return `  ${paint(room === null ? text : truncate(text, room, style.marks.ellipsis))}${style.dim(said)}`;
  });
  return posts.length > SHOWN
    ? [...lines, `  ${style.dim(`and ${figure(posts.length - SHOWN)} more; --json lists them`)}`]
    : lines;
}

/** Columns that a post's date and the beginning of its title have, whatever is behind its move. */
const LEAST_ROOM = 40;

/** What is behind a move, in a few words after the title: `  (except: embedded font)`. */
function causeOf({ by, term }: MovedPost, mark: '+' | '-'): string {
  const said =
    term === null ? WORDS[by][mark] : `${by === 'terms' ? NAMES[mark] : `${by}: `}${printable(term)}`;
  return `  (${said})`;
}

/** Before a term that gives points, or gave them. */
const NAMES = { '+': '', '-': 'no longer: ' } as const;

const WORDS: Readonly<Record<Mover, Readonly<Record<'+' | '-', string>>>> = {
  terms: { '+': 'its points', '-': 'its points' },
  against: { '+': 'against', '-': 'against' },
  except: { '+': 'except', '-': 'except' },
  ignore: { '+': 'ignore', '-': 'ignore' },
  group: { '+': 'best of its group', '-': 'others of its group are better' },
  min: { '+': 'enough points', '-': 'too few points' },
  source: { '+': 'a tag of its source', '-': 'no longer a tag of its source' },
  implied: { '+': 'implied', '-': 'no longer implied' },
  default: { '+': 'the default of its group', '-': 'no longer the default of its group' },
  hand: { '+': 'filed by hand', '-': 'filed by hand' },
  only: { '+': 'passes "only"', '-': 'held back by "only"' },
  'no-tag': { '+': 'a new tag', '-': 'no such tag any more' },
  import: { '+': 'by an import', '-': 'no longer by an import' },
};
