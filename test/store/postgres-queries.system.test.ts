import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import type { SafeHtml } from '../../src/model/values.js';
import { openStore } from '../../src/store/index.js';
import { day, post, sourceRecord, url } from '../support/build.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';
import { startPostgres } from '../support/postgres.js';
import { A, keyed, range } from './contract.js';

const server = await startPostgres();
afterAll(() => server?.stop());

const database = async (): Promise<string> => (await server?.database()) ?? '';

/** What is sent to the server meanwhile: each is a round trip. */
async function queriesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.map(([sql]) => String(sql));
  } finally {
    spy.mockRestore();
  }
}

async function opened(sources: readonly string[]) {
  const store = await openStore(await database(), { now: () => Date.UTC(2026, 0, 9), limit: 50 });
  onTestFinished(() => store.close());
  await store.register(
    sources.map((key) => {
      const own = url(`https://${key}.example/feed`);
      const record = sourceRecord(key);
      return { ...record, url: own, poll: { ...record.poll, url: own, listed: own } };
    }),
  );
  await store.begin((one, { key }) => post(one.id, { key: one.key, published: one.published, source: key }));
  return store;
}

test.skipIf(server === null)('a later search asks for no document that lacks its words', async () => {
  const store = await opened([A]);
  const puts = range(2000).map((n) => {
    const entry = keyed(`urn:n:${n}`, { published: day(1 + (n % 28)) });
    return { source: A, entry, before: null };
  });
  await store.merge({ source: A, ask: () => [], decide: () => ({ puts, listing: null, feed: null }) });
  await store.flush();
  const search = () =>
    store
      .newestWith({ whole: ['nowhere'], beginnings: [] }, () => true, 20)
      .then((found) => {
        expect(found).toEqual([]);
      });
  const documents = 2000 / 500;
  expect(await queriesOf(search)).toHaveLength(2 + documents);
  expect(await queriesOf(search)).toHaveLength(2);
});

test.skipIf(server === null)('streams are told of so many bytes at once', async () => {
  const store = await opened([A]);
  await store.configure(['site']);
  const changes = range(30).map((n) => {
    const content = randomBytes(750_000).toString('base64') as SafeHtml;
    const one = post(`urn:n:${n}`, { source: A, published: day(1 + (n % 28)), content });
    const streams = { was: [], now: ['site'], archivedOnly: false, isNew: true };
    return { id: one.id, published: one.published, post: one, ...streams };
  });
  const asked = await queriesOf(() => store.tell(changes));
  expect(asked.filter((sql) => sql.startsWith('delete from tagwire.stream_changes'))).toHaveLength(2);
  expect((await store.stream('site'))?.count).toBe(30);
});

test.skipIf(server === null)('what came of many sources at once is stored at once', async () => {
  const keys = range(60).map((n) => `s-${n}`);
  const store = await opened(keys);
  const records = [...(await store.sources()).values()];
  const asked = await queriesOf(() =>
    Promise.all(records.map(({ key, poll }) => store.polled(key, { ...poll, due: day(30), polls: 1 }))),
  );
  expect(asked.length).toBeLessThan(10);
  const known = [...(await store.sources()).values()];
  expect(known.map(({ poll }) => [poll.due, poll.polls])).toEqual(keys.map(() => [day(30), 1]));
});

test.skipIf(server === null)(
  'what a pass asks doesn’t grow with the sources, but for their pages',
  async () => {
    const passes = async (sources: number) => {
      const address = await database();
      const folder = configFolder(
        JSON.stringify({
          site: { title: 'Many', url: 'https://many.example/' },
          sources: range(sources).map((n) => ({ url: `https://s-${n}.example/feed`, disabled: true })),
          tags: { ffi: ['ffi'] },
        }),
      );
      const run = async () => {
        const { err, code } = await tagwire(['run', '--data', address], folder);
        expect([code, err]).toEqual([0, expect.not.stringContaining('error')]);
      };
      return [await queriesOf(run), await queriesOf(run)] as const;
    };
    const [few, many] = [await passes(5), await passes(100)];
    const pages = 100 - 5; // a source's page is rendered from its newest posts
    expect(many.map(({ length }) => length)).toEqual([few[0].length + pages, few[1].length]);
    const reads = many[1].filter((sql) => sql.includes('from tagwire.sources order by n'));
    expect(reads.length).toBe(2); // when it begins, and when it has published
  },
);
