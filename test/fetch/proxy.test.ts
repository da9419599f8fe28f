import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { proxiesOf } from '../../src/fetch/proxy.js';
import { get } from './fetching.js';
import { http, type RawServer, rawServer, url } from './raw-server.js';

const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;
const one = { origin: 'http://one.example:3128', authorization: null };
const two = { origin: 'http://two.example:8080', authorization: null };

test.each([
  ['none', {}, 'http://blog.example/', null],
  ['http_proxy', { http_proxy: 'http://one.example:3128' }, 'http://blog.example/', one],
  ['http_proxy, for https', { http_proxy: 'http://one.example:3128' }, 'https://blog.example/', null],
  [
    'HTTP_PROXY, which a visitor may have set',
    { HTTP_PROXY: 'http://one.example:3128' },
    'http://blog.example/',
    null,
  ],
  ['https_proxy', { https_proxy: 'http://one.example:3128' }, 'https://blog.example/', one],
  ['HTTPS_PROXY', { HTTPS_PROXY: 'http://one.example:3128' }, 'https://blog.example/', one],
  [
    'both cases',
    { https_proxy: 'one.example:3128', HTTPS_PROXY: 'two.example:8080' },
    'https://blog.example/',
    one,
  ],
  ['all_proxy', { all_proxy: 'http://one.example:3128' }, 'http://blog.example/', one],
  ['ALL_PROXY', { ALL_PROXY: 'http://one.example:3128' }, 'https://blog.example/', one],
  [
    'all_proxy beside its own',
    { all_proxy: 'one.example:3128', http_proxy: 'two.example:8080' },
    'http://blog.example/',
    two,
  ],
  ['an empty one', { http_proxy: ' ', all_proxy: 'one.example:3128' }, 'http://blog.example/', one],
  ['no scheme', { http_proxy: 'one.example:3128' }, 'http://blog.example/', one],
  ['a path, which means nothing', { http_proxy: 'http://one.example:3128/x?y' }, 'http://blog.example/', one],
  [
    'TLS to the proxy, and the usual port',
    { http_proxy: 'https://one.example' },
    'http://blog.example/',
    { origin: 'https://one.example', authorization: null },
  ],
  [
    'a user and a password',
    { http_proxy: 'http://me:p%40ss%zz@one.example:3128' },
    'http://blog.example/',
    { ...one, authorization: basic('me:p@ss%zz') },
  ],
])('the proxy for a request: %s', (_name, env, address, proxy) => {
  expect(proxiesOf(env)(url(address))).toEqual(proxy);
});

test.each([
  ['a loopback address', '', 'http://127.0.0.1/', false],
  ['a private address, spelled otherwise', '', 'http://0xa.1/', false],
  ['a private IPv6 address', '', 'http://[fd00::1]/', false],
  ['localhost', '', 'http://LOCALHOST./', false],
  ['a name below localhost', '', 'http://blog.localhost/', false],
  ['a public address', '', 'http://9.9.9.9/', true],
  ['a name of which nobody knows where it is', '', 'http://intranet/', true],
  ['the very name', 'blog.example', 'http://blog.example/', false],
  ['the very name, in other spellings', 'BLOG.example.', 'http://Blog.Example./', false],
  ['a name below', 'example', 'http://blog.example/', false],
  ['a name below, with a dot', '.blog.example', 'http://a.blog.example/', false],
  ['the name itself, with a dot', '.blog.example', 'http://blog.example/', false],
  ['a name below, with a star', '*.blog.example', 'http://a.blog.example/', false],
  ['a name that ends alike', 'log.example', 'http://blog.example/', true],
  ['one of several', 'a.example, blog.example b.example', 'http://blog.example/', false],
  ['all', 'a.example,*', 'http://blog.example/', false],
  ['a port', 'blog.example:8080', 'http://blog.example:8080/', false],
  ['another port', 'blog.example:8080', 'http://blog.example/', true],
  ['the usual port', 'blog.example:443', 'https://blog.example/', false],
  ['an address', '9.9.9.9', 'http://9.9.9.9/', false],
  ['a range', '9.9.0.0/16', 'http://9.9.9.9/', false],
  ['a range beside it', '9.8.0.0/16', 'http://9.9.9.9/', true],
  ['an IPv6 range', '2a00::/16', 'http://[2a00:1::1]/', false],
  ['an IPv6 address in brackets', '[2a00:1::1]', 'http://[2a00:1::1]/', false],
  ['nothing of use', ', . :80', 'http://blog.example/', true],
])('what is asked straight, with no_proxy: %s', (_name, list, address, proxied) => {
  for (const name of ['no_proxy', 'NO_PROXY'])
    expect(proxiesOf({ all_proxy: 'one.example:3128', [name]: list })(url(address))).toEqual(
      proxied ? one : null,
    );
});

test.each([
  [
    'a SOCKS proxy',
    'socks5h://me:secret@127.0.0.1:9050',
    'expected the address of an http or https proxy, not of a socks5h one',
  ],
  ['no address', 'http://me:secret@:99999', 'expected the address of an http or https proxy'],
])('what is no proxy is told without its password: %s', (_name, all_proxy, message) => {
  expect(() => proxiesOf({ all_proxy })).toThrow(`all_proxy in the environment: ${message}`);
});

/** A proxy to servers at 127.0.0.1: it takes CONNECT, and answers everything else itself. */
async function proxyServer(answer: Buffer | string = http('200 OK', [], '<rss/>')): Promise<RawServer> {
  return await rawServer((request, socket) => {
    const port = /^CONNECT [^ ]*:(?<port>\d+) /.exec(request)?.groups?.['port'];
    if (port === undefined) return answer;
    tunnel(socket, Number(port));
    return null;
  });
}

function tunnel(socket: Socket, port: number): void {
  socket.removeAllListeners('data');
  const behind = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n');
    socket.pipe(behind).pipe(socket);
  });
  behind.on('error', () => socket.destroy());
  socket.on('close', () => behind.destroy());
}

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');

async function tlsServer(): Promise<number> {
  const server = createServer({ key: pem('server.key'), cert: pem('valid.pem') }, (request, response) =>
    response.end(`<rss>${request.url} ${request.headers.host}</rss>`),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

/** Nobody but the proxy knows any name, and nothing private may be asked. */
const behind = (proxy: string) => ({
  env: { all_proxy: proxy },
  allowPrivate: false,
  lookup: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })),
});

test('http is asked of the proxy by the whole address; it does the look-up', async () => {
  const proxy = await proxyServer();
  const settings = behind(proxy.origin.replace('http://', 'http://me:secret@'));
  const result = await get(url("http://blog.example:8080/a'b?c#d"), settings);
  expect(result).toMatchObject({ kind: 'fresh', url: "http://blog.example:8080/a'b?c#d" });
  expect(proxy.requests[0]?.split('\r\n').slice(0, 5)).toEqual([
    "GET http://blog.example:8080/a'b?c HTTP/1.1",
    'host: blog.example:8080',
    'connection: close',
    `Proxy-Authorization: ${basic('me:secret')}`,
    'User-Agent: tagwire/1.2.3 (+https://reader.example/about)',
  ]);
});

test('https goes through a tunnel, and its certificate is that of the host', async () => {
  const port = await tlsServer();
  const proxy = await proxyServer();
  const settings = { ...behind(proxy.origin.replace('http://', 'http://me:secret@')), ca: pem('ca.pem') };
  const result = await get(url(`https://feeds.example:${port}/feed`), settings);
  expect(result.kind === 'fresh' && Buffer.from(result.body).toString()).toBe(
    `<rss>/feed feeds.example:${port}</rss>`,
  );
  expect(proxy.requests[0]).toContain(`CONNECT feeds.example:${port} HTTP/1.1\r\n`);
  expect(proxy.requests[0]).toContain(`Proxy-Authorization: ${basic('me:secret')}\r\n`);
  await expect.poll(() => proxy.open()).toBe(0);
  expect(await get(url(`https://other.example:${port}/`), settings)).toMatchObject({
    reason: 'tls',
    message: 'certificate is for another host',
    reached: true,
  });
});

test.each([
  ['a private address', (port: string) => `http://127.0.0.1:${port}/`],
  ['a private address in disguise', (port: string) => `http://2130706433:${port}/`],
  ['localhost', (port: string) => `http://localhost:${port}/`],
])('the address guard holds on every hop: a redirect by way of the proxy to %s', async (_name, target) => {
  const inside = await rawServer(http('200 OK', [], 'secret'));
  const { port } = new URL(inside.origin);
  const proxy = await proxyServer(http('302 Found', [`Location: ${target(port)}`]));
  const settings = {
    ...behind(proxy.origin),
    lookup: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  };
  expect(await get(url('http://blog.example/'), settings)).toMatchObject({
    reason: 'private-address',
    reached: true,
  });
  expect(await get(url(target(port)), settings)).toMatchObject({ reason: 'private-address', reached: false });
  expect(inside.requests).toEqual([]);
});

test('a name under no_proxy is asked straight, under the guard', async () => {
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const { port } = new URL(server.origin);
  const settings = {
    env: { all_proxy: 'http://127.0.0.1:9', no_proxy: 'intranet.example' },
    lookup: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  };
  const address = url(`http://feeds.intranet.example:${port}/`);
  expect(await get(address, { ...settings, allowPrivate: false })).toMatchObject({
    reason: 'private-address',
  });
  expect((await get(address, settings)).kind).toBe('fresh');
});

test.each([
  ['http', '407', 'it wants a user name and password (407)'],
  ['https', '407', 'it wants a user name and password (407)'],
  ['https', '502', '502 in place of a connection'],
])(
  'a proxy that lets nothing through is named, without its password: %s, %s',
  async (scheme, status, message) => {
    const proxy = await rawServer(http(`${status} No`, []));
    const settings = behind(proxy.origin.replace('http://', 'http://me:secret@'));
    expect(await get(url(`${scheme}://blog.example/`), settings)).toEqual({
      kind: 'failed',
      reason: 'proxy',
      message: `proxy ${proxy.origin}: ${message}`,
      status: null,
      reached: false,
      traffic: { requests: 1, bytes: 0 },
    });
    await expect.poll(() => proxy.open()).toBe(0);
  },
);

test.each([
  ['nobody is there', 'http://127.0.0.1:9', /^proxy http:\/\/127\.0\.0\.1:9: connection refused$/],
  [
    'its name is unknown',
    'http://proxy.example',
    /^proxy http:\/\/proxy\.example: no such host: proxy\.example$/,
  ],
])('a proxy that is not reached shows that our own network is down: %s', async (_name, proxy, message) => {
  for (const scheme of ['http', 'https']) {
    const result = await get(url(`${scheme}://blog.example/`), behind(proxy));
    expect(result).toMatchObject({
      reason: 'proxy',
      message: expect.stringMatching(message),
      reached: false,
    });
  }
});

test('a proxy that takes CONNECT and says nothing is given up', async () => {
  const proxy = await rawServer(() => null);
  const settings = { ...behind(proxy.origin), connectTimeoutMs: 200 };
  expect(await get(url('https://blog.example/'), settings)).toMatchObject({
    reason: 'proxy',
    message: `proxy ${proxy.origin}: timed out: no connection within 0.2 s`,
    reached: false,
  });
  await expect.poll(() => proxy.open()).toBe(0);
});
