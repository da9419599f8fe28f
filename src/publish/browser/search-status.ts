import type { Instant } from '../../model/values.js';
import { counted, figure, monthAndYear } from '../../model/words.js';
import type { SearchList } from '../pages/search-format.js';
import { html, joined, type Raw } from '../pages/template.js';
import type { Found } from './search-index.js';

/** The line that says what a query came to. */
export function statusLine(found: Found, shown: number): Raw {
  const said = found.corrected.map(
    ({ asked, taken }) =>
      html` Nothing has “${asked}”, so ${shown === 1 ? 'this matches' : 'these match'} ${joined(
        taken.map((word) => html`<strong>${word}</strong>`),
        ' or ',
      )}.`,
  );
  return shown === 0 ? html`Nothing matches.` : html`${counted(shown, 'post')}.${said}`;
}

/** Which posts are looked through. */
export function coverage({ segments }: SearchList): string {
  const posts = segments.reduce((sum, segment) => sum + segment.count, 0);
  const since = segments
    .map((segment) => segment.since)
    .filter((day) => day !== null)
    .sort()[0];
  const back = since === undefined ? '' : `, back to ${monthAndYear(since as Instant)}`;
  return `The ${figure(posts)} newest posts are searched${back}.`;
}

/** Tags of what was found and how many posts have each, most first. */
export function tagCounts(found: Found): [slug: string, posts: number][] {
  const counts = new Map<string, number>();
  for (const { post } of found.hits)
    for (const slug of post.tags) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
