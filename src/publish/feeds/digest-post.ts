import { escapeHtml } from '../../html/escape.js';
import type { Post } from '../../model/post.js';
import { httpUrl, type SafeHtml } from '../../model/values.js';
import { firstWords } from '../../post/clean.js';
import { feedPath, streamPath } from '../site/paths.js';
import type { SiteView, Stream } from '../site/view.js';
import { siteSpeech } from '../words/languages.js';
import type { Speech } from '../words/speech.js';
import { MAIN_FORMAT } from './formats.js';
import { type EntryRecord, entryRecord } from './record.js';

/** Posts of a digest that are quoted; what more there are have their titles alone. */
const QUOTED = 50;

/**
 * A digest as an entry of its feed, published by the site. Its HTML is plain: services that make mails of
 * feeds, and the programs that show those, take headings, paragraphs, quotations and links, and no style.
 */
export function digestPost(site: SiteView, stream: Stream, post: Post): Post {
  const { url, title } = site.config.site;
  const own = post.digest ?? [];
  const titles = new Map(site.tags.map((tag) => [tag.slug, tag.title]));
  const entries = own.map((one) => entryRecord(site, titles, one));
  const sources = new Set(own.map(({ source }) => source)).size;
  const words = siteSpeech(site.config.site, site.theme);
  const { say } = words;
  const [posts, from] = [say('posts', { n: own.length }), say('sources', { n: sources })];
  const summary = say('digestStock', { posts, sources: from }).text;
  const listed = entries.map((entry, at) => item(entry, words, at < QUOTED)).join('\n');
  return {
    ...post,
    url: httpUrl(`${streamPath(stream)}#${post.key}`, url), // of its own: readers tell posts apart by links
    authors: [{ name: title, url }],
    excerpt: escapeHtml(firstWords(`${summary} ${entries.map((entry) => entry.title).join(' · ')}`, 500)),
    content: `<p>${escapeHtml(summary)}</p>\n${listed}` as SafeHtml, // of escaped text and sanitised excerpts
    from: {
      id: site.firstUrl,
      title,
      updated: post.updated,
      home: url,
      feed: httpUrl(feedPath({ kind: 'site', slug: '' }, MAIN_FORMAT.extension), url),
    },
  };
}

function item(
  { title, url, authors, source, published, summary, language }: EntryRecord,
  words: Speech,
  isQuoted: boolean,
): string {
  const names = [...new Set([...authors.map(({ name }) => name), source.title])].join(', ');
  const lang = language === null ? '' : ` lang="${escapeHtml(language)}"`;
  const head = `<h3${lang}><a href="${escapeHtml(url)}">${escapeHtml(title)}</a></h3>`;
  const by = `<p>${escapeHtml(`${names}, ${words.shortDate(published).text}`)}</p>`;
  const isQuote = isQuoted && summary !== escapeHtml(title);
  return isQuote ? `${head}\n${by}\n<blockquote${lang}>${summary}</blockquote>` : `${head}\n${by}`;
}
