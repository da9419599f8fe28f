import type { Metrics } from '../../metrics/metrics.js';
import { ALWAYS } from '../headers.js';
import { isRead, type Route } from '../route.js';

/** `/metrics`: what the service has counted, never from a cache. */
export const metricsRoute =
  ({ exposition }: Pick<Metrics, 'exposition'>): Route =>
  async (request) => {
    if (request.path !== 'metrics' || !isRead(request)) return null;
    const { contentType, text } = await exposition();
    return {
      status: 200,
      headers: { ...ALWAYS, 'Content-Type': contentType, 'Cache-Control': 'no-store' },
      body: Buffer.from(text),
    };
  };
