import type { Config } from '../config/config.js';
import type { Letter } from '../store/store.js';
import type { Courier } from './deliver.js';

const KIND = 'websub';

/**
 * Tells the hub which feeds have news: a letter for each.
 * @param news paths of feeds
 */
export const hubPings = ({ publish: { hub } }: Pick<Config, 'publish'>, news: readonly string[]) =>
  hub === null ? [] : news.map((path): Letter => ({ kind: KIND, to: hub, about: path }));

/**
 * A ping is no part of the Recommendation, so it is what hubs have taken since PubSubHubbub: a form with
 * `hub.mode=publish` and the feed's address, in `hub.url` for the older of them and in `hub.topic` for the
 * others. A hub that feeds.json no longer names hears nothing.
 */
export const pingCourier = ({ site, publish: { hub } }: Pick<Config, 'site' | 'publish'>): Courier => ({
  kind: KIND,
  inTurn: false,
  sending({ to, about }) {
    if (hub === null || to !== hub) return null;
    const body = pingBody(site.url + about); // the very address of its self link
    return { url: hub, type: 'application/x-www-form-urlencoded', body, isLedTo: false };
  },
  placeOf: ({ to }) => `hub ${to}`,
  discreet: (message) => message,
});

const pingBody = (topic: string): string =>
  new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic }).toString();
