import { expect, test } from 'vitest';
import { readable } from '../../../../src/store/json/document.js';
import { docText, streamTexts } from '../../../../src/store/json/streams/stream-file.js';
import { newStream } from '../../../../src/store/streams.js';
import { day, html, post } from '../../../support/build.js';

const brought = post('brought', { excerpt: html('<p>brought “now” …</p>') });
const stored = post('stored', { excerpt: html('<p>was there</p>') });

test('files of streams are what a plain rendering makes of them, with JSON that was made before', () => {
  const doc = { n: 3, posts: [brought, stored].map((one) => ({ post: one, archivedOnly: one === stored })) };
  const window = [brought, stored].map((one, at) => ({ post: one, doc: at }));
  const data = { ...newStream('tags/ffi', day(0)), window };
  const json = JSON.stringify(brought);
  const texts = streamTexts('data', { data, docs: new Map([[3, doc]]) }, (one) =>
    one === brought ? Buffer.from(json) : JSON.stringify(one),
  );
  expect(texts.map(({ text }) => String(text))).toEqual(
    [doc, data].map((one) => String(readable({ version: 3, ...one }))),
  );
  expect(String(docText('data', 'site', doc).text)).toBe(String(readable({ version: 3, ...doc })));
});
