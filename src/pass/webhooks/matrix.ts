import { escapeHtml } from '../../html/escape.js';
import { httpUrl } from '../../model/values.js';
import { firstWords } from '../../post/clean.js';
import { textOf } from '../../publish/feeds/record.js';
import { bearer, creditOf, JSON_TYPE, type Notice, type NoticeFormat } from './notice.js';

/**
 * A message to a Matrix room. With an access token the address is that of the client-server API,
 * `…/rooms/ROOM/send/m.room.message`, and a homeserver takes each transaction once, however often it is sent;
 * without one it is that of a bridge for webhooks (matrix-hookshot).
 */
export const matrix: NoticeFormat = (notice, to) => {
  const { text, html } = wordsOf(notice);
  if (to.secret === null) return { url: to.url, type: JSON_TYPE, body: JSON.stringify({ text, html }) };
  const url = httpUrl(`${to.url.replace(/\/$/, '')}/${notice.id}`);
  if (url === null) throw new TypeError('an address stays one with a part more');
  const body = JSON.stringify({
    msgtype: 'm.notice',
    body: text,
    format: 'org.matrix.custom.html',
    formatted_body: html,
    'm.mentions': {},
  });
  return { url, method: 'PUT', type: JSON_TYPE, body, ...bearer(to) };
};

function wordsOf({ tag, entry }: Notice): { readonly text: string; readonly html: string } {
  const about = `${creditOf(entry)} · ${tag.title}`;
  const summary = firstWords(textOf(entry.summary), 300);
  const link = `<a href="${escapeHtml(entry.url)}">${escapeHtml(entry.title)}</a>`;
  return {
    text: `${entry.title}\n${entry.url}\n${about}`,
    html: `<p><strong>${link}</strong><br>${escapeHtml(about)}</p><p>${escapeHtml(summary)}</p>`,
  };
}
