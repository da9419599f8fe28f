import { firstWords } from '../../post/clean.js';
import { textOf } from '../../publish/feeds/record.js';
import { creditOf, JSON_TYPE, type NoticeFormat } from './notice.js';

/** An incoming webhook of Slack, which Mattermost and Rocket.Chat take as well. */
export const slack: NoticeFormat = ({ tag, entry }, { url }) => {
  const title = `<${entry.url}|${escaped(entry.title)}>`;
  const text = `${title}\n${escaped(`${creditOf(entry)} · ${tag.title}`)}\n>${escaped(firstWords(textOf(entry.summary), 300))}`;
  const body = JSON.stringify({ text, unfurl_links: false, unfurl_media: false });
  return { url, type: JSON_TYPE, body };
};

const REPLACEMENTS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '¦' };

/** Slack's three characters of control, which also begin mentions; `|` would end the address of a link. */
const escaped = (text: string): string => text.replace(/[&<>|]/g, (one) => REPLACEMENTS[one] ?? one);
