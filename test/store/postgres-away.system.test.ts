import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { openStore } from '../../src/store/index.js';
import type { Store } from '../../src/store/store.js';
import { entry, post, sourceRecord } from '../support/build.js';
import { startPostgres } from '../support/postgres.js';

const server = await startPostgres();
afterAll(() => server?.stop());

const options = { now: () => Date.UTC(2026, 0, 10), limit: 50 };
const A = 'a-00000001';

/** A way to the server that a test cuts. */
async function proxied(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const proxy: Server = createServer((here) => {
    const there = connect(Number(target.port), target.hostname);
    for (const socket of [here, there]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [here, there].map((each) => each.destroy()));
    }
    here.pipe(there).pipe(here);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  const own = new URL(url);
  own.port = String((proxy.address() as AddressInfo).port);
  return { url: own.href, cut: () => [...sockets].map((socket) => socket.destroy()) };
}

async function begun(url: string): Promise<Store> {
  const store = await openStore(url, options);
  await store.register([sourceRecord(A)]);
  await store.begin((one) => post(one.id, { key: one.key, published: one.published, source: A }));
  return store;
}

const add = (store: Store, n: number) => {
  const one = entry(`k${n}`, { id: `urn:x:${n}`, ids: [`urn:x:${n}`] });
  return store.merge({
    source: A,
    ask: () => [],
    decide: () => ({ puts: [{ source: A, entry: one, before: null }], listing: null, feed: null }),
  });
};

const stored = async (store: Store): Promise<number> => {
  let count = 0;
  for await (const part of store.entries(A)) count += part.length;
  return count;
};

test.skipIf(server === null)(
  'a connection that is cut at any moment loses nothing and doubles nothing',
  async () => {
    const { url, cut } = await proxied((await server?.database()) ?? '');
    const store = await begun(url);
    for (let n = 0; n < 30; n++) {
      const adding = add(store, n);
      for (let turns = 0; turns < n; turns++) await new Promise(setImmediate);
      cut();
      await adding;
    }
    await store.flush();
    expect(await stored(store)).toBe(30);
    expect((await store.sources()).get(A)?.entries).toBe(30);
    expect((await store.stream('site'))?.count).toBe(30);
    await store.close();
  },
);

test('a server that hangs up is one line, whatever pg calls it', async () => {
  const host = createServer((socket) => socket.once('data', () => socket.end()));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void host.close());
  const { port } = host.address() as AddressInfo;
  await expect(openStore(`postgres://me@127.0.0.1:${port}/x`, options)).rejects.toThrow(
    new UserError('PostgreSQL: the connection was cut'),
  );
});

test.skipIf(!server?.crash)('a server that crashes and comes back goes on where it was', async () => {
  const store = await begun((await server?.database()) ?? '');
  await add(store, 1);
  server?.crash?.();
  await add(store, 2);
  await store.flush();
  expect((await store.stream('site'))?.count).toBe(2);
  await store.close();
});

test.each([
  ['where nothing listens', 'postgres://ann:s3cret@127.0.0.1:1/x'],
  ['that has no such database', null],
])('a server %s is one line, without the password', async (_how, url) => {
  if (url === null && server === null) return;
  const wrong = new URL(url ?? (await server?.database()) ?? '');
  if (url === null) wrong.pathname = '/nothing';
  const opening = openStore(wrong.href, options);
  await expect(opening).rejects.toThrow(UserError);
  await expect(opening).rejects.not.toThrow(/s3cret/);
});
