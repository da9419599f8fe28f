import { comparableUrl } from '../../model/address.js';
import type { JsonNode } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { type JsonPath, showPath } from '../json/problem.js';
import { selectText } from '../json/select.js';

/**
 * Sources that are one feed under two addresses: each would be polled, stored and credited twice. And lists
 * that are named twice.
 */
export function repeatedSources(root: JsonNode, ownPath: (path: JsonPath) => JsonPath): readonly Finding[] {
  const seen = new Map<string, JsonPath>();
  const inOrder = [
    ...selectText(root, ['sources', '[]']),
    ...selectText(root, ['sources', '[]', 'url']),
    ...selectText(root, ['sources', '[]', 'opml']),
  ].sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
  return inOrder.flatMap(({ path, text }): readonly Finding[] => {
    const url = `${path[2] === 'opml'} ${comparableUrl(text)}`;
    const first = seen.get(url);
    if (first === undefined) {
      seen.set(url, path.slice(0, 2));
      return [];
    }
    const what = path[2] === 'opml' ? 'list' : 'feed';
    const message = `the same ${what} as ${showPath(ownPath(first))}`;
    return [{ path, atKey: false, message, help: 'take one of them out', other: first }];
  });
}
