import type { Post } from '../../model.js';
import type { SearchSegmentRef, SiteView } from '../view.js';
import { contextOf } from './context.js';
import { directionOf, languageOf } from './language.js';
import { titleOf, visibleText } from './title.js';
import { day } from './words.js';

/** A post as search knows it. What is missing doesn't apply: the file is loaded by every visitor who searches. */
export interface SearchPost {
  /** Its place on our own pages: `sources/<source>/#<id>`. */
  readonly id: string;
  readonly url?: string;
  readonly title: string;
  /** The title is made of the excerpt's first words. */
  readonly untitled?: true;
  readonly text: string;
  readonly by?: readonly string[];
  readonly source: string;
  readonly from: string;
  /** `2026-11-18`. */
  readonly date: string;
  readonly tags: readonly string[];
  readonly lang?: string;
  /** Runs against the site. */
  readonly dir?: 'ltr' | 'rtl';
}

/** `search/<n>.json`. */
export interface SearchFile {
  readonly posts: readonly SearchPost[];
}

/** `search/index.json`: the segments, newest first, and what their tags are called. */
export interface SearchList {
  readonly segments: readonly { readonly n: number; readonly count: number; readonly since: string | null }[];
  readonly tags: Readonly<Record<string, { readonly title: string; readonly grouped?: true }>>;
}

export const searchFile = (site: SiteView, posts: readonly Post[]): SearchFile => ({
  posts: posts.map((post) => searchPost(site, post)),
});

export function searchList(site: SiteView, segments: readonly SearchSegmentRef[]): SearchList {
  return {
    segments: segments
      .toSorted((a, b) => b.n - a.n)
      .map(({ n, count, since }) => ({ n, count, since: since && day(since) })),
    tags: Object.fromEntries(
      site.tags.map(({ slug, title, group }) => [
        slug,
        { title, ...(group !== null && { grouped: true as const }) },
      ]),
    ),
  };
}

function searchPost(site: SiteView, post: Post): SearchPost {
  const text = visibleText(post.excerpt);
  const title = titleOf(post, text);
  const lang = languageOf(`${title.text} ${text}`, post.language, site.config.site.language);
  const dir = directionOf(title.text);
  const names = post.authors.map(({ name }) => name).filter((name) => name !== post.from.title);
  return {
    id: post.uuid,
    ...(post.url !== null && { url: post.url }),
    title: title.text,
    ...(title.made && { untitled: true as const }),
    text: title.excerpt ? text : '',
    ...(names.length > 0 && { by: names }),
    source: post.source,
    from: post.from.title,
    date: day(post.published),
    tags: post.tags,
    ...(lang !== null && { lang }),
    ...(dir !== null && dir !== contextOf(site).direction && { dir }),
  };
}
