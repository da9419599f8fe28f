import path from 'node:path';
import type { Post } from '../../../model/post.js';
import type { Doc, StreamData } from '../../../model/stream.js';
import type { Instant } from '../../../model/values.js';
import { type Applied, newStream } from '../../streams.js';
import type { FileText } from '../batch.js';
import { DATA_VERSION, type Kind, ReadyJson, readable, renameMember, type Versioned } from '../document.js';
import { isListOf, isNumber, isNumbered, isRecordOf, isSealed, isShown } from '../shapes.js';

type StreamFile = StreamData & Versioned;
type DocFile = Doc & Versioned;

export const STREAM_FILE: Kind<StreamFile> = {
  check: (data) =>
    typeof data['name'] === 'string' &&
    isListOf(data['window'], isShown) &&
    isListOf(data['docs'], isNumbered) &&
    isListOf(data['joined'] ?? [], isNumbered) &&
    [data['writers'], data['related'], data['years']].every((counts) => isRecordOf(counts, isNumber)),
  empty: () => ({ version: DATA_VERSION, ...newStream('', '' as Instant) }),
  upgrade: (data) => Object.assign(data, { joined: [], last: data.docs.length }),
};

export const DOC_FILE: Kind<DocFile> = {
  check: (data) => isNumber(data['n']) && isListOf(data['posts'], isSealed),
  empty: () => ({ version: DATA_VERSION, n: 0, posts: [] }),
  upgrade: ({ posts }, from) => {
    if (from === 1) for (const post of posts) renameMember(post, 'held', 'archivedOnly');
  },
};

/** Where a stream is. */
export const windowFile = (folder: string, name: string): string => path.join(folder, `${name}.json`);

/** Where a document of a stream is. */
export const docFile = (folder: string, name: string, n: number): string =>
  path.join(folder, name, `${n}.json`);

/** What is in such a file. */
export function withoutVersion<T extends Versioned>({ version: _version, ...rest }: T): Omit<T, 'version'> {
  return rest;
}

/** The JSON of a post. */
export type PostJson = (post: Post) => string | Uint8Array;

/** A stream's file, to be written. */
export const windowText = (
  folder: string,
  data: StreamData,
  jsonOf: PostJson = JSON.stringify,
): FileText => ({
  file: windowFile(folder, data.name),
  text: readable({ version: DATA_VERSION, ...data, window: data.window.map((one) => lineOf(one, jsonOf)) }),
});

/** A document's file, to be written. */
export const docText = (
  folder: string,
  name: string,
  doc: Doc,
  jsonOf: PostJson = JSON.stringify,
): FileText => ({
  file: docFile(folder, name, doc.n),
  text: readable({ version: DATA_VERSION, ...doc, posts: doc.posts.map((one) => lineOf(one, jsonOf)) }),
});

/** A post with what the stream knows of it besides. */
function lineOf({ post, ...place }: { readonly post: Post }, jsonOf: PostJson): ReadyJson {
  return new ReadyJson(['{"post":', jsonOf(post), `,${JSON.stringify(place).slice(1)}`]);
}

/** A stream's file and those of its documents that differ, to be written and removed together. */
export const streamTexts = (
  folder: string,
  { data, docs }: Pick<Applied, 'data' | 'docs'>,
  jsonOf: PostJson = JSON.stringify,
): readonly FileText[] => [
  ...[...docs].map(([n, doc]) =>
    doc === null
      ? { file: docFile(folder, data.name, n), text: null }
      : docText(folder, data.name, doc, jsonOf),
  ),
  windowText(folder, data, jsonOf),
];
