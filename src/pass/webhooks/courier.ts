import type { Config } from '../../config/config.js';
import type { KnownWebhook } from '../../config/environment.js';
import type { Sending } from '../../fetch/result.js';
import { hexHash } from '../../model/hash.js';
import { type HttpUrl, instant } from '../../model/values.js';
import { plainText } from '../../post/clean.js';
import { entryRecord } from '../../publish/feeds/record.js';
import { streamPath } from '../../publish/site/paths.js';
import type { PostMaker, StoreReader, Waiting } from '../../store/store.js';
import type { Courier } from '../deliver.js';
import { FORMATS } from './formats.js';
import { nameOf, WEBHOOK } from './webhook.js';

interface Telling {
  readonly config: Config;
  readonly webhooks: readonly KnownWebhook[];
  readonly store: StoreReader;
  readonly makePost: PostMaker;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Tells webhooks of posts, as they are when they are told: what has been removed by then, or is no longer
 * filed under the tag, is told to nobody, nor is a webhook told that feeds.json no longer has.
 */
export function webhookCourier({ config, webhooks, store, makePost, now }: Telling): Courier {
  const byName = new Map(webhooks.map((one) => [nameOf(one.hook), one]));
  return {
    kind: WEBHOOK,
    inTurn: true,
    async sending(letter) {
      const known = byName.get(letter.to);
      const tag = config.tags.find(({ slug }) => slug === known?.hook.tag);
      if (known === undefined || tag === undefined) return null;
      const found = (await store.search(letter.about)).find(
        ({ entry }) => entry.id === letter.about && entry.tags.includes(tag.slug),
      );
      const record = found && (await store.sources()).get(found.source);
      const post = found && record && makePost(found.entry, record);
      if (!post) return null;
      const { firstUrl } = await store.facts();
      const site = { config, firstUrl: firstUrl ?? config.site.url };
      const titles = new Map(config.tags.map(({ slug, title }) => [slug, title]));
      const page = `${config.site.url}${streamPath({ kind: 'tag', slug: tag.slug })}`;
      const notice = {
        id: idOf(letter),
        at: instant(now()),
        site: { title: plainText(config.site.title), url: config.site.url },
        tag: { slug: tag.slug, title: plainText(tag.title), page },
        entry: entryRecord(site, titles, post),
      };
      return { isLedTo: false, ...FORMATS[known.hook.as](notice, known) } satisfies Sending;
    },
    placeOf({ to }) {
      const [tag, as] = to.split(' ', 2);
      return `webhook of ${tag} (${as})`;
    },
    discreet: (message, { url }) => withoutAddress(message, url),
  };
}

/** The same at each try, so that who has taken it already can tell (Standard Webhooks 1.0, `webhook-id`). */
const idOf = ({ to, about }: Waiting): string => `msg_${hexHash(32, JSON.stringify([to, about]))}`;

/** Addresses and names of hosts in what the network says of a request. */
const withoutAddress = (message: string, url: HttpUrl): string =>
  message.replace(/https?:\/\/\S+/g, '…').replaceAll(new URL(url).hostname, '…');
