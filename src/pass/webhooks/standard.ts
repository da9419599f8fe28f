import { createHmac } from 'node:crypto';
import { toMs } from '../../model/values.js';
import { jsonItem } from '../../publish/feeds/json.js';
import { JSON_TYPE, type NoticeFormat } from './notice.js';

/**
 * A Standard Webhook (https://github.com/standard-webhooks/standard-webhooks, 1.0): `post.published`, the
 * post as the tag's JSON Feed has it. Signed where there is a key.
 */
export const standard: NoticeFormat = ({ id, at, site, tag, entry }, { url, secret }) => {
  const data = { site, tag, item: jsonItem(entry) };
  const body = JSON.stringify({ type: 'post.published', timestamp: at, data });
  const seconds = String(Math.floor(toMs(at) / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': seconds };
  if (secret === null) return { url, type: JSON_TYPE, body, headers };
  const signature = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64');
  return { url, type: JSON_TYPE, body, headers: { ...headers, 'webhook-signature': `v1,${signature}` } };
};
