import { sanitize } from '../html/sanitize.js';
import type { Feed, FeedEntry } from '../model/feed.js';
import type { HttpUrl } from '../model/values.js';
import { shortDate } from '../model/words.js';
import type { OutputFile } from '../publish/output-file.js';
import { directionOf } from '../publish/pages/language.js';
import { html, type Piece, sanitised } from '../publish/pages/template.js';

/**
 * The pages of an example blog, out of its feed: its home and a page a post, so that links of the demo lead
 * somewhere.
 */
export function blogPages(feed: Feed): readonly OutputFile[] {
  const posts = feed.entries.flatMap((entry) => (entry.url === null ? [] : [post(feed, entry, entry.url)]));
  return feed.home === null ? posts : [home(feed, feed.home), ...posts];
}

function home(feed: Feed, url: HttpUrl): OutputFile {
  const items = feed.entries.map(
    (entry) => html`<li>${date(entry)} <a href="${entry.url}">${entry.title ?? 'Note'}</a></li>\n`,
  );
  return page(feed, url, feed.title ?? '', html`<p>${feed.description}</p>\n<ul>\n${items}</ul>`);
}

function post(feed: Feed, entry: FeedEntry, url: HttpUrl): OutputFile {
  const content = entry.content ?? entry.summary;
  const text = content === null ? null : sanitised(sanitize(content));
  return page(feed, url, entry.title ?? 'Note', html`<p>${date(entry)}</p>\n${text}`, entry.language);
}

function date({ published }: FeedEntry): Piece {
  if (published === null) return null;
  return html`<time datetime="${published}">${shortDate(published)}</time>`;
}

function page(
  feed: Feed,
  url: HttpUrl,
  title: string,
  main: Piece,
  language: string | null = null,
): OutputFile {
  const { markup } = html`<!doctype html>
<html lang="${language ?? feed.language ?? 'en'}" dir="${directionOf(title) ?? 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="stylesheet" href="/blog.css">
</head>
<body>
<header><a href="${feed.home}">${feed.title}</a></header>
<main>
<h1>${title}</h1>
${main}
</main>
<footer dir="ltr" lang="en"><p>One of the example blogs that ship with tagwire.</p></footer>
</body>
</html>
`;
  return { path: `${decodeURIComponent(new URL(url).pathname).slice(1)}index.html`, body: markup };
}
