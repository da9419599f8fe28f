import { expect, test } from 'vitest';
import { mergeFeed } from '../../src/merge/merge.js';
import { feed, feedEntry } from '../support/build.js';
import { Planet } from '../support/planet.js';

const blog = 'https://blog.example/feed';
const bringing = (...ids: readonly string[]) => ids.map((id) => feedEntry({ id, title: id, url: null }));

test('a pass that died after it stored entries: they are published, and counted', async () => {
  const planet = new Planet([blog], { only: ['ffi'], tags: { ffi: ['ffi'] } });
  await planet.pass(1, [blog, bringing('ffi 1')]);
  await planet.open(2, async (_store, prepared) => {
    const [source] = prepared.listed;
    if (source === undefined) throw new Error('bad test');
    await mergeFeed(prepared, source.record.key, feed(bringing('ffi 1', 'ffi 2', 'cats')), {
      first: null,
      refusesStrangers: false,
    });
    // and here it dies: neither the record nor the streams are written
  });
  const record = await planet.open(3, async (_store, { listed }) => listed[0]?.record);
  expect(record).toMatchObject({ entries: 3, withheld: 1 });
  expect((await planet.titles()).toSorted()).toEqual(['ffi 1', 'ffi 2']);
});
