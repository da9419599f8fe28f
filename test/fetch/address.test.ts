import { expect, test } from 'vitest';
import { isPublicAddress } from '../../src/fetch/address.js';
import { addressGuard } from '../../src/fetch/guard.js';
import { fetcher, get } from './fetching.js';
import { http, rawServer, url } from './raw-server.js';

test.each([
  ['0.0.0.0'],
  ['10.1.2.3'],
  ['100.64.0.1'],
  ['100.127.255.254'],
  ['127.0.0.1'],
  ['127.255.255.254'],
  ['169.254.169.254'],
  ['172.16.0.1'],
  ['172.31.255.255'],
  ['192.0.0.8'],
  ['192.0.2.1'],
  ['192.88.99.1'],
  ['192.168.1.1'],
  ['198.18.0.1'],
  ['198.19.255.255'],
  ['198.51.100.1'],
  ['203.0.113.1'],
  ['224.0.0.1'],
  ['239.255.255.255'],
  ['240.0.0.1'],
  ['255.255.255.255'],
  ['::'],
  ['::1'],
  ['::127.0.0.1'],
  ['::ffff:127.0.0.1'],
  ['::ffff:8.8.8.8'],
  ['::ffff:0:8.8.8.8'],
  ['64:ff9b::7f00:1'],
  ['64:ff9b:1::1'],
  ['100::1'],
  ['2001::1'],
  ['2001:2::1'],
  ['2001:20::1'],
  ['2001:db8::1'],
  ['2002:7f00:1::'],
  ['3fff::1'],
  ['5f00::1'],
  ['fc00::1'],
  ['fd12:3456::1'],
  ['fe80::1'],
  ['fe80::1%lo'],
  ['fec0::1'],
  ['ff02::1'],
])('%s is no public address', (address) => expect(isPublicAddress(address)).toBe(false));

test.each([
  ['1.1.1.1'],
  ['9.255.255.255'],
  ['100.63.255.255'],
  ['100.128.0.1'],
  ['172.15.255.255'],
  ['172.32.0.1'],
  ['192.0.1.1'],
  ['192.167.255.255'],
  ['198.17.255.255'],
  ['198.20.0.1'],
  ['223.255.255.255'],
  ['2001:200::1'],
  ['2001:4860:4860::8888'],
  ['2003::1'],
  ['2606:4700::1111'],
  ['2a00:1450::1'],
])('%s is a public address', (address) => expect(isPublicAddress(address)).toBe(true));

const guarded = { allowPrivate: false };

test.each([
  ['127.0.0.1'],
  ['127.1'],
  ['2130706433'],
  ['0x7f.1'],
  ['0x7f000001'],
  ['017700000001'],
  ['0177.0.0.1'],
  ['127.0.0.1.'],
  ['①②⑦.0.0.1'],
  ['localhost'],
  ['LOCALHOST'],
  ['0'],
])('no packet goes to a loopback server, spelled %s', async (host) => {
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const { port } = new URL(server.origin);
  expect(await get(url(`http://${host}:${port}/feed`), guarded)).toMatchObject({
    kind: 'failed',
    reason: 'private-address',
    reached: false,
  });
  expect(server.requests).toEqual([]);
});

test.each([
  ['[::1]'],
  ['[::ffff:127.0.0.1]'],
  ['[::ffff:7f00:1]'],
  ['[::]'],
  ['[fe80::1]'],
  ['[64:ff9b::1]'],
])('no packet goes to %s', async (host) => {
  expect(await get(url(`http://${host}/`), guarded)).toMatchObject({ reason: 'private-address' });
});

test('says which address, and what to do', async () => {
  expect(await get(url('http://192.168.1.1/'), guarded)).toMatchObject({
    message: 'private address: 192.168.1.1 (--allow-private polls it)',
  });
  const lookup = () => Promise.resolve([{ address: '10.0.0.8', family: 4 }]);
  expect(await get(url('http://intranet.example/'), { ...guarded, lookup })).toMatchObject({
    message: 'private address: intranet.example is at 10.0.0.8 (--allow-private polls it)',
  });
});

test('a name is refused if any of its addresses is private', async () => {
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const lookup = () =>
    Promise.resolve([
      { address: '1.1.1.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
  const { port } = new URL(server.origin);
  expect(await get(url(`http://mixed.example:${port}/`), { ...guarded, lookup })).toMatchObject({
    reason: 'private-address',
  });
  expect(server.requests).toEqual([]);
});

/** Lets 127.0.0.2 stand for the public Internet. */
const publicIsTwo = { mayConnect: (address: string) => address === '127.0.0.2' };

test('what was checked is connected to: a name whose answer changes is not looked up again', async () => {
  const server = await rawServer(http('200 OK', [], 'secret'), '127.0.0.1');
  const asked: string[] = [];
  const lookup = (name: string) => {
    asked.push(name);
    return Promise.resolve([{ address: asked.length === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }]);
  };
  const { port } = new URL(server.origin);
  const rebinding = url(`http://rebind.example:${port}/`);
  const asking = fetcher({ ...publicIsTwo, lookup });
  const request = { url: rebinding, validators: { etag: null, lastModified: null, from: null } };
  const { signal } = new AbortController();
  expect(await asking.fetch(request, signal)).toMatchObject({ kind: 'failed', reason: 'refused' });
  expect(asked).toEqual(['rebind.example']);
  expect(await asking.fetch(request, signal)).toMatchObject({ kind: 'failed', reason: 'private-address' });
  expect(server.requests).toEqual([]);
});

test.each([
  ['by address', (origin: string) => origin],
  ['in hexadecimal', (origin: string) => origin.replace('127.0.0.1', '0x7f.1')],
  ['as an IPv4-mapped address', (origin: string) => origin.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
  ['by a name', (origin: string) => origin.replace('127.0.0.1', 'inside.example')],
  ['by a name, without a scheme', (origin: string) => origin.replace('http://127.0.0.1', '//inside.example')],
])('a redirect to a private address is refused: %s', async (_name, spell) => {
  const inside = await rawServer(http('200 OK', [], 'secret'), '127.0.0.1');
  const outside = await rawServer(
    http('301 Moved', [`Location: ${spell(inside.origin)}/admin`]),
    '127.0.0.2',
  );
  const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  expect(await get(outside.url('/feed'), { ...publicIsTwo, lookup })).toMatchObject({
    kind: 'failed',
    reason: 'private-address',
    reached: true,
  });
  expect(outside.requests).toHaveLength(1);
  expect(inside.requests).toEqual([]);
});

test.each([
  ['an address', ['127.0.0.1'], '127.0.0.1', true],
  ['another address', ['127.0.0.2'], '127.0.0.1', false],
  ['a range', ['127.0.0.0/8'], '127.0.0.1', true],
  ['another range', ['10.0.0.0/8'], '127.0.0.1', false],
  ['an IPv6 range', ['fd00::/8'], '127.0.0.1', false],
  ['a name', ['intranet.example'], 'intranet.example', true],
  ['a name, spelled otherwise', ['Intranet.Example.'], 'INTRANET.example', true],
  ['another name', ['intranet.example'], 'feeds.intranet.example', false],
  ['the range of a name', ['127.0.0.1/32'], 'intranet.example', true],
  ['nothing', [], '127.0.0.1', false],
])('private places that may be polled: %s', async (_name, allow, host, isAsked) => {
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const { port } = new URL(server.origin);
  const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const result = await get(url(`http://${host}:${port}/`), { ...guarded, allow, lookup });
  expect(result).toMatchObject(isAsked ? { kind: 'fresh' } : { reason: 'private-address' });
  expect(server.requests).toHaveLength(isAsked ? 1 : 0);
});

test('what may be polled at a private address is followed to another that may, to others not', async () => {
  const allow = ['127.0.0.1', '127.0.0.2'];
  for (const [address, expected] of [
    ['127.0.0.2', { kind: 'fresh' }],
    ['127.0.0.3', { reason: 'private-address' }],
  ] as const) {
    const end = await rawServer(http('200 OK', [], '<rss/>'), address);
    const start = await rawServer(http('302 Found', [`Location: ${end.origin}/`]));
    expect(await get(start.url('/'), { ...guarded, allow })).toMatchObject(expected);
  }
});

test('nobody outside leads into what may be polled at a private address', () => {
  const { mayConnect, mayBeLedTo } = addressGuard(false, ['10.1.0.0/16', 'intranet.example']);
  expect([mayConnect('10.1.2.3', 'a.example'), mayBeLedTo('10.1.2.3', 'a.example')]).toEqual([true, false]);
  expect([mayConnect('10.9.9.9', 'intranet.example'), mayBeLedTo('10.9.9.9', 'intranet.example')]).toEqual([
    true,
    false,
  ]);
  expect([mayConnect('9.9.9.9', 'a.example'), mayBeLedTo('9.9.9.9', 'a.example')]).toEqual([true, true]);
});

test('a proxy is outside: it leads to no private address that may be polled', async () => {
  const inside = await rawServer(http('200 OK', [], 'secret'));
  const proxy = await rawServer(http('302 Found', [`Location: ${inside.origin}/`]));
  const settings = { ...guarded, allow: ['127.0.0.1'], env: { http_proxy: proxy.origin } };
  expect(await get(url('http://blog.example/'), settings)).toMatchObject({
    reason: 'private-address',
    reached: true,
  });
  expect(inside.requests).toEqual([]);
});
