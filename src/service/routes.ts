import { readHealthFeed } from '../operate/health.js';
import { contentSecurityPolicy } from '../publish/pages/csp.js';
import { isOfVersion } from '../publish/site/theme.js';
import { feedLinks } from './http/feed-links.js';
import { healthRoute } from './http/operator/health.js';
import { healthFeedRoute } from './http/operator/health-feed.js';
import { metricsRoute } from './http/operator/metrics-route.js';
import { pushRoute } from './http/push-route.js';
import type { Route } from './http/route.js';
import { beginningAnswer } from './http/site/beginning.js';
import { pastAddresses } from './http/site/past-addresses.js';
import { siteRoute } from './http/site/site-route.js';
import type { Serving } from './serving.js';

/**
 * What readers are served, asked in this order. The last has an answer to everything.
 * @param asked for feeds that are made when they are asked for
 */
export const siteRoutes = (serving: Serving, asked: Route): readonly Route[] => [
  asked,
  ...(serving.push === null ? [] : [pushRoute(serving.push, () => serving.site().config.fetch.maxBytes)]),
  siteRoute({
    root: serving.places.out,
    linkOf: (path) => feedLinks(serving.site().config, path),
    pagePolicy: () => contentSecurityPolicy(serving.site().config.site),
    isOfVersion: (path, version, bytes) => isOfVersion(serving.site().theme, path, version, bytes),
    beginning: (path) =>
      beginningAnswer(path, serving.site(), {
        ...serving.progress(),
        nextPass: serving.health().nextPass,
      }),
    ...pastAddresses(
      () => ({ tags: serving.site().config.tags, stored: serving.stored() }),
      () => serving.now(),
    ),
  }),
];

/** What is for whoever watches the service: on a port of its own, or before all that readers are served. */
export const operatorRoutes = (serving: Serving): readonly Route[] => [
  healthRoute(() => serving.health()),
  metricsRoute(serving.metrics),
];

/** What is nowhere but on a port of the operator's own: it tells of each source. */
export const opsPortRoutes = (serving: Serving): readonly Route[] => [
  healthFeedRoute(() => readHealthFeed(serving.places, serving.site().config)),
];
