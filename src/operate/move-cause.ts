import type { Explanation } from '../classify/index.js';
import type { Tag } from '../config/config.js';
import type { Entry } from '../model/entry.js';
import type { Instant } from '../model/values.js';

/** A post that a change of rules would move. */
export interface PreviewedPost {
  readonly id: string;
  readonly title: string | null;
  readonly url: string | null;
  readonly published: Instant;
}

/** A post that gets a tag or loses it, and what is behind that. */
export interface MovedPost extends PreviewedPost {
  readonly by: Mover;
  /** The term, where one moves it: the one that is found now or no longer, or that keeps the tag away. */
  readonly term: string | null;
}

/** What moves a post into a tag or out of it. */
export type Mover =
  /** Points. */
  | 'terms'
  | 'against'
  | 'except'
  | 'ignore'
  /** Other tags of the group have more points, or had. */
  | 'group'
  /** The tag's minimum. */
  | 'min'
  /** What gives a tag without points, or gave it. */
  | 'source'
  | 'implied'
  | 'default'
  | 'hand'
  /** The gate lets the post through, or no longer. */
  | 'only'
  /** The tag is in feeds.json no more. */
  | 'no-tag'
  /** The tags that came with an import. */
  | 'import';

/** What is behind a move. */
export type Cause = Pick<MovedPost, 'by' | 'term'>;

/** Why an entry gets a tag that it had not. */
export function whyAdded(slug: string, before: Entry, after: Entry): Cause {
  const reason = after.why.find(({ tag }) => tag === slug);
  if (reason?.by === 'hand') return { by: 'hand', term: null };
  if (before.streams.length === 0) return { by: 'only', term: null };
  if (reason === undefined) return { by: 'import', term: null };
  return { by: reason.by, term: reason.by === 'terms' ? (reason.terms[0]?.term ?? null) : null };
}

/** Why an entry loses a tag; `now` is what the rules say of it. */
export function whyRemoved(
  slug: string,
  before: Entry,
  after: Entry,
  now: Explanation,
  configured: readonly Tag[],
): Cause {
  if (after.streams.length === 0) return { by: 'only', term: null };
  if (!configured.some((tag) => tag.slug === slug)) return { by: 'no-tag', term: null };
  if (now.filing.dropped.includes(slug)) return { by: 'hand', term: null };
  const reason = before.why.find(({ tag }) => tag === slug);
  if (reason === undefined) return { by: 'import', term: null };
  const account = now.tags.find(({ tag }) => tag === slug);
  const had = new Set(reason.terms.map(({ term }) => term));
  if (account?.vetoes[0] !== undefined) return { by: 'except', term: account.vetoes[0].term };
  if (reason.by !== 'terms') return { by: reason.by, term: null };
  const ignored = account?.ignored.find(({ term }) => had.has(term));
  if (ignored !== undefined) return { by: 'ignore', term: ignored.within };
  const left = account?.terms ?? [];
  const lost = reason.terms.find(({ term, points }) => points > 0 && !left.some((one) => one.term === term));
  if (lost !== undefined) return { by: 'terms', term: lost.term };
  // Reasons name no learned words that speak against a tag, so whether one is new can't be told.
  const against = left.find(({ term, points, list }) => list !== 'learned' && points < 0 && !had.has(term));
  if (against !== undefined) return { by: 'against', term: against.term };
  return { by: account?.outcome === 'outdone' ? 'group' : 'min', term: null };
}
