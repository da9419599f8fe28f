import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { compileRules } from '../../src/classify/index.js';
import type { Config } from '../../src/config/config.js';
import { mergeFeed } from '../../src/merge/merge.js';
import type { FeedEntry } from '../../src/model/feed.js';
import { toMs } from '../../src/model/values.js';
import { removePosts } from '../../src/operate/remove.js';
import { closeWeeks } from '../../src/pass/digest/close-weeks.js';
import { cutRemoved } from '../../src/pass/digest/cut-removed.js';
import { type Prepared, prepareStore } from '../../src/pass/prepare.js';
import { publish } from '../../src/publish/publish.js';
import { PLAIN_THEME } from '../../src/publish/site/theme.js';
import { NO_STATICS } from '../../src/publish/write/statics.js';
import { openStore } from '../../src/store/index.js';
import type { Store } from '../../src/store/store.js';
import { day, feed, feedEntry, url } from '../support/build.js';
import { configOf } from '../support/planet.js';
import { blog, polledSite, serve } from '../support/polled-site.js';
import { startPostgres, waitingForLocks } from '../support/postgres.js';
import { runProgram } from '../support/program.js';

const server = await startPostgres();
afterAll(() => server?.stop());

/** A worker in the middle of its pass: it knows feeds.json and the database as they were when that began. */
async function worker(address: string, config: Config) {
  const now = day(9);
  const store = await openStore(address, { now: () => toMs(now), limit: config.publish.limit });
  onTestFinished(() => store.close());
  const pass = await prepareStore({ config, classifier: compileRules(config), store }, toMs(now));
  const out = mkdtempSync(path.join(tmpdir(), 'tagwire-worker-'));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  return {
    store,
    pass,
    config,
    bring: (source: string, ...entries: readonly Partial<FeedEntry>[]) =>
      mergeFeed(
        pass,
        keyOf(pass, source),
        feed(entries.map(feedEntry), { title: `Of ${source}`, home: url(source) }),
        { first: null, refusesStrangers: false },
      ),
    async publish() {
      const rest = { theme: PLAIN_THEME, statics: NO_STATICS, version: '1', render: 'changes' as const };
      const { edition } = await publish({ config, ...pass, ...rest, out });
      if (edition !== null) await store.rendered(edition);
    },
    read: (file: string) => readFileSync(path.join(out, file), 'utf8'),
  };
}

function keyOf({ listed }: Prepared, address: string): string {
  const found = listed.find(({ source }) => source.url === address);
  if (found === undefined) throw new Error(`${address} is not in feeds.json`);
  return found.record.key;
}

const A = 'https://a.example/feed';
const NEW = 'https://new.example/feed';
const ofA = { id: 'urn:a:1', url: url('https://a.example/1'), title: 'ffi by A' };

test.skipIf(server === null)(
  'posts of a source that is new since a pass began are merged and published by that pass as by any',
  async () => {
    const address = (await server?.database()) ?? '';
    const old = await worker(address, configOf([A], {}));
    const fresh = await worker(address, configOf([A, NEW], {}));
    await fresh.bring(NEW, { ...ofA, id: 'urn:new:1', title: 'ffi, seen by New' });
    await fresh.publish();
    await old.publish();
    expect(JSON.parse(old.read('feed.json')).items).toMatchObject([{ title: 'ffi, seen by New' }]);
    await old.bring(A, ofA);
    await old.publish();
    await fresh.publish();
    for (const one of [old, fresh])
      expect(JSON.parse(one.read('feed.json')).items).toMatchObject([
        { id: 'urn:new:1', title: 'ffi by A', _tagwire: { also: [{ title: `Of ${NEW}` }] } },
      ]);
  },
);

const withDigests = { publish: { digest: ['weekly'] } };
const weekly = configOf([A], withDigests);
const FFI = 'weekly/ffi';

/** Two workers of a site whose week is about to close, with two posts of it. */
async function beforeDigest() {
  const address = (await server?.database()) ?? '';
  const [one, two] = [await worker(address, weekly), await worker(address, weekly)];
  await closeWeeks(one.store, { config: weekly, theme: PLAIN_THEME }, day(8));
  const posts = [1, 2].map((n) => ({ id: `urn:a:${n}`, title: `ffi ${n}`, published: day(6) }));
  await one.bring(A, ...posts);
  await one.store.flush();
  const listed = async () =>
    (await one.store.stream(FFI))?.window.flatMap(({ post }) => post.digest?.map(({ title }) => title));
  const remove = async (store = two.store) => removePosts(store, await store.search('urn:a:1'));
  const close = (store: Store) => closeWeeks(store, { config: weekly, theme: PLAIN_THEME }, day(14));
  return { one, two, listed, remove, close };
}

/** A store that does something else before this. */
const after = <K extends 'remove' | 'tell'>(store: Store, name: K, first: () => Promise<unknown>): Store =>
  Object.create(store, {
    [name]: {
      value: async (...args: readonly unknown[]) => {
        await first();
        return Reflect.apply(store[name], store, args);
      },
    },
  });

test.skipIf(server === null)(
  'a post is cut out of a digest also where another worker publishes between the doubt and the removal',
  async () => {
    const { one, two, listed, remove, close } = await beforeDigest();
    await close(one.store);
    expect(await listed()).toHaveLength(2);
    await remove(after(two.store, 'remove', () => cutRemoved(one.store, day(15))));
    await cutRemoved(one.store, day(15));
    await one.store.flush();
    expect(await listed()).toEqual(['ffi 2']);
  },
);

test.skipIf(server === null)(
  'a post that another worker removes while a week is closed leaves its digest',
  async () => {
    const { one, two, listed, remove, close } = await beforeDigest();
    await close(
      after(one.store, 'tell', async () => {
        await remove();
        await cutRemoved(two.store, day(14));
      }),
    );
    await cutRemoved(one.store, day(14));
    await one.store.flush();
    expect(await listed()).toEqual(['ffi 2']);
  },
);

test.skipIf(server === null)(
  'that the site was published is not taken back by a pass without news',
  async () => {
    const address = (await server?.database()) ?? '';
    const { origin } = await serve({ '/a': blog('A') });
    const { run } = polledSite([`${origin}/a`]);
    const pass = `run --all --allow-private --data ${address}`;
    await run(pass);
    const other = new pg.Client(address);
    await other.connect();
    await other.query('begin; select from tagwire.database for update');
    const running = run(pass, 1);
    await waitingForLocks(address, 1);
    await other.query(
      `update tagwire.database set facts = jsonb_set(facts::jsonb, '{published}', 'true')::json; commit`,
    );
    await other.end();
    expect(await running).toMatchObject({ code: 0, err: '' });
    const store = await openStore(address, { now: Date.now, limit: 50 });
    expect(await store.facts()).toMatchObject({ published: true });
    await store.close();
  },
);

test.skipIf(server === null)('a reading list is asked by one of the workers that it is due for', async () => {
  const address = (await server?.database()) ?? '';
  const { origin } = await serve({ '/a': blog('A', '1') });
  let asked = 0;
  let answer = (): void => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const keeper = createServer(async (_request, response) => {
    asked += 1;
    if (asked > 1) answer();
    await answered;
    response.end(`<opml version="2.0"><body><outline xmlUrl="${origin}/a"/></body></opml>`);
  });
  await new Promise<void>((resolve) => keeper.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void keeper.close());
  const { port } = keeper.address() as AddressInfo;
  const { folder } = polledSite([{ opml: `http://127.0.0.1:${port}/list.opml` }]);
  const passes = ['one', 'two', 'three'].map((out) =>
    runProgram(['run', '--allow-private', '--data', address, '--out', out], folder),
  );
  await Promise.race([answered, secondOf(passes)]);
  answer();
  for (const done of await Promise.all(passes)) expect([done.code, done.err]).toEqual([0, '']);
  expect(asked).toBe(1);
});

/** Resolves when two of them have. */
async function secondOf(all: readonly Promise<unknown>[]): Promise<void> {
  let ended = 0;
  await new Promise<void>((resolve) => {
    for (const one of all) void one.then(() => ++ended === 2 && resolve());
  });
}
