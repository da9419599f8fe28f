import { comparableUrl } from '../../model/address.js';
import type { JsonNode } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { selectText } from '../json/select.js';

/** Sources that are one feed under two addresses: each would be polled, stored and credited twice. */
export function repeatedSources(root: JsonNode): readonly Finding[] {
  const seen = new Map<string, string>();
  const inOrder = [
    ...selectText(root, ['sources', '[]']),
    ...selectText(root, ['sources', '[]', 'url']),
  ].sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
  return inOrder.flatMap(({ path, text }): readonly Finding[] => {
    const url = comparableUrl(text);
    const first = seen.get(url);
    if (first === undefined) {
      seen.set(url, `sources[${path[1]}]`);
      return [];
    }
    return [{ path, atKey: false, message: `the same feed as ${first}`, help: 'take one of them out' }];
  });
}
