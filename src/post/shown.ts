import type { Config, Source } from '../config/config.js';
import { excerpt, excerptText } from '../html/excerpt.js';
import { oneLine, visibleText } from '../html/text.js';
import { canonicalLink } from '../model/address.js';
import type { Entry } from '../model/entry.js';
import { shortHash } from '../model/hash.js';
import type { SafeHtml } from '../model/values.js';
import { fitsFull } from './full-content.js';

type Text = Pick<Entry, 'title' | 'url' | 'summary' | 'content' | 'enclosures'>;
type Settings = Pick<Config['publish'], 'excerpt' | 'limit'>;

/** What stands for an entry's text wherever there is no room for all of it. */
export function excerptOf({ summary, content }: Text, settings: Settings): SafeHtml {
  const html = summary ?? content;
  return html === null ? ('' as SafeHtml) : excerpt(html, settings.excerpt);
}

/** The content of an entry as it is published: of a source marked `full`, where it fits; else null. */
export function contentOf({ content }: Text, source: Source | null, settings: Settings): SafeHtml | null {
  const isFull = source?.full === true && content !== null && fitsFull(content, settings.limit);
  return isFull ? content : null;
}

/**
 * A hash of what a reader would call an edit where it differs: title, link, files and the words that are
 * published. Aside stay markup, and the queries of addresses, which some sites change at each request.
 */
export function shownHash(text: Text, source: Source | null, settings: Settings): string {
  const content = contentOf(text, source, settings);
  return shortHash(
    JSON.stringify([
      text.title,
      text.url && pageOf(text.url),
      text.enclosures.map(({ url }) => pageOf(url)),
      excerptText(excerptOf(text, settings)),
      content && oneLine(visibleText(content)),
    ]),
  );
}

const pageOf = (url: string): string => canonicalLink(url).split('?', 1)[0] ?? '';
