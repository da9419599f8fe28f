import { firstWords } from '../../post/clean.js';
import { textOf } from '../../publish/feeds/record.js';
import { creditOf, JSON_TYPE, type NoticeFormat } from './notice.js';

/** A webhook of Discord: one embed, within its limits (title 256, description 4096, footer 2048). */
export const discord: NoticeFormat = ({ site, tag, entry }, { url }) => {
  const embed = {
    title: escaped(firstWords(entry.title, 200)),
    url: entry.url,
    description: escaped(firstWords(textOf(entry.summary), 500)),
    author: { name: firstWords(creditOf(entry), 200) },
    footer: { text: firstWords(`${tag.title} · ${site.title}`, 200) },
    timestamp: new Date(entry.published).toISOString(),
    ...(entry.image !== null && { thumbnail: { url: entry.image } }),
  };
  const body = JSON.stringify({ embeds: [embed], allowed_mentions: { parse: [] } });
  return { url, type: JSON_TYPE, body };
};

/** Titles are text of strangers, and Discord reads Markdown. */
const escaped = (text: string): string => text.replace(/[\\*_~`|>#[\]()-]/g, (one) => `\\${one}`);
