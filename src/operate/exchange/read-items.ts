import { JSONParser } from '@streamparser/json';
import { UserError } from '../../model/errors.js';
import { counted } from '../../model/words.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A document's bytes, from the beginning each time. */
export type OpenDocument = () => AsyncIterable<Uint8Array>;

/** Members of a JSON Feed that say whose items they are. */
const HEAD = [
  'version',
  'title',
  'home_page_url',
  'feed_url',
  'language',
  'authors',
  'author',
  'description',
  '_tagwire',
];

/**
 * What a JSON Feed says of itself; the whole document is read only if it doesn't say that before its items.
 */
export async function readHead(open: OpenDocument, name: string): Promise<JsonObject> {
  const head: Record<string, unknown> = {};
  let items = 0;
  const parser = parserOf([...HEAD.map((member) => `$.${member}`), '$.items.*'], (key, value) => {
    if (typeof key === 'string') head[key] = value;
    else items += 1;
  });
  const isEnough = (): boolean => items > 0 && ('feed_url' in head || '_tagwire' in head);
  for await (const chunk of pieces(open)) {
    parse(parser, chunk, name, items);
    if (isEnough()) break;
  }
  if (items === 0 && !/jsonfeed\.org\/version\//.test(String(head['version'])))
    throw new UserError(`${name} is no JSON Feed: it has no "items"`);
  return head;
}

/** The items of a JSON Feed in groups of a few hundred, however many there are. */
export async function* readItems(open: OpenDocument, name: string): AsyncIterable<readonly JsonObject[]> {
  let items: JsonObject[] = [];
  let read = 0;
  const parser = parserOf(['$.items.*'], (_key, value) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) items.push(value as JsonObject);
  });
  for await (const chunk of pieces(open)) {
    parse(parser, chunk, name, read + items.length);
    if (items.length === 0) continue;
    read += items.length;
    yield items;
    items = [];
  }
  if (!parser.isEnded) throw new UserError(`${name} ends too early, after ${counted(read, 'item')}`);
}

function parserOf(paths: string[], take: (key: unknown, value: unknown) => void): JSONParser {
  const parser = new JSONParser({ paths, keepStack: false });
  parser.onValue = ({ key, value }) => take(key, value);
  return parser;
}

function parse(parser: JSONParser, chunk: Uint8Array, name: string, read: number): void {
  try {
    parser.write(chunk);
  } catch (cause) {
    throw new UserError(`${name} is broken JSON after ${counted(read, 'item')}`, 1, { cause });
  }
}

/** Without a byte order mark, in pieces that hold some hundred items. */
async function* pieces(open: OpenDocument): AsyncIterable<Uint8Array> {
  let isFirst = true;
  for await (const chunk of open()) {
    const start = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
    isFirst = false;
    for (let at = start; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
  }
}

const PIECE = 1 << 20;
