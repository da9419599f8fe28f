import type { Instant } from '../model/values.js';
import { counted, dayIn } from '../model/words.js';
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

/** A post of it, with the tags that the rules would give it; null where `only` would keep it out. */
export interface FoundPost {
  readonly title: string | null;
  readonly date: Instant | null;
  readonly tags: readonly string[] | null;
}

/** Posts that are shown: enough to see what a blog is about. */
const SHOWN = 3;

export function foundReport(found: FoundFeed, style: Style, columns: number): string {
  const { url, title, format, posts, others } = found;
  const shown = newestOf(posts);
  const newest = shown[0]?.date ?? null;
  const facts = [
    format,
    counted(posts.length, 'post'),
    ...(newest === null ? [] : [`the newest of ${dayIn(newest)}`]),
  ];
  const rows = shown.map((post) => [
    post.date === null ? '' : dayIn(post.date),
    printable(post.title ?? 'Untitled'),
    tagsIn(post.tags),
  ]);
  const lines = table(
    rows,
    [{ paint: style.dim }, { max: Math.max(20, columns - 40) }, { paint: style.cyan }],
    style.marks.ellipsis,
  );
  return [
    `${style.green(style.marks.ok)} ${style.bold(printable(title ?? url))}`,
    `  ${style.cyan(printable(url))}`,
    `  ${facts.join(', ')}`,
    ...(others.length === 0 ? [] : [`  also there: ${others.map(printable).join(' ')}`]),
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** The newest posts; those without date as their feed has them, which is mostly the newest first. */
export const newestOf = (posts: readonly FoundPost[], most = SHOWN): readonly FoundPost[] =>
  posts
    .toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : (a.date ?? '') > (b.date ?? '') ? -1 : 0))
    .slice(0, most);

function tagsIn(tags: FoundPost['tags']): string {
  if (tags === null) return 'kept out by only';
  return tags.length === 0 ? 'no tag' : tags.join(', ');
}
