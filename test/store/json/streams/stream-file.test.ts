import { expect, test } from 'vitest';
import { readable } from '../../../../src/store/json/document.js';
import { docText, jsonOnce, streamTexts } from '../../../../src/store/json/streams/stream-file.js';
import { newStream } from '../../../../src/store/streams.js';
import { day, html, post } from '../../../support/build.js';

const brought = post('brought', { excerpt: html('<p>brought “now” …</p>') });
const stored = post('stored', { excerpt: html('<p>was there</p>') });
const changes = [brought, null].map((one) => ({
  ...{ id: one?.id ?? 'gone', published: day(1), was: [], now: ['site', 'tags/ffi'] },
  ...{ post: one, archivedOnly: false, isNew: true },
}));

test('files of streams are what a plain rendering makes of them, with JSON that was made before', () => {
  const doc = { n: 3, posts: [brought, stored].map((one) => ({ post: one, archivedOnly: one === stored })) };
  const window = [brought, stored].map((one, at) => ({ post: one, doc: at }));
  const data = { ...newStream('tags/ffi', day(0)), window };
  const jsonOf = jsonOnce(changes);
  for (const _again of [1, 2]) {
    const texts = streamTexts('data', { data, docs: new Map([[3, doc]]) }, jsonOf);
    expect(texts.map(({ text }) => String(text))).toEqual(
      [doc, data].map((one) => String(readable({ version: 3, ...one }))),
    );
  }
  expect(String(docText('data', 'site', doc).text)).toBe(String(readable({ version: 3, ...doc })));
});

test('the JSON of a post that is brought is made once for all its streams; of others it is not kept', () => {
  const jsonOf = jsonOnce(changes);
  expect(jsonOf(brought)).toBeInstanceOf(Uint8Array);
  expect(jsonOf(brought)).toBe(jsonOf(brought));
  expect(String(jsonOf(brought))).toBe(JSON.stringify(brought));
  expect(jsonOf(stored)).toBe(JSON.stringify(stored));
});
