import type { Explanation } from '../../classify/report/explain.js';
import type { Config } from '../../config/config.js';
import { oneLine, visibleText } from '../../html/text.js';
import { compareText } from '../../model/compare-text.js';
import type { MissedPost } from '../missed.js';

/** A post that waits for its tags, and how near it came to some. */
export interface Unlabelled extends MissedPost {
  readonly explanation: Explanation;
}

/** Tags that are named of a post. */
const NEAREST = 3;

/**
 * Posts as one JSON Feed 1.1, piece by piece, in the form that `classify --eval` and `suggest --from` read:
 * whoever labels them edits `tags`, and takes out the rest.
 */
export async function* labelFeed(
  { site }: Pick<Config, 'site'>,
  posts: AsyncIterable<Unlabelled>,
): AsyncIterable<string> {
  const head = { version: 'https://jsonfeed.org/version/1.1', title: site.title, home_page_url: site.url };
  yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
  let separator = '\n';
  for await (const post of posts) {
    yield separator + JSON.stringify(item(post));
    separator = ',\n';
  }
  yield '\n]}\n';
}

function item({ entry, from, explanation }: Unlabelled): object {
  const { id, url, title, content, summary, published, authors, tags } = entry;
  const html = content ?? summary;
  return {
    id,
    url: url ?? undefined,
    title: title ?? undefined,
    ...(html === null ? { content_text: '' } : { content_html: html }),
    summary: content === null || summary === null ? undefined : oneLine(visibleText(summary)),
    date_published: published,
    authors: authors.length === 0 ? undefined : authors.map(({ name }) => ({ name })),
    tags,
    _tagwire: { source: from, nearest: nearestOf(explanation).slice(0, NEAREST) },
  };
}

/** The tags that a post has or came near to, by points. */
export const nearestOf = ({ tags }: Explanation) =>
  tags
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points || compareText(a.tag, b.tag))
    .map(({ tag, points, min }) => ({ tag, points, min }));
