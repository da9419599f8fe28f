import type { Instant } from '../model/values.js';
import { parseDate } from './dates/dates.js';
import { childrenOf, text, type XmlNode } from './xml/node.js';

/** Gathers what could not be read, in words, each once, a bounded number of lines. */
export interface Problems {
  add(problem: string): void;
  list(): readonly string[];
}

/** A feed whose every date is wrong need not say so a thousand times. */
const MOST = 20;

export function problems(): Problems {
  const found: string[] = [];
  let more = 0;
  return {
    add(problem) {
      if (found.includes(problem)) return;
      if (found.length < MOST) found.push(problem);
      else more += 1;
    },
    list: () => (more === 0 ? found : [...found, `and ${more} more`]),
  };
}

/** The first date that can be read among the children of those names; one that cannot is noted if none can. */
export function dateOf(
  node: XmlNode,
  names: readonly string[],
  where: string,
  noted: Problems,
): Instant | null {
  let unreadable: string | null = null;
  for (const child of childrenOf(node, names)) {
    const source = text(child).trim();
    const date = parseDate(source);
    if (date !== null) return date;
    if (source !== '') unreadable ??= source;
  }
  if (unreadable !== null) noted.add(unreadableDate(where, unreadable));
  return null;
}

export const unreadableDate = (where: string, source: string): string =>
  `${where}: unreadable date ${JSON.stringify(source.replace(/\s+/g, ' ').slice(0, 60))}`;
