import type { SiteView } from '../site/view.js';
import type { Page } from './page.js';
import { address } from './subscribe.js';
import { html } from './template.js';

/**
 * A page as it is shown at the address of its feed, to a person who opens that in a browser: first what the
 * address is for.
 * @param path of the feed
 * @param label the format as people call it
 */
export const openedFeed = (site: SiteView, page: Page, path: string, label: string): Page => ({
  ...page,
  shownAt: path,
  main: (to) => html`<aside class="opened" aria-label="About this address">
<p class="note">This is the address of a feed (${label}). Copy it into a feed reader, and new posts come to you. Below is what the feed has now.</p>
${address(site.config.site.url + path)}
</aside>
${page.main(to)}`,
});
