import type { HttpUrl } from '../../model/values.js';
import { FORMATS, MAIN_FORMAT } from '../feeds/formats.js';
import { feedPath } from '../site/paths.js';
import type { Named } from '../site/view.js';
import type { Context } from './context.js';
import type { LinkTo } from './page.js';
import { html, joined, type Raw } from './template.js';

/** A stream's feeds, and the address of the recommended one to be copied; the script adds a button to it. */
export function feedLinks({ words }: Pick<Context, 'words'>, stream: Named, site: HttpUrl, to: LinkTo): Raw {
  const links = FORMATS.map((format) => {
    const href = to(feedPath(stream, format.extension));
    return format === MAIN_FORMAT
      ? html`<a class="main" href="${href}">${words.say('feedLink', { format: format.label })}</a>`
      : html`<a href="${href}">${format.label}</a>`;
  });
  return html`<p class="feeds">${joined(links, ' ')}</p>
${address(site + feedPath(stream, MAIN_FORMAT.extension))}`;
}

/** An address to be selected by one click or copied by the script's button. */
export const address = (url: string): Raw => html`<p class="addr"><code>${url}</code></p>`;
