import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSite } from '../../../../src/operate/site.js';
import { askedFeeds } from '../../../../src/service/http/asked/asked-route.js';
import { servedSite, silent } from '../site.js';
import { askedSite, entriesIn, TAGS, titled, titlesIn } from './asked-site.js';

const POSTS = titled(
  'ffi',
  'unsafe',
  'ffi unsafe',
  'ffi web',
  'ffi unsafe web',
  'something else',
  'nostd ffi',
);

describe('a feed over a combination of tags', () => {
  test.each([
    ['all of them', '/tags/ffi+unsafe.atom', ['ffi unsafe web', 'ffi unsafe']],
    ['any of them', '/tags/unsafe,web.atom', ['ffi unsafe web', 'ffi web', 'ffi unsafe', 'unsafe']],
    ['without', '/tags/ffi+-web.atom', ['nostd ffi', 'ffi unsafe', 'ffi']],
    ['of five', '/tags/ffi+no-std+-unsafe+-web.atom', ['nostd ffi']],
    ['of none', '/tags/no-std+unsafe.atom', []],
    ['its signs escaped', '/tags/ffi%2Bunsafe.atom', ['ffi unsafe web', 'ffi unsafe']],
  ])('has the posts with %s', async (_name, address, titles) => {
    const { get } = await askedSite(POSTS);
    const { status, headers, body } = await get(address);
    expect([status, titlesIn(body)]).toEqual([200, titles]);
    expect(headers).toMatchObject({
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': 'public, max-age=300',
      vary: 'Accept-Encoding, Sec-Fetch-Dest',
    });
  });

  test('has the entries of the tag’s own feed byte for byte, and an id and address of its own', async () => {
    const { get, origin } = await askedSite(POSTS);
    const own = entriesIn((await get('/tags/unsafe.atom')).body);
    const { body } = await get('/tags/ffi+unsafe.atom');
    expect(entriesIn(body)).toEqual(own.filter((entry) => /ffi unsafe/.test(entry)));
    expect(body.toString()).toContain(`<id>${origin}tags/ffi+unsafe.atom</id>`);
    expect(body.toString()).toContain(`<link rel="self" href="${origin}tags/ffi+unsafe.atom"/>`);
    expect(body.toString()).toContain('<title>T: ffi and unsafe</title>');
  });

  test('comes in every format with the same posts, and as a page', async () => {
    const { get } = await askedSite(POSTS);
    const rss = (await get('/tags/ffi+unsafe.rss')).body.toString();
    const json = JSON.parse((await get('/tags/ffi+unsafe.json')).body.toString());
    const page = await get('/tags/ffi+unsafe/');
    const ids = ['https://blog.example/4', 'https://blog.example/2'];
    expect([...rss.matchAll(/<guid[^>]*>([^<]*)/g)].map(([, id]) => id)).toEqual(ids);
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body.toString()).toContain('<h1><small>Tags:</small> ffi and unsafe</h1>');
    expect(page.body.toString()).toContain('<code>https://t.example/tags/ffi+unsafe.atom</code>');
    expect(page.body.toString()).toContain('href="../ffi+unsafe.rss"');
  });

  test('has the newest fifty, out of the archives as well', async () => {
    const many = titled(
      ...Array.from({ length: 140 }, (_, n) => (n % 2 === 0 ? `ffi unsafe ${n}` : `ffi ${n}`)),
    );
    const { get } = await askedSite(many, { publish: { limit: 10 } });
    const even = Array.from({ length: 70 }, (_, n) => `ffi unsafe ${2 * n}`).reverse();
    expect(titlesIn((await get('/tags/ffi+unsafe.atom')).body)).toEqual(even.slice(0, 50));
    expect(titlesIn((await get('/tags/ffi+unsafe.atom')).body)).toHaveLength(50);
  });

  test('names no hub, which would not hear of it', async () => {
    const { get } = await askedSite(POSTS, { publish: { hub: 'https://hub.example/' } });
    expect((await get('/tags/ffi.atom')).body.toString()).toContain('https://hub.example/');
    expect((await get('/tags/ffi+unsafe.atom')).body.toString()).not.toContain('hub.example');
  });

  test.each([
    ['/tags/unsafe+ffi.atom', '../tags/ffi+unsafe.atom'],
    ['/tags/unsafe,ffi.rss', '../tags/ffi,unsafe.rss'],
    ['/tags/ffi+unsafe', '../tags/ffi+unsafe/'],
    ['/tags/web+bare/', '../../tags/no-std+web/'],
    ['/tags/ffi+FFI.json', '../tags/ffi.json'],
    ['/search.atom?q=unsafe%20%20ffi', './search.atom?q=ffi%20unsafe'],
  ])('has one address: %s moved to %s', async (address, location) => {
    const { get } = await askedSite(POSTS);
    const { status, headers } = await get(address);
    expect([status, headers.location]).toEqual([301, location]);
  });

  test.each([
    ['/tags/ffi+unsaef.atom', 'Not found: there is no tag “unsaef”; did you mean “unsafe”?\n'],
    ['/tags/fii.json', 'Not found: there is no tag “fii”; did you mean “ffi”?\n'],
    [
      '/tags/ffi+unsafe,web.rss',
      'Not found: “+” (all of them) and “,” (any of them) don’t mix in one address\n',
    ],
    ['/tags/a+b+c+d+e+f', 'Not found: at most 5 tags stand in one address\n'],
  ])('is not there: %s, and says why', async (address, words) => {
    const { get } = await askedSite(POSTS);
    const { status, headers, body } = await get(address);
    expect([status, headers['content-type'], body.toString()]).toEqual([
      404,
      'text/plain; charset=utf-8',
      words,
    ]);
  });

  test.each([
    ['/tags/unsaef/', 'There is no tag “unsaef”. Did you mean <a href="/tags/unsafe/">unsafe</a>?'],
    ['/tags/unsaef', 'There is no tag “unsaef”. Did you mean <a href="/tags/unsafe/">unsafe</a>?'],
    ['/tags/ffi+unsaef/', 'There is no tag “unsaef”. Did you mean <a href="/tags/unsafe/">unsafe</a>?'],
    ['/tags/baer/', 'There is no tag “baer”. Did you mean <a href="/tags/no-std/">no-std</a>?'],
    ['/tags/un%3Cafe/', 'There is no tag “un&lt;afe”. Did you mean'],
  ])('a person who asks for a page has the site’s own: %s', async (address, words) => {
    const { get } = await askedSite(POSTS);
    const { status, headers, body } = await get(address);
    expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(body.toString()).toContain(words);
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=60' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('of a tag that was removed nothing is said but its own farewell', async () => {
    const site = await askedSite(POSTS);
    const { web: _web, ...left } = TAGS;
    const file = path.join(site.folder, 'feeds.json');
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), tags: left }));
    await site.reread();
    for (const address of ['/tags/web.atom', '/tags/web/'])
      expect((await site.get(address)).status).toBe(200); // until a pass takes it away
    await site.pass(POSTS);
    expect((await site.get('/tags/web.atom')).status).toBe(200);
    expect((await site.get('/tags/ffi+web.atom')).status).toBe(404);
  });
});

describe('a feed of a search', () => {
  test.each([
    ['a word', '/search.atom?q=nostd', ['nostd ffi']],
    ['several', '/search.atom?q=ffi+unsafe', ['ffi unsafe web', 'ffi unsafe']],
    ['a phrase', '/search.atom?q=%22ffi+web%22', ['ffi web']],
    ['a field', '/search.atom?q=title:unsafe', ['ffi unsafe web', 'ffi unsafe', 'unsafe']],
    ['a word of the text', '/search.atom?q=blog+else', ['something else']],
    ['a beginning', '/search.atom?q=nost*', ['nostd ffi']],
    ['a word that is not wanted', '/search.atom?q=unsafe+-ffi', ['unsafe']],
    ['nothing that is there', '/search.atom?q=gardening', []],
  ])('has the posts with %s', async (_name, address, titles) => {
    const { get } = await askedSite(POSTS);
    const { status, body } = await get(address);
    expect([status, titlesIn(body)]).toEqual([200, titles]);
  });

  test('has the entries of the site’s feed, in every format, and an address of its own', async () => {
    const { get, origin } = await askedSite(POSTS);
    const { body } = await get('/search.atom?q=%22ffi%20web%22');
    expect(entriesIn(body)).toEqual(
      entriesIn((await get('/feed.atom')).body).filter((one) => /ffi web/.test(one)),
    );
    expect(body.toString()).toContain(`<link rel="self" href="${origin}search.atom?q=%22ffi%20web%22"/>`);
    expect((await get('/search.rss?q=nostd')).body.toString()).toContain('<title>T: nostd</title>');
    expect(JSON.parse((await get('/search.json?q=nostd')).body.toString()).items).toHaveLength(1);
  });

  test('has a page: the search of the site, with what was found and the feeds filled in', async () => {
    const { get } = await askedSite(POSTS);
    expect((await get('/search?q=unsafe')).headers.location).toBe('./search/?q=unsafe');
    const { status, headers, body } = await get('/search/?q=unsafe+-ffi');
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=300']);
    const page = body.toString();
    expect(page).toContain('<form class="find" role="search" action="./">');
    expect(page).toContain('value="unsafe -ffi"');
    expect(page).toContain('id="status">1 post from 1 source.</p>');
    expect(page).toMatch(/id="results"><h2[\s\S]*<a href="[^"]*"[^>]*>unsafe<\/a>/);
    expect(page).toContain('<a href="../search.rss?q=unsafe%20-ffi">RSS</a>');
    expect((await get('/search/?q=unsafe+-ffi', { 'if-none-match': headers.etag ?? '' })).status).toBe(304);
  });

  test.each(['/search/', '/search/?q=', '/search/?q=/a/', `/search/?q=${'x'.repeat(201)}`])(
    'leaves to the page what only the page can do: %s',
    async (address) => {
      const { get, root } = await askedSite(POSTS);
      const file = await readFile(path.join(root, 'search/index.html'));
      expect((await get(address)).body.equals(file)).toBe(true);
    },
  );

  test.each([
    ['/search.atom', 'Ask for words like this: search.atom?q=ffi\n'],
    ['/search.rss?q=', 'That can’t be searched for: a search asks for one word at least\n'],
    ['/search.atom?q=/a/', 'That can’t be searched for: “/a/”: regular expressions are not looked for\n'],
    [
      '/search.atom?q=%00%1b',
      'That can’t be searched for: “ ”: no letter or digit, so it would never match\n',
    ],
    ['/search.json?q=a+b+c+d+e+f+g+h+i', 'That can’t be searched for: a search has at most 8 terms\n'],
    [
      `/search.atom?q=${'x'.repeat(201)}`,
      'That can’t be searched for: a search has at most 200 characters\n',
    ],
  ])('refuses %s', async (address, words) => {
    const { get } = await askedSite(POSTS);
    const { status, body } = await get(address);
    expect([status, body.toString()]).toEqual([400, words]);
  });
});

test.each(['atom', 'rss', 'json'])(
  'what somebody writes into an address breaks out of nothing: %s',
  async (format) => {
    const { get } = await askedSite(POSTS);
    const q = encodeURIComponent('<script>alert(1)</script>&amp;]]>\u0000x x"');
    const first = await get(`/search.${format}?q=${q}`);
    const { body } = await get(`/${first.headers.location?.slice(2)}`);
    const page = await get(`/${first.headers.location?.slice(2)}`, { 'sec-fetch-dest': 'document' });
    for (const text of [body.toString(), page.body.toString()]) {
      expect(text).not.toMatch(/<script>alert|\u0000/);
      expect(text).toMatch(/alert/);
    }
  },
);

describe('what is made', () => {
  test('has validators that hold until the next edition, and moves with it', async () => {
    const site = await askedSite(POSTS);
    for (const address of ['/tags/ffi+unsafe.atom', '/tags/ffi+unsafe/', '/search.json?q=unsafe']) {
      const { headers } = await site.get(address);
      const again = await site.get(address, { 'if-none-match': headers.etag ?? '' });
      const since = await site.get(address, { 'if-modified-since': headers['last-modified'] ?? '' });
      expect([again.status, since.status, again.body.length]).toEqual([304, 304, 0]);
      expect(again.headers['cache-control']).toBe('public, max-age=300');
    }
    const { headers, body } = await site.get('/tags/ffi+unsafe.atom');
    await site.pass(POSTS);
    const idle = await site.get('/tags/ffi+unsafe.atom', { 'if-none-match': headers.etag ?? '' });
    expect(idle.status).toBe(304);
    await site.pass([...POSTS, ...titled(...POSTS.map(() => ''), 'ffi unsafe again').slice(-1)]);
    const after = await site.get('/tags/ffi+unsafe.atom', { 'if-none-match': headers.etag ?? '' });
    expect(titlesIn(after.body)).toEqual(['ffi unsafe again', ...titlesIn(body)]);
    expect(titlesIn((await site.get('/search.atom?q=again')).body)).toEqual(['ffi unsafe again']);
  });

  test('is compressed, answers HEAD and preflights, and no other method', async () => {
    const { get } = await askedSite(POSTS);
    const address = '/tags/ffi,unsafe.atom';
    const whole = await get(address);
    expect((await get(address, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
    expect((await get(address, {}, 'HEAD')).headers['content-length']).toBe(String(whole.body.length));
    expect((await get(address, {}, 'OPTIONS')).status).toBe(204);
    expect((await get(address, {}, 'POST')).status).toBe(405);
  });

  test('is left to the files where nothing has been published yet', async () => {
    const { folder } = await askedSite(POSTS);
    const site = await readSite({ config: path.join(folder, 'feeds.json') });
    const asked = askedFeeds({
      root: path.join(folder, 'none'),
      data: path.join(folder, 'no-data'),
      site: () => site,
      log: silent,
      now: () => 0,
    });
    const { get } = await servedSite({ root: path.join(folder, 'none'), routes: [asked.route] });
    expect((await get('/tags/ffi+unsafe.atom')).status).toBe(404);
    await asked.close();
  });
});
