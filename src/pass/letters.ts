import type { Config } from '../config/config.js';
import type { Announcement } from '../publish/site/announced.js';
import type { Fresh, Letter } from '../store/store.js';
import { hubPings } from './hub-pings.js';
import { webhookLetters } from './webhooks/webhook.js';

/** Whom a publication has to be told to. */
export const lettersOf = (
  config: Pick<Config, 'publish' | 'notify'>,
  { news, fresh }: Pick<Announcement, 'news'> & { readonly fresh: Fresh },
): readonly Letter[] => [...hubPings(config, news), ...webhookLetters(config.notify, fresh)];
