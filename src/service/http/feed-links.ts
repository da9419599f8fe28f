import type { Config } from '../../config/config.js';
import { feedAt } from '../../publish/feeds/feed-at.js';

/**
 * The `Link` of a live feed where the site has a hub: that, and the address that subscribers name to it
 * (WebSub 4), as the feed says both itself. Null for everything else. Addresses hold no `>`, blank or line
 * break: what makes them escapes those.
 */
export function feedLinks(
  { site, publish: { hub } }: Pick<Config, 'site' | 'publish'>,
  path: string,
): string | null {
  if (hub === null || feedAt(path)?.isLive !== true) return null;
  return `<${hub}>; rel="hub", <${site.url}${path}>; rel="self"`;
}
