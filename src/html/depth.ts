import { ENDED_BY_NEXT, VOID } from './elements.js';

const TAG_START = /<(\/?)([a-z][a-z0-9]*)/gi;

/**
 * How deep elements are nested in HTML, about as a parser would see it. Linear, whatever it is given: parsers
 * that search their open elements for every end tag take hours over 12 MB of `<b>` and `</i>`.
 */
export function depthOf(html: string): number {
  const open: string[] = [];
  const counts = new Map<string, number>();
  const count = (name: string): number => counts.get(name) ?? 0;
  let deepest = 0;
  for (const [, slash, written = ''] of html.matchAll(TAG_START)) {
    const name = written.toLowerCase();
    if (slash === '/') {
      while (count(name) > 0) {
        const closed = open.pop() ?? name;
        counts.set(closed, count(closed) - 1);
        if (closed === name) break;
      }
    } else if (!VOID.has(name) && !(ENDED_BY_NEXT.has(name) && open.at(-1) === name)) {
      open.push(name);
      counts.set(name, count(name) + 1);
      deepest = Math.max(deepest, open.length);
    }
  }
  return deepest;
}
