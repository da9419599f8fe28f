import { readFile, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchFrom } from '../site.js';
import { askedSite, titled } from './asked-site.js';

const POSTS = titled('ffi', 'unsafe', 'ffi unsafe');
const OPENED = { 'sec-fetch-dest': 'document' };

describe('a feed that a person opens', () => {
  test.each([
    ['a tag’s', '/tags/ffi.atom', 'Atom', 'Tag:</small> ffi'],
    ['in another format', '/tags/ffi.json', 'JSON Feed', 'Tag:</small> ffi'],
    ['the site’s', '/feed.rss', 'RSS', '</h1>'],
    ['a combination’s', '/tags/ffi+unsafe.atom', 'Atom', 'Tags:</small> ffi and unsafe'],
    ['a search’s', '/search.atom?q=unsafe', 'Atom', 'Search:</small> unsafe'],
  ])('is a page with the address on top: %s', async (_whose, address, label, heading) => {
    const { get, origin } = await askedSite(POSTS);
    const { status, headers, body } = await get(address, OPENED);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', vary: 'Accept-Encoding, Sec-Fetch-Dest' });
    expect(headers).not.toHaveProperty('etag');
    const page = body.toString();
    const main = page.slice(page.indexOf('<main'));
    expect(main).toMatch(/^<main[^>]*>\s*<aside class="opened"/);
    expect(main).toContain(`This is the address of a feed (${label}).`);
    expect(main).toContain(`<code>${origin}${address.slice(1)}</code>`);
    expect(main).toContain(heading);
  });

  test('an archive’s, with its posts', async () => {
    const many = titled(...Array.from({ length: 90 }, (_, n) => `ffi ${n}`));
    const { get } = await askedSite(many, { publish: { limit: 10 } });
    const page = (await get('/tags/ffi/archive/1.atom', OPENED)).body.toString();
    expect(page).toContain('t.example/tags/ffi/archive/1.atom</code>');
    expect(page).toContain('>ffi 0</a>');
    expect(page).toContain('href="../../../assets/site.css"');
  });

  test.each([
    ['no word of it', {}],
    ['a script that fetches', { 'sec-fetch-dest': 'empty' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
    ['an old program that says everything', { accept: 'text/html', 'user-agent': 'Mozilla/5.0' }],
  ])('is the feed for everybody else, byte for byte: %s', async (_who, headers) => {
    const site = await askedSite(POSTS);
    const file = await readFile(`${site.root}/tags/ffi.atom`);
    const answer = await site.get('/tags/ffi.atom', headers);
    expect(answer.body.equals(file)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': 'public, max-age=300',
      vary: 'Accept-Encoding, Sec-Fetch-Dest',
    });
  });

  test('a 304 says as much of caching as the feed does', async () => {
    const { get } = await askedSite(POSTS);
    const { etag = '' } = (await get('/tags/ffi.atom')).headers;
    expect((await get('/tags/ffi.atom', { 'if-none-match': etag })).headers.vary).toBe(
      'Accept-Encoding, Sec-Fetch-Dest',
    );
  });

  test('is the feed where the database can’t be read, which is logged', async () => {
    const { get, folder, errors } = await askedSite(POSTS);
    await writeFile(`${folder}/data/db.json`, 'no JSON');
    const { status, headers } = await get('/tags/ffi.atom', OPENED);
    expect([status, headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    expect(errors).toEqual([expect.stringMatching(/^feeds are served as they are: .*db\.json/)]);
    expect((await get('/tags/ffi+unsafe.atom')).status).toBe(503);
    await get('/tags/ffi.atom', OPENED);
    await get('/tags/ffi+unsafe.atom');
    expect(errors).toHaveLength(2); // whatever is asked for by turns, each is told once a minute
  });

  test('lists in OPML and pages are what they are', async () => {
    const { get } = await askedSite(POSTS);
    expect((await get('/sources.opml', OPENED)).headers['content-type']).toBe('text/x-opml; charset=utf-8');
    expect((await get('/tags/ffi/', OPENED)).headers['cache-control']).toBe('public, max-age=300');
  });
});

/** A cache between, which keeps what it may by `Cache-Control` and doesn't look at `Vary`. */
async function simpleCache(port: number) {
  const kept = new Map<string, { headers: Record<string, string>; body: Buffer }>();
  const server = createServer((asked, response) => {
    const key = asked.url ?? '/';
    const known = kept.get(key);
    if (known !== undefined) {
      response.writeHead(200, { ...known.headers, 'x-cache': 'hit' }).end(known.body);
      return;
    }
    const on = { host: '127.0.0.1', port, path: key, headers: asked.headers, agent: false };
    httpRequest(on, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        const headers = {
          'content-type': answer.headers['content-type'] ?? '',
          'cache-control': answer.headers['cache-control'] ?? '',
        };
        if (/max-age=[1-9]/.test(headers['cache-control'])) kept.set(key, { headers, body });
        response.writeHead(answer.statusCode ?? 0, headers).end(body);
      });
    }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port: own } = server.address() as AddressInfo;
  return async (address: string, sent: Record<string, string> = {}) => {
    const { headers, body } = await fetchFrom(own, address, sent);
    return { type: headers['content-type'], cache: headers['x-cache'] ?? null, body: body.toString() };
  };
}

test.each(['/tags/ffi.atom', '/tags/ffi+unsafe.rss', '/search.json?q=unsafe', '/feed.atom'])(
  'a cache that ignores Vary never hands a page to a reader: %s',
  async (address) => {
    const { port, get } = await askedSite(POSTS);
    const through = await simpleCache(port);
    const feed = (await get(address)).body.toString();
    const type = (await get(address)).headers['content-type'];
    const person = () => through(address, OPENED);
    expect((await person()).type).toBe('text/html; charset=utf-8');
    expect(await through(address)).toEqual({ type, cache: null, body: feed });
    expect(await through(address)).toEqual({ type, cache: 'hit', body: feed });
    await person();
    expect(await through(address)).toEqual({ type, cache: 'hit', body: feed });
  },
);
