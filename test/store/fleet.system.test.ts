import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { factsOf } from '../../src/merge/merge.js';
import { openStore, openStoreReader } from '../../src/store/index.js';
import { Database } from '../../src/store/postgres/connect.js';
import { changesSince } from '../../src/store/postgres/editions.js';
import { alone } from '../../src/store/postgres/streams.js';
import type { Store } from '../../src/store/store.js';
import { atom } from '../support/blogs.js';
import { day, entry, post, feed as sourceFeed, sourceRecord, url } from '../support/build.js';
import { configFolder } from '../support/config-folder.js';
import { startPostgres, waitingForLocks } from '../support/postgres.js';
import { runProgram, spawnTagwire } from '../support/program.js';
import { A, add, B, find, keyed, lookup, range, remove, stored } from './contract.js';

const server = await startPostgres();
afterAll(() => server?.stop());

const database = async (): Promise<string> => (await server?.database()) ?? '';

async function ask(address: string, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  await client.query(sql, [...values]).finally(() => client.end());
}

/** Time passes by the database's clock. */
const leasesAge = (address: string, ms: number): Promise<void> =>
  ask(
    address,
    `with aged as (update tagwire.hosts set leased_until = leased_until - $1 * interval '1 ms')
     update tagwire.sources set leased_until = leased_until - $1 * interval '1 ms'`,
    [ms],
  );

/** A worker of a database, with a clock that the test winds. */
async function worker(
  address: string,
  sources: readonly string[] = [A],
  clock = { now: Date.UTC(2026, 0, 9) },
) {
  const store = await openStore(address, { now: () => clock.now, limit: 50 });
  onTestFinished(() => store.close());
  const known = await store.sources();
  await store.register(sources.filter((key) => !known.has(key)).map((key) => onHostOfItsOwn(key)));
  await store.begin((one, { key }) =>
    one.streams.length === 0 ? null : post(one.id, { key: one.key, published: one.published, source: key }),
  );
  return store;
}

/** What is known of a source, as anybody reads it. */
async function recordNow(address: string) {
  const reader = await openStoreReader(address);
  return (await reader.sources().finally(() => reader.close())).get(A);
}

const onHostOfItsOwn = (key: string, host = `${key}.example`) => {
  const record = sourceRecord(key);
  const address = url(`https://${host}/${key}`);
  return { ...record, url: address, poll: { ...record.poll, url: address, listed: address } };
};

/** Longer than a test takes, on whatever machine: it ends by the clock of the database. */
const LEASE = 600_000;
const claim = async (store: Store, among: readonly string[]) =>
  (await store.claim({ among, now: Date.UTC(2026, 0, 9), all: false, lease: LEASE })).map(({ key }) => key);

test.skipIf(server === null)('of workers that find no tables at once one makes them', async () => {
  const address = await database();
  const client = new pg.Client(address);
  await client.connect();
  await client.query('select pg_advisory_lock(7428911005)');
  const opening = range(3).map(() => openStore(address, { now: Date.now, limit: 50 }));
  await waitingForLocks(address, 3); // each has seen that there are none
  await client.end();
  const stores = await Promise.all(opening);
  const ids = await Promise.all(stores.map(async (store) => (await store.facts()).id));
  expect(new Set(ids).size).toBe(1);
  for (const store of stores) await store.close();
});

test.skipIf(server === null)('workers share hosts out, and one that dies loses its lease alone', async () => {
  const address = await database();
  const keys = range(250).map((n) => `s-${n}`);
  const one = await worker(address, keys);
  const two = await worker(address);
  const [ofOne, ofTwo] = [await claim(one, keys), await claim(two, keys)];
  expect([ofOne.length, ofTwo.length]).toEqual([31, 27]); // an eighth of the hosts that are free
  const all = [...ofOne, ...ofTwo];
  for (let more = 1; more > 0; all.push(...(await claim(one, keys)))) {
    const next = await Promise.all([claim(one, keys), claim(two, keys)]);
    more = next.flat().length;
    all.push(...next.flat());
  }
  expect(all.sort()).toEqual([...keys].sort());
  await leasesAge(address, LEASE + 1);
  const heir = await worker(address);
  expect(await claim(heir, keys)).toHaveLength(31);
});

test.skipIf(server === null)('of one host no two workers ask at once, whatever its sources are', async () => {
  const address = await database();
  const keys = range(6).map((n) => `s-${n}`);
  const one = await worker(address, []);
  await one.register(keys.map((key) => onHostOfItsOwn(key, 'all.example')));
  const two = await worker(address, []);
  expect(await claim(one, keys.slice(0, 3))).toHaveLength(3);
  expect(await claim(two, keys)).toEqual([]);
  for (const key of keys.slice(0, 3))
    await one.polled(key, { ...onHostOfItsOwn(key, 'all.example').poll, due: day(30) });
  expect(await claim(two, keys)).toEqual(keys.slice(3));
});

test.skipIf(server === null)('a worker that is at it for longer than a lease keeps what it has', async () => {
  const address = await database();
  const keys = range(3).map((n) => `s-${n}`);
  const clock = { now: Date.UTC(2026, 0, 9) };
  const slow = await worker(address, keys, clock);
  await claim(slow, keys);
  await leasesAge(address, LEASE / 2);
  clock.now += LEASE / 2;
  await slow.polled('s-0', { ...onHostOfItsOwn('s-0').poll, due: day(30) });
  await leasesAge(address, LEASE * 0.75);
  expect(await claim(await worker(address), keys)).toEqual([]);
});

test.skipIf(server === null)(
  'a post of this pass that another worker has published meanwhile is none of it any more',
  async () => {
    const address = await database();
    const [one, two] = [await worker(address, [A, B]), await worker(address)];
    await add(one, keyed('urn:a:1', { pass: 1 }));
    const known = async () => (await find(one, B, lookup('urn:a:1')))[0]?.idHolder?.entry.pass;
    expect(await known()).toBe(1);
    await two.changes([]);
    expect(await known()).toBe(0);
  },
);

test.skipIf(server === null)(
  'no edition is made of a post of this pass while it is decided which copy of it readers see',
  async () => {
    const address = await database();
    const [one, two] = [await worker(address, [A, B]), await worker(address)];
    await add(one, keyed('urn:a:1', { pass: 1 }));
    const done: string[] = [];
    let publishing: Promise<unknown> = Promise.resolve();
    await one.merge({
      source: B,
      ask: () => [lookup('urn:a:1')],
      async decide([known]) {
        done.push(`decided of pass ${known?.idHolder?.entry.pass}`);
        publishing = two.changes([]).then(() => done.push('edition made'));
        await waitingForLocks(address, 1, () => done.length > 1);
        done.push('merged');
        return { puts: [], listing: null, feed: null };
      },
    });
    await publishing;
    expect(done).toEqual(['decided of pass 1', 'merged', 'edition made']);
  },
);

test.skipIf(server === null)('hosts of what is no source are leased like any other', async () => {
  const address = await database();
  const [one, two] = [await worker(address, [A, B]), await worker(address)];
  const [ofA, other] = [`${A}.example`, 'lists.example'];
  expect(await one.claimHosts([ofA, other], LEASE)).toEqual(new Set([ofA, other]));
  expect(await two.claimHosts([other, 'free.example'], LEASE)).toEqual(new Set(['free.example']));
  expect(await claim(two, [A, B])).toEqual([B]);
  await one.releaseHosts([ofA, other]);
  expect(await claim(two, [A])).toEqual([A]);
  expect(await one.claimHosts([ofA, `${B}.example`], LEASE)).toEqual(new Set());
  await leasesAge(address, LEASE + 1);
  expect(await one.claimHosts([ofA], LEASE)).toEqual(new Set([ofA]));
});

test.skipIf(server === null)('facts that follow from others rest on what they are by then', async () => {
  const address = await database();
  const stores = [await worker(address), await worker(address), await worker(address)] as const;
  await Promise.all(
    stores.map((store, n) =>
      store.setFacts(({ titles }) => ({ titles: { ...titles, [`tags/${n}`]: String(n) } })),
    ),
  );
  expect(Object.keys((await stores[0].facts()).titles)).toHaveLength(3);
});

test.skipIf(server === null)(
  'the page of a source is rendered again when its streams are told of what they were not in an edition',
  async () => {
    const address = await database();
    const store = await worker(address);
    const other = new Database(address);
    onTestFinished(() => other.close());
    await add(store, keyed('urn:a:1'));
    const { edition, sources } = await alone(other, (queries) => changesSince(queries, []));
    await store.rendered(edition);
    const next = await store.changes([edition]);
    await store.rendered(next.edition);
    const last = await store.changes([next.edition]);
    expect([sources, next.sources, last.sources]).toEqual([new Set([A]), new Set([A]), new Set()]);
  },
);

test.skipIf(server === null)(
  'two that edit and take out the same entries come to what one would',
  async () => {
    const address = await database();
    const stores = [await worker(address), await worker(address), await worker(address)] as const;
    const all = range(300).map((n) => keyed(`urn:a:${n}`, { published: day(n) }));
    await add(stores[0], ...all);
    const gone = new Set(all.slice(100, 200).map(({ key }) => key));
    await Promise.all([
      ...stores.map((store) =>
        store.edit(A, (one) => (one.tags.includes('x') ? one : { ...one, tags: [...one.tags, 'x'] })),
      ),
      ...stores.map((store) => store.prune(A, gone)),
      ...stores.map((store) => store.register([sourceRecord(A)])),
      ...stores.map((store, n) =>
        add(store, entry(`new${n}`, { id: `urn:new:${n}`, ids: [`urn:new:${n}`] })),
      ),
    ]);
    await Promise.all(stores.map((store) => store.flush()));
    const left = await stored(stores[1]);
    expect(left).toHaveLength(203);
    expect(left.filter(({ tags }) => tags.filter((tag) => tag === 'x').length === 1).length).toBeGreaterThan(
      199,
    );
    expect((await stores[2].sources()).get(A)).toMatchObject({ entries: 203 });
    expect((await stores[0].stream('site'))?.count).toBe(203);
    expect(await stores[0].reconcile()).toEqual({ added: 0, changed: 0, removed: 0 });
  },
);

test.skipIf(server === null)('one removal of two at once is the last, and comes back whole', async () => {
  const address = await database();
  const [one, two] = [await worker(address), await worker(address)];
  const all = range(20).map((n) => keyed(`urn:a:${n}`, { published: day(n) }));
  await add(one, ...all);
  await Promise.all([remove(one, all.slice(0, 5)), remove(two, all.slice(5, 10))]);
  expect(await stored(one)).toHaveLength(10);
  await one.undoRemoval((_source, each) => each);
  expect(await stored(two)).toHaveLength(15);
  await one.flush();
  expect(await one.reconcile()).toEqual({ added: 0, changed: 0, removed: 0 });
});

test.skipIf(server === null)(
  'what a worker has read undoes nothing that another has written since',
  async () => {
    const address = await database();
    const [one, two] = [await worker(address), await worker(address)];
    const before = (await two.sources()).get(A) ?? sourceRecord(A);
    const feed = factsOf(sourceFeed([], { title: 'Said' }), day(9));
    await one.merge({ source: A, ask: () => [], decide: () => ({ puts: [], listing: null, feed }) });
    await one.register([{ ...before, made: 'one' }]);
    await two.register([before]);
    expect(await recordNow(address)).toMatchObject({ feed: { title: 'Said' }, made: 'one' });
    await two.register([{ ...before, shown: 'two' }]);
    expect(await recordNow(address)).toMatchObject({ feed: { title: 'Said' }, shown: 'two' });
  },
);

test.skipIf(server === null)('news is announced by the first that published it', async () => {
  const address = await database();
  const [one, two] = [await worker(address), await worker(address)];
  const letters = (about: string) => [{ kind: 'websub', to: 'https://hub.example/', about }];
  await one.rendered('2-', {}, () => ({ announced: { site: 'b' }, letters: letters('one') }));
  await two.rendered('1-', {}, () => ({ announced: { site: 'a' }, letters: letters('late') }));
  expect((await two.facts()).announced).toEqual({ site: 'b' });
  await two.rendered('2-', {}, () => ({ announced: {}, letters: letters('once more') }));
  await two.rendered('3-', {}, (before) => ({
    announced: before,
    letters: letters(`after ${before['site']}`),
  }));
  expect((await one.outbox()).map(({ about }) => about)).toEqual(['one', 'after b']);
});

const HOSTS = 130;

/** Many hosts, each with two feeds; counts what is asked of each and how much at once. */
async function manyHosts(onRequest: (requests: number) => void = () => {}) {
  const asked = new Map<string, number>();
  let [requests, most] = [0, 0];
  const servers: Server[] = [];
  for (let n = 0; n < HOSTS; n++) {
    let open = 0;
    const host = createServer((request, response) => {
      const address = `${request.headers.host}${request.url}`;
      asked.set(address, (asked.get(address) ?? 0) + 1);
      most = Math.max(most, ++open);
      onRequest(++requests);
      const items = range(3).map((item) => ({ id: `${address}/${item}`, title: `ffi ${item}` }));
      setImmediate(() => {
        open -= 1;
        response.end(atom(address, items));
      });
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    servers.push(host);
  }
  onTestFinished(() => {
    for (const host of servers) host.close().closeAllConnections();
  });
  const origins = servers.map((host) => `http://127.0.0.1:${(host.address() as AddressInfo).port}`);
  return {
    sources: origins.flatMap((origin) => [`${origin}/a`, `${origin}/b`]),
    asked: () => [...asked.values()],
    most: () => most,
  };
}

/** All files below a folder with their bytes, but what says which edition they are. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile() && one.name !== '.tagwire-state');
  return Object.fromEntries(
    files
      .map((one) => path.join(one.parentPath, one.name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'latin1')]),
  );
}

test.skipIf(server === null)(
  'processes share a pass: no source is asked twice, a killed one loses nothing, and all publish the same bytes',
  async () => {
    const address = await database();
    let kill = (_requests: number): void => {};
    const hosts = await manyHosts((requests) => kill(requests));
    const folder = configFolder(
      JSON.stringify({
        ...{
          site: { title: 'T', url: 'https://t.example/' },
          sources: hosts.sources,
          tags: { ffi: ['ffi'] },
        },
        fetch: { perHost: 1 },
      }),
    );
    const line = (command: string, out: string) => [
      ...[command, '--data', address, '--out', out],
      ...(command === 'run' ? ['--allow-private'] : []),
    ];
    const doomed = spawnTagwire(line('run', 'doomed'), folder);
    kill = (requests) => void (requests >= 40 && doomed.kill('SIGKILL'));
    await once(doomed, 'close');
    const done = await Promise.all([
      runProgram(line('run', 'one'), folder),
      runProgram(line('run', 'two'), folder),
    ]);
    for (const { code, err } of done) expect({ code, err }).toEqual({ code: 0, err: '' });
    const whole = hosts.asked().length;
    expect(whole).toBeLessThan(2 * HOSTS); // what the killed one had is its own yet
    expect(Math.max(...hosts.asked())).toBe(1);
    await leasesAge(address, 10 * 60_000);
    const [rest] = await Promise.all([
      runProgram(line('run', 'one'), folder),
      runProgram(line('run', 'two'), folder),
    ]);
    expect(rest).toMatchObject({ code: 0, err: '' });
    expect(hosts.asked()).toHaveLength(2 * HOSTS);
    // Only what the killed one was about to store is asked again.
    expect(hosts.asked().filter((times) => times > 1).length).toBeLessThanOrEqual(100);
    expect(Math.max(...hosts.asked())).toBeLessThanOrEqual(2);
    expect(hosts.most()).toBe(1);
    for (const out of ['one', 'two', 'doomed'])
      expect(await runProgram(line('publish', out), folder)).toMatchObject({ code: 0, err: '' });
    expect(filesIn(path.join(folder, 'two'))).toEqual(filesIn(path.join(folder, 'one')));
    expect(filesIn(path.join(folder, 'doomed'))).toEqual(filesIn(path.join(folder, 'one')));
    const store = await openStore(address, { now: Date.now, limit: 50 });
    expect((await store.stream('site'))?.count).toBe(2 * HOSTS * 3);
    await store.close();
    expect((await runProgram(line('doctor', 'one'), folder)).out).toMatch(/^All is well/);
  },
);
