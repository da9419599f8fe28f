import type { WebhookKind } from '../../config/config.js';
import { discord } from './discord.js';
import { matrix } from './matrix.js';
import type { NoticeFormat } from './notice.js';
import { ntfy } from './ntfy.js';
import { slack } from './slack.js';
import { standard } from './standard.js';

/** What `notify` may be told as. */
export const FORMATS: Readonly<Record<WebhookKind, NoticeFormat>> = {
  json: standard,
  slack,
  discord,
  matrix,
  ntfy,
};
