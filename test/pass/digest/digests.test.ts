import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStoreReader } from '../../../src/store/index.js';
import { atom } from '../../support/blogs.js';
import { polledSite, serve } from '../../support/polled-site.js';

const PASS = 'run --all --allow-private';
/** Hours to a day of January 2026, whose first is a Thursday; its weeks end on the 4th, 11th, 18th, 25th. */
const day = (n: number, hour = 0): number => (n - 1) * 24 + hour;

interface Item {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly date_published: string;
  readonly date_modified: string;
  readonly content_html: string;
  readonly tags: readonly string[];
  readonly _tagwire: { readonly source: { readonly title: string } };
}

/** An entry but for what names its tag. */
const nameless = ({ tags: _tags, url: _url, ...item }: Item) => item;

/** A site with weekly digests and one blog, whose posts are named by the day of January. */
async function digested(more: object = {}) {
  const server = await serve({});
  const sources = [`${server.origin}/a`];
  const site = { ...polledSite(sources, { publish: { digest: ['weekly'] }, ...more }), sources };
  const pass = async (at: number, days: readonly number[], line = PASS) => {
    const posts = days.map((n) => ({
      id: `urn:x:${n}`,
      title: `ffi of ${n}`,
      date: `2026-01-${String(n).padStart(2, '0')}T12:00:00Z`,
      link: `https://blog.example/${n}`,
    }));
    server.answers['/a'] = { status: 200, body: atom('A', posts) };
    return await site.run(line, at);
  };
  const file = (extension: string) => path.join(site.folder, `public/tags/ffi/weekly.${extension}`);
  const items = () => (JSON.parse(readFileSync(file('json'), 'utf8')) as { items: readonly Item[] }).items;
  const titles = () =>
    items().map(({ content_html: html }) => [...html.matchAll(/ffi of (\d+)<\/a/g)].map(([, n]) => n));
  return { site, pass, file, items, titles };
}

test('the feed is there from the start, empty, in every format, and on its tag’s page', async () => {
  const { site, pass, file, items } = await digested();
  await pass(day(1), []);
  expect(items()).toEqual([]);
  expect(['atom', 'rss', 'json'].map((extension) => existsSync(file(extension)))).toEqual([true, true, true]);
  expect(readFileSync(path.join(site.folder, 'public/tags/ffi/index.html'), 'utf8')).toContain(
    '<a href="weekly.atom">Atom</a>',
  );
});

test('when a week closes, one entry has its posts; a week without posts has none', async () => {
  const { pass, items, titles } = await digested();
  await pass(day(1), []);
  await pass(day(3, 13), [2, 3]);
  expect(items()).toEqual([]);
  await pass(day(5, 13), [2, 3, 4, 5]);
  expect(titles()).toEqual([['4', '3', '2']]);
  await pass(day(12, 13), [2, 3, 4, 5, 11, 12]);
  await pass(day(30), [2, 3, 4, 5, 11, 12]);
  expect(titles()).toEqual([['12'], ['11', '5'], ['4', '3', '2']]);
  const [newest] = items();
  expect(newest).toMatchObject({
    id: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5/),
    title: 'ffi: week to 18 January 2026',
    date_published: '2026-01-19T00:00:00.000Z',
    date_modified: '2026-01-19T00:00:00.000Z',
    url: 'https://t.example/tags/ffi/#2026-W03',
    _tagwire: { source: { title: 'T' } },
  });
  expect(newest?.content_html).not.toMatch(/style|class|<script/);
});

test('it speaks the language of the site', async () => {
  const { pass, file, items } = await digested({
    site: { title: 'T', url: 'https://t.example/', language: 'de' },
  });
  await pass(day(1), []);
  await pass(day(5), [2]);
  expect(JSON.parse(readFileSync(file('json'), 'utf8'))).toMatchObject({
    title: 'T: ffi, wöchentlich',
    description: 'ffi, eine Woche in einem Eintrag.',
  });
  expect(items()).toMatchObject([{ title: 'ffi: Woche bis zum 4. Januar 2026' }]);
  expect(readFileSync(file('atom'), 'utf8')).toContain('<entry>');
});

test('in a language that lacks their words, digests are English and say so', async () => {
  const { pass, file } = await digested({
    site: { title: 'T', url: 'https://t.example/', language: 'kab' },
  });
  await pass(day(1), []);
  await pass(day(5), [2]);
  expect(readFileSync(file('atom'), 'utf8')).toContain('<entry xml:lang="en">');
});

test('it closes in the time zone of the site', async () => {
  const { pass, items } = await digested({ timezone: 'America/Los_Angeles' });
  await pass(day(1), []);
  await pass(day(5, 7), [2]);
  expect(items()).toEqual([]);
  await pass(day(5, 8), [2]);
  expect(items()).toMatchObject([{ date_published: '2026-01-05T08:00:00.000Z' }]);
});

test('what comes late for a closed week is in none, and other rules change nothing of a digest', async () => {
  const { site, pass, file, titles } = await digested();
  await pass(day(1), []);
  await pass(day(5), [2]);
  const before = readFileSync(file('atom'), 'utf8');
  await pass(day(6), [2, 3]);
  site.configure([], { publish: { digest: ['weekly'] }, tags: { ffi: ['nothing'] } });
  await site.run('run', day(7));
  expect(readFileSync(file('atom'), 'utf8')).toBe(before);
  expect(titles()).toEqual([['2']]);
});

test('a pass that has no news of it leaves its files alone', async () => {
  const { pass, file } = await digested();
  await pass(day(1), []);
  await pass(day(5), [2]);
  const before = statSync(file('rss')).mtimeMs;
  await pass(day(6), [2, 6]);
  expect(statSync(file('rss')).mtimeMs).toBe(before);
});

test('a removed post is cut out, and one that listed nothing else goes', async () => {
  const { site, pass, items, titles } = await digested();
  await pass(day(1), []);
  await pass(day(5), [2, 3]);
  await pass(day(12), [2, 3, 7]);
  await site.run('remove https://blog.example/3', day(13));
  expect(titles()).toEqual([['7'], ['2']]);
  expect(items()[1]).toMatchObject({
    date_published: '2026-01-05T00:00:00.000Z',
    date_modified: '2026-01-13T00:00:00.000Z',
  });
  await site.run('remove https://blog.example/7', day(13));
  expect(titles()).toEqual([['2']]);
});

test('it is cut out of the digests of tags that it has no more, too', async () => {
  const { site, pass, titles } = await digested();
  await pass(day(1), []);
  await pass(day(5), [2, 3]);
  site.configure(site.sources, { publish: { digest: ['weekly'] }, tags: { ffi: ['nothing'] } });
  await site.run('publish', day(6));
  expect(titles()).toEqual([['3', '2']]);
  await site.run('remove https://blog.example/3', day(7));
  expect(titles()).toEqual([['2']]);
  await site.run(`remove ${site.sources[0]}`, day(8));
  expect(titles()).toEqual([]);
});

test('a site that was down for weeks makes up for them; one that is new to digests does not', async () => {
  const { site, pass, titles } = await digested();
  await pass(day(1), []);
  await pass(day(20), [2, 8, 15]);
  expect(titles()).toEqual([['15'], ['8'], ['2']]);
  const store = await openStoreReader(path.join(site.folder, 'data'));
  expect((await store.facts()).digests).toEqual({ closed: '2026-01-12', doubtful: [] });
  const other = await digested({ publish: {} });
  await other.pass(day(1), [1]);
  other.site.configure([], { publish: { digest: ['weekly'] } });
  await other.site.run('run', day(6));
  expect(other.titles()).toEqual([]);
});

test('a tag that is renamed goes on with its digests, at its old addresses too', async () => {
  const { site, pass, file, items, titles } = await digested();
  await pass(day(1), []);
  await pass(day(5), [2]);
  await pass(day(12), [2, 7]);
  const before = items();
  const tags = { bindings: { match: ['ffi'], aliases: ['ffi'] } };
  site.configure(site.sources, { publish: { digest: ['weekly'] }, tags });
  await site.run('publish', day(13));
  expect(items().map(nameless)).toEqual(before.map(nameless));
  expect(items()[0]).toMatchObject({ tags: ['bindings'], url: 'https://t.example/tags/bindings/#2026-W02' });
  const renamed = (extension: string) => path.join(site.folder, `public/tags/bindings/weekly.${extension}`);
  for (const extension of ['atom', 'rss', 'json'])
    expect(readFileSync(file(extension), 'utf8')).toBe(readFileSync(renamed(extension), 'utf8'));
  await pass(day(14), [2, 7, 14]);
  expect(titles()).toEqual([['7'], ['2']]);
  await pass(day(19), [2, 7, 14]);
  expect(titles()).toEqual([['14'], ['7'], ['2']]);
  const store = await openStoreReader(path.join(site.folder, 'data'));
  expect(await store.stream('weekly/ffi')).toBeNull();
});

test('a tag that is joined to another leaves it only digests of weeks of which that has none', async () => {
  const both = { bindings: ['14'], ffi: ['ffi'] };
  const { site, pass, titles } = await digested({ tags: both });
  await pass(day(1), []);
  await pass(day(5), [2]);
  await pass(day(19), [2, 13, 14]);
  expect(titles()).toEqual([['14', '13'], ['2']]);
  const tags = { bindings: { match: ['14', 'ffi'], aliases: ['ffi'] } };
  site.configure(site.sources, { publish: { digest: ['weekly'] }, tags });
  await site.run('publish', day(20));
  expect(titles()).toEqual([['14'], ['2']]);
});

test('of a source that becomes private digests keep its posts, without its address', async () => {
  const server = await serve({});
  const secret = 's3cr3tt0ken77';
  const source = `${server.origin}/${secret}/feed`;
  const publish = { digest: ['weekly'] };
  const site = polledSite([source], { publish });
  const posts = [1, 2].map((n) => ({
    id: `urn:x:${n}`,
    title: `ffi ${n}`,
    date: `2026-01-0${n}T12:00:00Z`,
    link: `${server.origin}/${secret}/${n}`,
  }));
  server.answers[`/${secret}/feed`] = { status: 200, body: atom('A', posts) };
  await site.run(PASS, day(3));
  await site.run(PASS, day(5));
  const digest = () => {
    const feed = readFileSync(path.join(site.folder, 'public/tags/ffi/weekly.json'), 'utf8');
    return (JSON.parse(feed) as { items: readonly Item[] }).items[0];
  };
  const before = digest();
  expect(before?.content_html).toContain(`/${secret}/2`);
  site.configure([{ url: source, private: true }], { publish });
  await site.run('publish', day(6));
  expect(digest()?.content_html).toContain('>ffi 2</a>');
  expect(digest()?.content_html).not.toContain(`/${secret}/`);
  expect(digest()).toMatchObject({ id: before?.id, date_modified: before?.date_modified });
});

test('the doctor leaves digests as they are, and a backup has them', async () => {
  const { site, pass, titles } = await digested();
  await pass(day(1), []);
  await pass(day(5), [2]);
  expect((await site.run('doctor', day(6))).code).toBe(0);
  await site.run('publish', day(6));
  expect(titles()).toEqual([['2']]);
  await site.run('export --all backup', day(6));
  await site.run('import backup --data other --out public', day(6));
  await site.run('publish --data other', day(6));
  expect(titles()).toEqual([['2']]);
});

test.each([
  ['without digests in feeds.json', {}],
  ['without their tag', { publish: { digest: ['weekly'] }, tags: { web: ['web'] } }],
])('%s their feeds say farewell for 30 days, then they go', async (_how, config) => {
  const { site, pass, file, items } = await digested();
  await pass(day(1), []);
  await pass(day(5), [2]);
  site.configure(site.sources, config);
  await site.run('publish', day(6));
  expect(items()).toMatchObject([
    { title: '“ffi, weekly” has ended', date_published: '2026-01-06T00:00:00.000Z' },
  ]);
  const before = readFileSync(file('atom'), 'utf8');
  await pass(day(35), [2, 34]);
  expect(readFileSync(file('atom'), 'utf8')).toBe(before);
  await site.run('publish', day(37));
  expect(['atom', 'rss', 'json'].map((extension) => existsSync(file(extension)))).toEqual([
    false,
    false,
    false,
  ]);
  site.configure(site.sources, { publish: { digest: ['weekly'] } });
  await site.run('publish', day(38));
  expect(items()).toEqual([]);
});
