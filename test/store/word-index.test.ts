import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, openStoreReader } from '../../src/store/index.js';
import type { PostMaker } from '../../src/store/store.js';
import { day, entry, html, post, sourceRecord } from '../support/build.js';

const SOURCE = 'a-00000001';

/** Posts whose excerpts are these texts, in a database of its own. */
async function holding(texts: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-words-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const makePost: PostMaker = ({ id, key, published, summary }, { key: source }) =>
    post(id, { key, published, source, title: null, url: null, excerpt: summary ?? html('') });
  const store = await openStore(folder, { now: () => 0, limit: 50 });
  await store.register([sourceRecord(SOURCE)]);
  await store.begin(makePost);
  const puts = texts.map((text, n) => {
    const part = { ids: [`urn:x:${n}`], id: `urn:x:${n}`, published: day(n % 28), summary: html(text) };
    return { source: SOURCE, entry: entry(`${n}`, part), before: null };
  });
  await store.merge({
    source: SOURCE,
    ask: () => [],
    decide: () => ({ puts, listing: null, feed: null }),
  });
  await store.flush();
  await store.close();
  return openStoreReader(folder);
}

const texts = Array.from({ length: 1200 }, (_, n) => `<p>common word${n} <b>C++</b> Größe 日本語</p>`);

test.each<[string, readonly string[], readonly string[], number]>([
  ['a word of one post', ['word700'], [], 1],
  ['a word of all', ['common'], [], 1200],
  ['words that never stand together', ['word1', 'word2'], [], 0],
  ['a beginning, by its first letters', [], ['word70'], 1200],
  ['words with signs, folded, or of one character', ['c++', 'große', '本', 'word3'], [], 1],
])('of posts without the words nobody is asked: %s', async (_name, whole, beginnings, most) => {
  const reader = await holding(texts);
  const ask = async (): Promise<number> => {
    let asked = 0;
    await reader.newestWith({ whole, beginnings }, () => ++asked < 0, 50);
    return asked;
  };
  expect(await ask()).toBe(most); // while it is being made
  expect(await ask()).toBe(most);
});

test('where enough has been found, older segments stay closed', async () => {
  const reader = await holding(texts);
  let asked = 0;
  const found = await reader.newestWith({ whole: ['common'], beginnings: [] }, () => ++asked > 0, 5);
  expect(found).toHaveLength(5);
  expect(asked).toBeLessThan(1200);
});
