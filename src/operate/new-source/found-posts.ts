import type { Classifier, SourceRules } from '../../classify/index.js';
import { subjectOfEntry } from '../../classify/report/json-feed.js';
import type { Feed } from '../../model/feed.js';
import type { HttpUrl, Instant } from '../../model/values.js';

/** A post of a feed that is looked at, with the tags that it would get. */
export interface FoundPost {
  readonly title: string | null;
  readonly url: HttpUrl | null;
  readonly date: Instant | null;
  /** Null where `only` would keep it out. */
  readonly tags: readonly string[] | null;
}

/** The posts of a feed, in its order, as those of a source with these rules and this title. */
export const foundPosts = (
  feed: Feed,
  title: string | null,
  rules: SourceRules,
  classifier: Classifier,
): readonly FoundPost[] =>
  feed.entries.map((entry) => {
    const authors = entry.authors.length > 0 ? entry.authors : feed.authors;
    const { tags, admitted } = classifier.classify(subjectOfEntry({ ...entry, authors }, title), rules);
    const date = entry.published ?? entry.updated;
    return { title: entry.title, url: entry.url, date, tags: admitted ? tags : null };
  });

/** The newest posts; those without date as their feed has them, which is mostly the newest first. */
export const newestOf = (posts: readonly FoundPost[], most: number): readonly FoundPost[] =>
  posts
    .toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : (a.date ?? '') > (b.date ?? '') ? -1 : 0))
    .slice(0, most);
