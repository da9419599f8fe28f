import type { Post } from '../../model/post.js';
import { day } from '../../model/words.js';
import type { SearchSegmentRef, SiteView } from '../site/view.js';
import { contextOf } from './context.js';
import { directionOf, languageOf } from './language.js';
import { namesOf } from './post.js';
import type { SearchFile, SearchList, SearchPost } from './search-format.js';
import { textOf, titleOf } from './title.js';

export const searchFile = (site: SiteView, posts: readonly Post[]): SearchFile => ({
  posts: posts.map((post) => searchPost(site, post)),
});

/** @param segments the newest last */
export function searchList(site: SiteView, segments: readonly SearchSegmentRef[]): SearchList {
  return {
    segments: segments.toReversed().map(({ n, count, since }) => ({ n, count, since: since && day(since) })),
    tags: Object.fromEntries(
      site.tags.map(({ slug, title, group }) => [
        slug,
        { title, ...(group !== null && { grouped: true as const }) },
      ]),
    ),
  };
}

function searchPost(site: SiteView, post: Post): SearchPost {
  const text = textOf(post.excerpt);
  const title = titleOf(post, text, contextOf(site).words);
  const lang = languageOf(`${title.text} ${text}`, post.language, site.config.site.language);
  const dir = directionOf(title.text);
  const names = namesOf(post, false);
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
