import type { SiteView } from '../site/view.js';
import { contextOf } from './context.js';
import type { Page } from './page.js';
import { address } from './subscribe.js';
import { html } from './template.js';

/**
 * A page as it is shown at the address of its feed, to a person who opens that in a browser: first what the
 * address is for.
 * @param path of the feed
 * @param label the format as people call it
 */
export function openedFeed(site: SiteView, page: Page, path: string, label: string): Page {
  const { say } = contextOf(site).words;
  return {
    ...page,
    shownAt: path,
    main: (to) => html`<aside class="opened" aria-label="${say('openedLabel').text}">
<p class="note">${say('opened', { format: label })}</p>
${address(site.config.site.url + path)}
</aside>
${page.main(to)}`,
  };
}
