import { httpUrl } from '../../model/values.js';
import { firstWords } from '../../post/clean.js';
import { textOf } from '../../publish/feeds/record.js';
import { bearer, creditOf, JSON_TYPE, type NoticeFormat } from './notice.js';

/**
 * A notification of ntfy, whose address is that of the topic. It is sent as JSON, which goes to the server's
 * root and names the topic: headers, the other way, have no place for letters beyond ASCII.
 */
export const ntfy: NoticeFormat = ({ tag, entry }, to) => {
  const url = httpUrl('/', to.url);
  if (url === null) throw new TypeError('an address has a root');
  const body = JSON.stringify({
    topic: new URL(to.url).pathname.split('/').findLast((part) => part !== '') ?? '',
    title: firstWords(entry.title, 200),
    message: `${creditOf(entry)}\n${firstWords(textOf(entry.summary), 300)}`,
    click: entry.url,
    tags: [tag.slug],
  });
  return { url, type: JSON_TYPE, body, ...bearer(to) };
};
