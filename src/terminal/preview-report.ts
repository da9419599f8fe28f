import { counted, dayIn, figure } from '../model/words.js';
import type { Preview, PreviewedPost, TagPreview } from '../operate/preview.js';
import type { Page } from './pass-report.js';
import { printable } from './printable.js';
import { truncate } from './table.js';

/** Titles shown of a tag's posts in and of its posts out; the rest is counted. */
const SHOWN = 10;

/** Of `17 Nov 2026`. */
const DATE_WIDTH = 11;

/** What `publish` would change: whole lines, ending in a line feed. */
export function previewReport({ tags, withheld, released }: Preview, page: Page): string {
  if (tags.length + withheld.length + released.length === 0)
    return 'No tag would change. Nothing was written.\n';
  const { style } = page;
  const sum = (side: 'added' | 'removed'): number => tags.reduce((n, tag) => n + tag[side].length, 0);
  const lines = [
    ...tags.flatMap((tag) => tagLines(tag, page)),
    ...gateLines('would be held back by "only"', '-', withheld, page),
    ...gateLines('would pass "only"', '+', released, page),
    '',
    `${counted(tags.length, 'tag')} ${tags.length === 1 ? 'changes' : 'change'}: ${counted(sum('added'), 'post')} in, ${figure(sum('removed'))} out.`,
    `Nothing was written. To do it: ${style.bold('tagwire publish')}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function tagLines({ slug, added, removed }: TagPreview, page: Page): readonly string[] {
  const { bold, green, red } = page.style;
  const counts = [
    ...(added.length > 0 ? [green(`+${figure(added.length)}`)] : []),
    ...(removed.length > 0 ? [red(`-${figure(removed.length)}`)] : []),
  ];
  return [
    `${bold(slug)}  ${counts.join(' ')}`,
    ...postLines('+', added, page),
    ...postLines('-', removed, page),
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

function postLines(
  mark: '+' | '-',
  posts: readonly PreviewedPost[],
  { style, columns }: Page,
): readonly string[] {
  const paint = mark === '+' ? style.green : style.red;
  const lines = posts.slice(0, SHOWN).map((post) => {
    const text = `${mark} ${dayIn(post.published).padEnd(DATE_WIDTH)}  ${printable(post.title ?? post.url ?? post.id)}`;
    return `  ${paint(columns === null ? text : truncate(text, columns - 2, style.marks.ellipsis))}`;
  });
  return posts.length > SHOWN
    ? [...lines, `  ${style.dim(`and ${figure(posts.length - SHOWN)} more; --json lists them`)}`]
    : lines;
}
