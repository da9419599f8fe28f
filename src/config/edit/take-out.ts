import { type Comment, type JsonNode, readJson } from '../json/json.js';
import { linesOf } from '../json/lines.js';
import { isFirstInLine, lineStart, tailOf } from './edit.js';

/**
 * The text of a feeds.json, or of a part of one, without some of its sources, and which these were, each by
 * its address; a reading list by its own, or its path. With a source goes its line, and a comment that ends
 * it; all else stays byte for byte. The text is one that `parseFiles` has accepted.
 */
export function takeOutSources(
  text: string,
  isMeant: (address: string) => boolean,
): { readonly text: string; readonly taken: readonly string[] } {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  let json = text.slice(mark.length);
  const taken: string[] = [];
  for (;;) {
    const { root, comments } = readJson(json, linesOf(json));
    const list = root?.kind === 'object' ? root.members.get('sources')?.node : undefined;
    const items = list?.kind === 'array' ? list.items : [];
    const index = items.findIndex((item) => isMeant(addressOf(item)));
    const item = items[index];
    if (item === undefined) return { text: mark + json, taken };
    taken.push(addressOf(item));
    json = without(json, comments, item, items[index - 1] ?? null);
  }
}

function addressOf(item: JsonNode): string {
  const members = item.kind === 'object' ? item.members : null;
  const node = members === null ? item : (members.get('url') ?? members.get('opml'))?.node;
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
}

/** `before` is the item before it, which keeps its comma only where another one follows. */
function without(
  json: string,
  comments: readonly Comment[],
  item: JsonNode,
  before: JsonNode | null,
): string {
  const { comma, at } = tailOf(json, comments, item.end);
  const isLast = comma === null;
  const dangling = isLast && before !== null ? tailOf(json, comments, before.end).comma : null;
  if (!isFirstInLine(json, item.start)) {
    const rest = isLast ? json.slice(at) : json.slice(at).replace(/^[ \t]*/, '');
    return json.slice(0, dangling ?? item.start) + rest;
  }
  const newLine = /^(?:\r\n|\n|\r)?/.exec(json.slice(at))?.[0].length ?? 0;
  const rest = json.slice(at + newLine);
  const start = lineStart(json, item.start);
  if (dangling === null) return json.slice(0, start) + rest;
  return json.slice(0, dangling) + json.slice(dangling + 1, start) + rest;
}
