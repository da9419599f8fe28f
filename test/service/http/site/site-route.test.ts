import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isOfVersion, PLAIN_THEME } from '../../../../src/publish/site/theme.js';
import { FEED, servedSite, WELL } from '../site.js';

describe('a file', () => {
  test('comes with its type, its validators and leave to keep it', async () => {
    const { root, get } = await servedSite();
    await utimes(path.join(root, 'feed.atom'), 0, Date.UTC(2026, 10, 18, 9, 30, 0) / 1000);
    const { status, headers, body } = await get('/feed.atom');
    expect(status).toBe(200);
    expect(body.toString()).toBe(FEED);
    expect(headers).toMatchObject({
      'content-type': 'application/atom+xml; charset=utf-8',
      'content-length': String(FEED.length),
      'last-modified': 'Wed, 18 Nov 2026 09:30:00 GMT',
      'cache-control': 'public, max-age=300',
      vary: 'Accept-Encoding, Sec-Fetch-Dest',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
    expect(headers.etag).toMatch(/^"[\w-]{22}"$/);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('the same bytes have the same ETag wherever and whenever they are written', async () => {
    const [one, two] = [await servedSite(), await servedSite()];
    await utimes(path.join(two.root, 'feed.atom'), 0, 0);
    expect((await one.get('/feed.atom')).headers.etag).toBe((await two.get('/feed.atom')).headers.etag);
  });

  test('HEAD is GET without the body', async () => {
    const { get } = await servedSite();
    const [whole, head] = [await get('/feed.atom'), await get('/feed.atom', {}, 'HEAD')];
    const { date: _a, ...expected } = whole.headers;
    const { date: _b, ...received } = head.headers;
    expect(head.body).toHaveLength(0);
    expect({ status: head.status, ...received }).toEqual({ status: 200, ...expected });
  });

  test('pages say what they may load and what they tell other sites', async () => {
    const { get } = await servedSite();
    const { headers } = await get('/');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    );
    expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
  });

  test.each([
    ['/assets/site.css?v=00000000', 'public, max-age=31536000, immutable'],
    ['/assets/site.css', 'public, max-age=300'],
    ['/assets/site.css?v=1a2b3c4d', 'public, max-age=300'], // asked for before it is published
    ['/assets/logo.png?v=00000000', 'public, max-age=300'], // of the last version still, in a fleet say
    ['/tags/ffi/?v=00000000', 'public, max-age=300'],
  ])('%s may be kept: %s', async (target, expected) => {
    const theme = {
      ...PLAIN_THEME,
      assets: new Map([
        ['site.css', Buffer.from('body{margin:0}')],
        ['logo.png', Buffer.from('another picture')],
      ]),
    };
    const { get } = await servedSite({ isOfVersion: (...asked) => isOfVersion(theme, ...asked) });
    expect((await get(target)).headers['cache-control']).toBe(expected);
  });
});

describe('content coding', () => {
  test.each([
    ['nothing asked', undefined, undefined],
    ['gzip', 'gzip', 'gzip'],
    ['brotli rather than gzip', 'gzip, deflate, br', 'br'],
    ['what weighs nothing is refused', 'gzip;q=0, br;q=0', undefined],
    ['a wish for plain text is kept', 'identity, gzip;q=0.5', undefined],
    ['anything', '*', 'br'],
    ['only unknown ones', 'zstd', undefined],
  ])('%s', async (_name, accept, coding) => {
    const { get } = await servedSite();
    const { headers, body } = await get(
      '/feed.atom',
      accept === undefined ? {} : { 'accept-encoding': accept },
    );
    expect(headers['content-encoding']).toBe(coding);
    expect(headers.vary).toBe('Accept-Encoding, Sec-Fetch-Dest');
    const decode = { gzip: gunzipSync, br: brotliDecompressSync }[coding ?? ''];
    expect((decode?.(body) ?? body).toString()).toBe(FEED);
  });

  test('each coding has an ETag of its own', async () => {
    const { get } = await servedSite();
    const tags = await Promise.all(
      ['identity', 'gzip', 'br'].map(
        async (coding) => (await get('/feed.atom', { 'accept-encoding': coding })).headers.etag,
      ),
    );
    expect(new Set(tags).size).toBe(3);
  });

  test('pictures are left as they are', async () => {
    const { get } = await servedSite();
    const { headers } = await get('/assets/logo.png', { 'accept-encoding': 'gzip' });
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers).not.toHaveProperty('vary');
  });
});

describe('a conditional request', () => {
  const epoch = 'Thu, 01 Jan 1970 00:00:00 GMT';
  test.each<[string, number, (etag: string, modified: string) => Record<string, string>]>([
    ['the ETag', 304, (etag) => ({ 'if-none-match': etag })],
    ['the ETag made weak by a proxy', 304, (etag) => ({ 'if-none-match': `W/${etag}` })],
    ['a list', 304, (etag) => ({ 'if-none-match': `"zzz", ${etag}` })],
    ['any', 304, () => ({ 'if-none-match': '*' })],
    ['another ETag', 200, () => ({ 'if-none-match': '"zzz"' })],
    ['the ETag wins over the date', 304, (etag) => ({ 'if-none-match': etag, 'if-modified-since': epoch })],
    [
      'another ETag wins over the date',
      200,
      (_, date) => ({ 'if-none-match': '"zzz"', 'if-modified-since': date }),
    ],
    ['the date', 304, (_, date) => ({ 'if-modified-since': date })],
    ['an older date', 200, () => ({ 'if-modified-since': epoch })],
    ['no date', 200, () => ({ 'if-modified-since': 'garbage' })],
    [
      'no-cache, as HTTP clients add it',
      304,
      (etag) => ({ 'if-none-match': etag, 'cache-control': 'no-cache' }),
    ],
    ["another coding's ETag", 200, (etag) => ({ 'if-none-match': etag, 'accept-encoding': 'gzip' })],
  ])('%s: %i', async (_name, status, condition) => {
    const { get } = await servedSite();
    const { etag = '', 'last-modified': modified = '' } = (await get('/feed.atom')).headers;
    const reply = await get('/feed.atom', condition(etag, modified));
    expect(reply.status).toBe(status);
    if (status === 304) {
      expect(reply.body).toHaveLength(0);
      expect(reply.headers).toMatchObject({
        etag,
        'cache-control': 'public, max-age=300',
        vary: 'Accept-Encoding, Sec-Fetch-Dest',
      });
      expect(reply.headers).not.toHaveProperty('content-type');
    }
  });
});

describe('what is not a file', () => {
  test("a folder's page has one address", async () => {
    const { get } = await servedSite();
    expect((await get('/tags/ffi/')).body.toString()).toContain('Tag: ffi');
    const { status, headers } = await get('/tags/ffi?page=2');
    expect([status, headers.location]).toEqual([301, '../tags/ffi/?page=2']);
  });

  test.each([
    ['/no/such/page/', 404, 'Not here'],
    ['/no-such', 404, 'Not here'],
    ['/no-such.atom', 404, 'Not found.'],
    ['/feed.atom/', 404, 'Not here'],
    ['/tags', 404, 'Not here'],
    ['/.tagwire', 404, 'Not here'],
    ['/%2e%2e/package.json', 404, 'Not here'],
    ['/tags/%00.atom', 400, 'That is no address.'],
    [`/${'a'.repeat(4000)}`, 404, 'Not here'],
  ])('%s: %i', async (target, status, words) => {
    const { get } = await servedSite();
    const reply = await get(target);
    expect([reply.status, reply.body.toString()]).toEqual([status, expect.stringContaining(words)]);
    expect(reply.headers['cache-control']).toBe('public, max-age=60');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.headers).not.toHaveProperty('etag');
  });

  test('an empty or missing public/ is a plain 404', async () => {
    const { get } = await servedSite({ root: '/nonexistent/public' });
    expect((await get('/')).body.toString()).toBe('Not found.\n');
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is not allowed', async (method) => {
    const { get } = await servedSite();
    const { status, headers } = await get('/feed.atom', {}, method);
    expect([status, headers.allow, headers.connection]).toEqual([405, 'GET, HEAD, OPTIONS', 'close']);
  });

  test('a feed names hub and self where there are any, and to other origins just what is sent', async () => {
    const link = '<https://hub.example/>; rel="hub", <https://site.example/feed.atom>; rel="self"';
    const { get } = await servedSite({ linkOf: (path) => (path === 'feed.atom' ? link : null) });
    const whole = await get('/feed.atom');
    const unchanged = await get('/feed.atom', { 'if-none-match': whole.headers.etag ?? '' });
    for (const { headers } of [whole, unchanged])
      expect(headers).toMatchObject({ link, 'access-control-expose-headers': 'ETag, Link' });
    const other = (await get('/feed.json')).headers;
    expect([other['link'], other['access-control-expose-headers']]).toEqual([undefined, 'ETag']);
    const preflight = (await get('/feed.atom', {}, 'OPTIONS')).headers;
    expect(preflight).not.toHaveProperty('access-control-expose-headers');
  });

  test('a browser may ask beforehand whether it may ask conditionally', async () => {
    const { get } = await servedSite();
    const { status, headers } = await get('/feed.atom', { origin: 'https://reader.example' }, 'OPTIONS');
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'If-None-Match, If-Modified-Since, Cache-Control',
    });
  });
});

describe('a tag that was renamed or removed', () => {
  const moved = (path: string) => {
    if (/^tags\/old[./]/.test(path))
      return { kind: 'moved', to: path.replace('tags/old', 'tags/ffi') } as const;
    return path.startsWith('tags/dead') ? ({ kind: 'gone' } as const) : null;
  };

  test.each([
    ['/tags/old.atom', '../tags/ffi.atom'],
    ['/tags/old/', '../../tags/ffi/'],
    ['/tags/old/archive/2.atom', '../../../tags/ffi/archive/2.atom'],
  ])('%s has moved to %s', async (target, location) => {
    const { get } = await servedSite({ moved });
    const { status, headers } = await get(target);
    expect([status, headers.location]).toEqual([301, location]);
  });

  test('a removed one is gone, whatever still lies there', async () => {
    const { root, get } = await servedSite({ moved });
    await writeFile(path.join(root, 'tags/dead.atom'), FEED);
    expect((await get('/tags/dead.atom')).status).toBe(410);
    const page = await get('/tags/dead/');
    expect([page.status, page.body.toString()]).toEqual([410, expect.stringContaining('Not here')]);
  });
});

test('a file that was there once is gone, and one that is there again is served', async () => {
  const wasThere = (target: string): boolean => target === 'tags/ffi/archive/1.atom';
  const { root, get } = await servedSite({ wasThere });
  const status = async (n: number) => (await get(`/tags/ffi/archive/${n}.atom`)).status;
  expect([await status(1), await status(2)]).toEqual([410, 404]);
  await mkdir(path.join(root, 'tags/ffi/archive'));
  await writeFile(path.join(root, 'tags/ffi/archive/1.atom'), FEED);
  expect(await status(1)).toBe(200);
});

test.each([
  [{ ...WELL, failing: true, offline: true, configProblem: 'a mistake' }, 200],
  [{ ...WELL, ok: false }, 503],
])('/healthz says how the service is: %j', async (health, status) => {
  const { get } = await servedSite({ health: () => health });
  const reply = await get('/healthz?x');
  expect([reply.status, JSON.parse(reply.body.toString())]).toEqual([status, health]);
  expect(reply.headers['cache-control']).toBe('no-store');
});
