import type { Instant } from '../model/values.js';
import { parseDate } from './dates/dates.js';
import type { Scope } from './links.js';
import { withoutTags } from './tags.js';
import { childrenOf, text, type XmlNode } from './xml/node.js';

/**
 * The first date that can be read among the children of those names; one that cannot is noted if none can.
 */
export function dateOf(node: XmlNode, names: readonly string[], where: string, scope: Scope): Instant | null {
  const language = scope.language ?? scope.feedLanguage;
  let unreadable: string | null = null;
  for (const child of childrenOf(node, names)) {
    const source = text(child).trim();
    const date = source.includes('<') ? dateInMarkup(source, language) : parseDate(source, language);
    if (date !== null) return date;
    if (source !== '') unreadable ??= source;
  }
  if (unreadable !== null) scope.noted.add(unreadableDate(where, unreadable));
  return null;
}

/** Longer than a date and the tags around it. */
const LONGEST = 2000;
const DATETIME = /<time\s(?:[^<>]*\s)?datetime\s*=\s*["']?([^"'<>]+)/i;

/** A date that a content management system has put into tags: what they say to machines, else their text. */
function dateInMarkup(source: string, language: string | null): Instant | null {
  const markup = source.slice(0, LONGEST);
  const stated = DATETIME.exec(markup)?.[1];
  const date = stated === undefined ? null : parseDate(stated.trim(), language);
  return date ?? parseDate(withoutTags(markup), language);
}

export const unreadableDate = (where: string, source: string): string =>
  `${where}: unreadable date ${JSON.stringify(source.replace(/\s+/g, ' ').slice(0, 60))}`;
