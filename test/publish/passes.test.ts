import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

let blogs: Blogs;
let folder: string;

beforeEach(async () => {
  blogs = await startBlogs();
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-passes-'));
});

afterEach(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

async function pass(sources: readonly unknown[], more: object = {}): Promise<void> {
  const site = { title: 'Test', url: 'https://site.example/' };
  const config = { site, sources, tags: { ffi: ['bindgen'] }, ...more };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  const { code } = await tagwire(['run', '--all', '--allow-private'], folder);
  expect(code).toBe(0);
}

/** Path → bytes of all that is published below a folder, but for the marker. */
function published(below = 'public'): ReadonlyMap<string, string> {
  const root = path.join(folder, below);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.tagwire'),
  );
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(root, file), readFileSync(file, 'latin1')] as const;
    }),
  );
}

/** What is published differs in nothing from what is rendered of the same database into an empty folder. */
async function expectComplete(): Promise<void> {
  const { code } = await tagwire(['publish', '--out', 'anew'], folder);
  expect(code).toBe(0);
  expect(published()).toEqual(published('anew'));
  rmSync(path.join(folder, 'anew'), { recursive: true });
}

const named = (title: string, home: string, ids: readonly string[]): string => {
  const items = ids.map((id) => ({ id, title: `bindgen ${id}` }));
  return atom(title, items).replace('</title>', `</title><link href="${home}"/>`);
};

test('a source that changes its name or home is named so on the pages and lists of what it wrote about', async () => {
  const sources = [`${blogs.origin}/a`, `${blogs.origin}/b`];
  blogs.pages.set('/a', named('Blog A', 'https://a.example/', ['a1']));
  blogs.pages.set('/b', named('Blog B', 'https://b.example/', ['b1']));
  await pass(sources);
  blogs.pages.set('/a', named('Blog A, renamed', 'https://new.example/', ['a1']));
  await pass(sources);
  expect(published().get('tags/ffi/index.html')).toContain('Blog A, renamed');
  expect(published().get('tags/ffi.opml')).toContain('https://new.example/');
  await expectComplete();
});

test('what no longer belongs goes: parts of a sitemap, pages of a source that was removed', async () => {
  const a = `${blogs.origin}/a`;
  blogs.pages.set('/a', named('Blog A', 'https://a.example/', ['a1', 'a2', 'a3']));
  await pass([a], { publish: { limit: 2 } });
  expect([...published().keys()]).toContain('sitemap-1.xml');
  await tagwire(['remove', 'https://blog.example/a1'], folder);
  await expectComplete();
  await pass([a], { publish: { limit: 2 }, tags: {} });
  expect([...published().keys()]).not.toContain('sitemap-1.xml');
  await pass([]);
  await tagwire(['remove', a], folder);
  await expectComplete();
});

test('the sitemap lists the archives that there are, however few posts a tag has', async () => {
  blogs.pages.set('/a', named('Blog A', 'https://a.example/', ['a1']));
  await pass([`${blogs.origin}/a`]);
  const old = Array.from({ length: 10 }, (_, n) => `b${n}`);
  blogs.pages.set('/b', named('Blog B', 'https://b.example/', old));
  await pass([`${blogs.origin}/a`, { url: `${blogs.origin}/b`, first: 2 }]);
  const archives = [...published().keys()].filter((file) => file.endsWith('archive/sitemap.xml'));
  expect(archives).toEqual(['feed/archive/sitemap.xml', 'tags/ffi/archive/sitemap.xml']);
  for (const file of archives)
    expect(published().get('sitemap.xml')).toContain(`<loc>https://site.example/${file}</loc>`);
  await expectComplete();
});

test('a public/ that missed news, as an older copy has, is rendered anew', async () => {
  const a = `${blogs.origin}/a`;
  blogs.pages.set('/a', named('Blog A', 'https://a.example/', ['a1']));
  await pass([a]);
  cpSync(path.join(folder, 'public'), path.join(folder, 'older'), { recursive: true });
  blogs.pages.set('/a', named('Blog A', 'https://a.example/', ['a1', 'a2']));
  await pass([a]);
  rmSync(path.join(folder, 'public'), { recursive: true });
  cpSync(path.join(folder, 'older'), path.join(folder, 'public'), { recursive: true });
  await pass([a]);
  await expectComplete();
});

test('publish brings back a file that was lost', async () => {
  blogs.pages.set('/a', named('Blog A', 'https://a.example/', ['a1']));
  await pass([`${blogs.origin}/a`]);
  const before = published();
  rmSync(path.join(folder, 'public/feed.rss'));
  await tagwire(['publish'], folder);
  expect(published()).toEqual(before);
});

test('a new site.url changes addresses, but no id of a feed, its archives, sources and farewells', async () => {
  const ids = (): ReadonlyMap<string, readonly string[]> =>
    new Map(
      [...published()]
        .filter(([file]) => file.endsWith('.atom'))
        .map(([file, text]) => [file, text.match(/<id>[^<]*<\/id>/g) ?? []]),
    );
  const sources = [`${blogs.origin}/a`, { url: `${blogs.origin}/hidden`, private: true }];
  const more = { publish: { limit: 2 }, tags: { ffi: ['bindgen'], old: ['bindgen'] } };
  blogs.pages.set('/a', named('Blog A', 'https://a.example/', ['a1', 'a2', 'a3']));
  blogs.pages.set('/hidden', named('Hidden', 'https://hidden.example/', ['h1']));
  await pass(sources, more);
  await pass(sources, { ...more, tags: { ffi: ['bindgen'] } });
  const before = ids();
  expect(before.get('feed.atom')?.[0]).toBe('<id>https://site.example/feed.atom</id>');
  expect([...before.keys()]).toContain('tags/ffi/archive/1.atom');
  await pass(sources, {
    ...more,
    tags: { ffi: ['bindgen'] },
    site: { title: 'Test', url: 'https://new.example/' },
  });
  expect(ids()).toEqual(before);
  expect(published().get('feed.atom')).toContain('href="https://new.example/feed.atom"');
  await expectComplete();
});

test('nothing of a private source’s address is in an address or text of what is published', async () => {
  const [secret, folderName] = ['s3cr3tvalue', 'f0lder-of-ada'];
  const feedAt = `/${folderName}/feed?t=${secret}`;
  const full = `${blogs.origin}${feedAt}`;
  const items = [
    {
      id: 'p1',
      title: `bindgen ${full}`,
      link: `https://blog.example/p1?t=${secret}&amp;n=1`,
      text: `bindgen ${full}.`,
    },
    {
      id: 'p2',
      title: 'bindgen',
      text: `bindgen &lt;img src="https://cdn.example/${folderName}/1.png"&gt; &lt;a href="https://x.example/?u=${encodeURIComponent(full)}"&gt;x&lt;/a&gt;`,
    },
  ];
  const feed = atom(`Feed of ${full}`, items)
    .replace('https://blog.example/p2', `https://blog.example/p2?t=${secret}`)
    .replace('<updated>', `<link href="https://blog.example/home?t=${secret}"/><updated>`)
    .replace(
      '<title>bindgen</title>',
      `<title>bindgen</title><link rel="enclosure" href="https://cdn.example/${secret}.mp3"/>`,
    );
  blogs.pages.set(feedAt, feed);
  await pass([{ url: full, private: true, full: true }]);
  expect(
    published()
      .get('tags/ffi.atom')
      ?.match(/<entry/g),
  ).toHaveLength(2);
  expect(published().get('tags/ffi.atom')).toMatch(/<id>urn:uuid:/);
  const telling = [...published()].filter(([file, text]) =>
    [secret, folderName].some((part) => `${file} ${text}`.includes(part)),
  );
  expect(telling.map(([file]) => file)).toEqual([]);
});

test('nor is anything of the address that it moves to, from the first poll on', async () => {
  const feed = atom('Hidden', [{ id: 'p1', title: 'bindgen', link: 'https://blog.example/p1?t=n3wsecret' }]);
  const server = createServer((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/feed?t=n3wsecret' }).end();
    else response.end(feed.replace('https://blog.example/p1<', 'https://blog.example/p1?t=n3wsecret<'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await pass([{ url: `http://127.0.0.1:${port}/old`, private: true }]);
  expect(published().get('tags/ffi.atom')).toMatch(/<id>urn:uuid:/);
  expect([...published()].filter(([, text]) => text.includes('n3wsecret')).map(([file]) => file)).toEqual([]);
});

test('nor is it in the credit of a private source for another’s post', async () => {
  const hidden = `${blogs.origin}/hidden?token=s3cr3tvalue`;
  const item = { id: 'p1', title: 'bindgen', link: 'https://blog.example/p1' };
  blogs.pages.set('/a', atom('A', [item]));
  blogs.pages.set(
    '/hidden?token=s3cr3tvalue',
    atom(`Hidden ${hidden}`, [{ ...item, id: 'h1' }]).replace(
      '<updated>',
      `<link href="${hidden}"/><updated>`,
    ),
  );
  await pass([`${blogs.origin}/a`, { url: hidden, private: true }]);
  expect(published().get('feed.json')).toContain('"also"');
  expect([...published()].filter(([, text]) => text.includes('s3cr3tvalue')).map(([file]) => file)).toEqual(
    [],
  );
});

test('the address of a private source is nowhere, whatever its feed says, also when it has left feeds.json', async () => {
  const address = `${blogs.origin}/t0ken/feed?key=1&amp;user=2`;
  const items = [
    {
      id: 'p1',
      title: 'bindgen',
      text: `bindgen &lt;a href="${address.replace('&', '&amp;')}"&gt;feed&lt;/a&gt; of ${address}`,
    },
    {
      id: 'p2',
      title: 'bindgen too',
      text: 'bindgen &lt;img src="picture.png"&gt; &lt;a href="#note"&gt;note&lt;/a&gt;',
    },
    { id: 'p3', title: 'bindgen link', link: address },
  ];
  const feed = atom('Hidden', items)
    .replace('urn:x:Hidden', address)
    .replace('<updated>', `<link href="${address}"/><updated>`);
  blogs.pages.set('/t0ken/feed?key=1&user=2', feed.replace('https://blog.example/p3', `${address}#p3`));
  blogs.pages.set('/t0ken/dead', 503);
  await pass([
    { url: `${blogs.origin}/t0ken/feed?key=1&user=2`, private: true, full: true },
    { url: `${blogs.origin}/t0ken/dead`, private: true },
  ]);
  const telling = () => [...published()].filter(([file, text]) => `${file} ${text}`.includes('t0ken'));
  expect(
    published()
      .get('tags/ffi.atom')
      ?.match(/<entry/g),
  ).toHaveLength(3);
  expect(telling()).toEqual([]);
  await pass([]);
  expect(
    published()
      .get('tags/ffi.atom')
      ?.match(/<entry/g),
  ).toHaveLength(3);
  expect(telling()).toEqual([]);
});
