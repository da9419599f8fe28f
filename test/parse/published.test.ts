import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Post } from '../../src/model/post.js';
import { httpUrl, instant } from '../../src/model/values.js';
import { parseFeed } from '../../src/parse/index.js';
import { feeds } from '../../src/publish/feeds/feeds.js';
import { config, post, site, stream, tag } from '../publish/pages/site.js';

/** Parsing what we publish gives back what went in. */

const view = site({ config: config({ tags: [tag('ffi'), tag('embedded')] }) });

const words = fc
  .array(
    fc.constantFrom(
      'Vec<T>',
      'AT&T',
      '5',
      '<',
      '6',
      '“quoted”',
      'naïve',
      '从零',
      '😀',
      'a/b',
      "it's",
      '100%',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(' '));
const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const address = fc.webUrl({ withQueryParameters: true }).map((text) => httpUrl(text));

const posts: fc.Arbitrary<readonly Post[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.uuid().map((uuid) => `urn:uuid:${uuid}`),
      title: words,
      url: address,
      published: seconds.map((at) => instant(at * 1000)),
      authors: fc
        .uniqueArray(words, { maxLength: 2 })
        .map((names) => names.map((name) => ({ name, url: null }))),
      tags: fc.subarray(['embedded', 'ffi']),
    }),
    { minLength: 1, maxLength: 5, selector: ({ id }) => id },
  )
  .map((records) => records.map((record) => post({ ...record, updated: record.published })));

test.each(['tags/ffi.atom', 'tags/ffi.rss', 'tags/ffi.json'])('%s', async (path) => {
  await fc.assert(
    fc.asyncProperty(posts, async (given) => {
      const files = [...(feeds.stream?.(view, stream({ kind: 'tag', slug: 'ffi', posts: given })) ?? [])];
      const body = Buffer.from(files.find((file) => file.path === path)?.body ?? '');
      const result = await parseFeed(body, { url: null, contentType: null });
      expect(result.kind === 'feed' ? result.feed.problems : result).toEqual([]);
      if (result.kind !== 'feed') return;
      const told = result.feed.entries.map(({ id, title, url, published, categories }) => ({
        id,
        title,
        url,
        published,
        categories: [...categories].sort(),
      }));
      expect(told).toEqual(
        given.map(({ id, title, url, published, tags }) => ({ id, title, url, published, categories: tags })),
      );
      for (const [at, entry] of result.feed.entries.entries()) {
        const names = given[at]?.authors.map(({ name }) => name) ?? [];
        if (names.length > 0) expect(entry.authors.map(({ name }) => name)).toEqual(names);
      }
    }),
    { numRuns: 60 },
  );
});
