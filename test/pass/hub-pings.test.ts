import { expect, test } from 'vitest';
import { openStoreReader } from '../../src/store/index.js';
import { inEveryFormat } from '../support/formats.js';
import { startHub } from '../support/hub.js';
import { blog, polledSite, serve } from '../support/polled-site.js';

const PASS = 'run --all --allow-private';
const MINUTE = 1 / 60;

/** A site with one blog and a hub, and what the hub is told by passes. */
async function hubbed() {
  const hub = await startHub();
  const server = await serve({ '/a': blog('A', '1') });
  const sources = [`${server.origin}/a`];
  const site = polledSite(sources, { publish: { hub: hub.url } });
  const told = () => hub.told().map((form) => form['hub.topic']);
  const waiting = async () => {
    const store = await openStoreReader(`${site.folder}/data`);
    return (await store.outbox()).map(({ about }) => about);
  };
  const pass = async (at: number, posts: readonly string[]) => {
    server.answers['/a'] = { status: 200, body: blog('A', ...posts) };
    return await site.run(PASS, at);
  };
  return { hub, site, sources, told, waiting, pass };
}

const FEEDS = inEveryFormat('feed', 'tags/ffi');
const TOPICS = FEEDS.map((path) => `https://t.example/${path}`);

test('after a pass with news the hub is sent one form for each feed that has some, in every format', async () => {
  const { hub, pass, waiting } = await hubbed();
  expect(await pass(0, ['1'])).toMatchObject({ code: 0, err: '' });
  const forms = hub.told();
  expect(forms).toHaveLength(TOPICS.length);
  expect(forms).toEqual(
    expect.arrayContaining(
      TOPICS.map((topic) => ({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic })),
    ),
  );
  expect(await waiting()).toEqual([]);
});

test('a pass without news sends it nothing, nor does another title of the site', async () => {
  const { hub, site, sources, told, pass } = await hubbed();
  await pass(0, ['1']);
  hub.told();
  await pass(1, ['1']);
  site.configure(sources, {
    publish: { hub: hub.url },
    site: { title: 'Another', url: 'https://t.example/' },
  });
  await pass(2, ['1']);
  expect(told()).toEqual([]);
});

test('what changes without a pass is told by the next', async () => {
  const { told, site, pass } = await hubbed();
  await pass(0, ['1', '2']);
  told();
  await site.run('remove https://blog.example/2', 1);
  expect(told()).toEqual([]);
  await pass(2, ['1', '2']);
  expect(told().toSorted()).toEqual(TOPICS);
});

test('a hub that is down fails no pass: it is told later, of all that came since, once, and warned of once', async () => {
  const { hub, told, waiting, pass } = await hubbed();
  hub.answer = 'down';
  const first = await pass(0, ['1']);
  expect(first.code).toBe(0);
  expect(first.err).toBe(
    `warning: hub ${hub.url}: connection closed without an answer: ${FEEDS.length} notices not delivered yet; it is tried again for 1 day\n`,
  );
  expect(await waiting()).toEqual(FEEDS);
  expect((await pass(2 * MINUTE, ['1', '2'])).err).toBe('');
  hub.answer = 204;
  expect((await pass(3 * MINUTE, ['1', '2'])).err).toBe('');
  expect(told()).toEqual([]); // the second wait is of two minutes
  await pass(5 * MINUTE, ['1', '2']);
  expect(told().toSorted()).toEqual(TOPICS);
  expect(await waiting()).toEqual([]);
});

test('one that is down for a day hears of it no more, which is said', async () => {
  const { hub, told, waiting, pass } = await hubbed();
  hub.answer = 500;
  await pass(0, ['1']);
  expect((await pass(23, ['1'])).err).toBe('');
  expect((await pass(24, ['1'])).err).toBe(
    `warning: hub ${hub.url}: 500 from the server: ${FEEDS.length} notices not delivered in 1 day, and given up\n`,
  );
  expect(await waiting()).toEqual([]);
  told();
  hub.answer = 202;
  await pass(25, ['1']);
  expect(told()).toEqual([]);
});

test('one that asks to be left alone is, for as long as it says', async () => {
  const { hub, told, pass } = await hubbed();
  hub.answer = { status: 503, headers: { 'Retry-After': '7200' } };
  await pass(0, ['1']);
  told();
  hub.answer = 202;
  await pass(1.9, ['1']);
  expect(told()).toEqual([]);
  await pass(2.1, ['1']);
  expect(told().toSorted()).toEqual(TOPICS);
});

test('a hub that feeds.json no longer names is told nothing of what waits', async () => {
  const { hub, site, sources, told, waiting, pass } = await hubbed();
  hub.answer = 'down';
  await pass(0, ['1']);
  hub.answer = 202;
  const other = await startHub();
  site.configure(sources, { publish: { hub: other.url } });
  await pass(1, ['1']);
  expect([told(), other.told(), await waiting()]).toEqual([[], [], []]);
});

test('a hub at a private address is refused like a source at one', async () => {
  const { hub, site, sources } = await hubbed();
  const named = sources.map((source) => source.replace('127.0.0.1', 'localhost'));
  site.configure(named, { publish: { hub: hub.url }, fetch: { allow: ['localhost'] } });
  const { code, err } = await site.run('run --all', 0);
  expect([code, hub.told()]).toEqual([0, []]);
  expect(err).toContain(`warning: hub ${hub.url}: private address`);
  expect(err).toContain(`${FEEDS.length} notices not delivered yet`);
});
