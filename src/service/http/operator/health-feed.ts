import { atom } from '../../../publish/feeds/atom.js';
import { ALWAYS } from '../headers.js';
import { isRead, type Route } from '../route.js';

/** `/health.atom`: the operator's feed as it is now, never from a cache. */
export const healthFeedRoute =
  (feed: () => Promise<string>): Route =>
  async (request) => {
    if (request.path !== 'health.atom' || !isRead(request)) return null;
    const type = { 'Content-Type': `${atom.mediaType}; charset=utf-8`, 'Cache-Control': 'no-store' };
    return { status: 200, headers: { ...ALWAYS, ...type }, body: Buffer.from(await feed()) };
  };
