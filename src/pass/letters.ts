import type { Config } from '../config/config.js';
import type { News } from '../publish/publish.js';
import type { Letter } from '../store/store.js';
import { hubPings } from './hub-pings.js';
import { webhookLetters } from './webhooks/webhook.js';

/** Whom a publication has to be told to. */
export const lettersOf = (
  config: Pick<Config, 'publish' | 'notify'>,
  { news, fresh }: Pick<News, 'news' | 'fresh'>,
): readonly Letter[] => [...hubPings(config, news), ...webhookLetters(config.notify, fresh)];
