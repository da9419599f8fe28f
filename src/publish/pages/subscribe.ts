import type { HttpUrl } from '../../model/values.js';
import { feedPath } from '../site/paths.js';
import type { Stream } from '../site/view.js';
import type { LinkTo } from './page.js';
import { html, type Raw } from './template.js';

/** The three feeds of a stream, and the address of the first to be copied; the script adds a button to it. */
export function feedLinks(stream: Pick<Stream, 'kind' | 'slug'>, site: HttpUrl, to: LinkTo): Raw {
  return html`<p class="feeds"><a class="main" href="${to(feedPath(stream, 'atom'))}">Atom feed</a> <a href="${to(feedPath(stream, 'rss'))}">RSS</a> <a href="${to(feedPath(stream, 'json'))}">JSON Feed</a></p>
${address(site + feedPath(stream, 'atom'))}`;
}

/** An address to be selected by one click or copied by the script's button. */
export const address = (url: string): Raw => html`<p class="addr"><code>${url}</code></p>`;
