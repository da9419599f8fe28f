import { expect, test } from 'vitest';
import { placementOf } from '../../src/model/stream.js';
import type { SourceKey } from '../../src/model/values.js';
import { PostTally } from '../../src/pass/post-tally.js';
import type { Put } from '../../src/store/store.js';
import { entry } from '../support/build.js';
import { bytesHeldBy } from '../support/held.js';

const A = 'a' as SourceKey;
const B = 'b' as SourceKey;

const put = (source: SourceKey, key: string, part: Parameters<typeof entry>[1] = {}): Put => ({
  source,
  entry: entry(key, { streams: ['site'], ...part }),
  before: null,
});
const known = (one: Put): Put => ({ ...one, before: { ...placementOf(one.entry), streams: ['site'] } });
const copyOf = (one: Put, source: SourceKey, key: string): Put => ({
  ...one,
  entry: { ...one.entry, copyOf: { source, key }, streams: [] },
});

const told = (tally: PostTally) => ({
  new: tally.count('new'),
  changed: tally.count('changed'),
  filed: tally.filed,
  sources: [...tally.sources],
});

test.each<[string, (readonly [SourceKey, readonly Put[]])[], ReturnType<typeof told>]>([
  [
    'new posts and changed ones, under their tags',
    [
      [
        A,
        [
          put(A, '1', { tags: ['ffi', 'web'] }),
          put(A, '2', { tags: ['ffi'] }),
          known(put(A, '3', { tags: [] })),
        ],
      ],
    ],
    {
      new: { posts: 2, sources: 1 },
      changed: { posts: 1, sources: 1 },
      filed: {
        posts: 2,
        tags: [
          { slug: 'ffi', posts: 2 },
          { slug: 'web', posts: 1 },
        ],
      },
      sources: [A],
    },
  ],
  [
    'a post that another source takes over counts there, once and as new as it was',
    [
      [A, [put(A, '1', { tags: ['ffi'] })]],
      [B, [copyOf(put(A, '1'), B, '2'), known(put(B, '2', { tags: ['web'] }))]],
    ],
    {
      new: { posts: 1, sources: 1 },
      changed: { posts: 0, sources: 0 },
      filed: { posts: 1, tags: [{ slug: 'web', posts: 1 }] },
      sources: [B],
    },
  ],
  [
    'who is credited has brought nothing; nor has who is held back, in the end',
    [
      [A, [put(A, '1'), put(B, '2')]],
      [A, [put(A, '1', { streams: [] })]],
    ],
    {
      new: { posts: 0, sources: 0 },
      changed: { posts: 0, sources: 0 },
      filed: { posts: 0, tags: [] },
      sources: [],
    },
  ],
])('%s', (_name, documents, expected) => {
  const tally = new PostTally();
  for (const [source, puts] of documents) tally.add(source, puts);
  expect(told(tally)).toEqual(expected);
});

test('a post takes some forty bytes to the end of a pass', () => {
  const posts = 20;
  const sources = Array.from({ length: 1000 }, (_, n) => `source-${n}` as SourceKey);
  const { bytes, made } = bytesHeldBy(() => {
    const tally = new PostTally();
    for (const source of sources) {
      const puts = Array.from({ length: posts }, (_, n) =>
        put(source, `key-${n}-of-${source}`.slice(0, 16), { tags: [`tag-${n}`, `tag-${n + 1}`] }),
      );
      tally.add(source, puts);
    }
    return tally;
  });
  expect(made.count('new')).toEqual({ posts: posts * sources.length, sources: sources.length });
  expect(bytes / (posts * sources.length)).toBeLessThan(80);
});
