import { counted, dayIn } from '../model/words.js';
import { type FoundPost, newestOf } from '../operate/new-source/found-posts.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** A feed that `tagwire add` found, as the operator has to see it to say yes. */
export interface FoundFeed {
  readonly url: string;
  readonly title: string | null;
  readonly format: string;
  readonly posts: readonly FoundPost[];
  /** Other feeds of that page. */
  readonly others: readonly string[];
}

/** Posts that are shown: enough to see what a blog is about. */
export const SHOWN = 3;

export function foundReport(found: FoundFeed, style: Style, columns: number): string {
  const { url, title, format, posts, others } = found;
  const shown = newestOf(posts, SHOWN);
  const newest = shown[0]?.date ?? null;
  const facts = [
    format,
    counted(posts.length, 'post'),
    ...(newest === null ? [] : [`the newest of ${dayIn(newest)}`]),
  ];
  return [
    `${style.green(style.marks.ok)} ${style.bold(printable(title ?? url))}`,
    `  ${style.cyan(printable(url))}`,
    `  ${facts.join(', ')}`,
    ...(others.length === 0 ? [] : [`  also there: ${others.map(printable).join(' ')}`]),
    ...postRows(shown, style, columns),
    '',
  ].join('\n');
}

/** A line a post: its date, its title and its tags. */
export function postRows(posts: readonly FoundPost[], style: Style, columns: number): readonly string[] {
  const rows = posts.map((post) => [
    post.date === null ? '' : dayIn(post.date),
    printable(post.title ?? 'Untitled'),
    tagsIn(post.tags),
  ]);
  const lines = table(
    rows,
    [{ paint: style.dim }, { max: Math.max(20, columns - 40) }, { paint: style.cyan }],
    style.marks.ellipsis,
  );
  return lines.map((line) => `    ${line}`);
}

function tagsIn(tags: FoundPost['tags']): string {
  if (tags === null) return 'held back by "only"';
  return tags.length === 0 ? 'no tag' : tags.join(', ');
}
