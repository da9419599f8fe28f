import type { Instant } from '../../model/values.js';
import type { SearchList } from '../pages/search-format.js';
import { html, type Raw } from '../pages/template.js';
import type { SearchSpeech } from '../words/speech.js';
import type { Found } from './search-index.js';

/** The line that says what a query came to. */
export function statusLine({ say, listed }: SearchSpeech, found: Found, shown: number): Raw {
  if (shown === 0) return say('searchNothing');
  const corrected = found.corrected.map(({ asked, taken }) => {
    const words = taken.map((word) => html`<strong>${word}</strong>`);
    return html` ${say('searchCorrected', { n: shown, asked, taken: listed(words, 'or') })}`;
  });
  return html`${say('searchFound', { posts: say('posts', { n: shown }) })}${corrected}`;
}

/** Which posts are looked through. */
export function coverage({ say, monthAndYear }: SearchSpeech, { segments }: SearchList): Raw {
  const n = segments.reduce((sum, segment) => sum + segment.count, 0);
  const since = segments
    .map((segment) => segment.since)
    .filter((day) => day !== null)
    .sort()[0];
  return since === undefined
    ? say('searchCovers', { n })
    : say('searchCoversSince', { n, month: monthAndYear(since as Instant) });
}

/** Tags of what was found and how many posts have each, most first. */
export function tagCounts(found: Found): [slug: string, posts: number][] {
  const counts = new Map<string, number>();
  for (const { post } of found.hits)
    for (const slug of post.tags) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
