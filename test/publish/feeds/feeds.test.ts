import fc from 'fast-check';
import Parser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { escapeHtml } from '../../../src/html/escape.js';
import type { Post } from '../../../src/model/post.js';
import { feeds } from '../../../src/publish/feeds/feeds.js';
import type { SiteView, Stream } from '../../../src/publish/site/view.js';
import { nastyPosts } from '../../fixtures/nasty-posts.js';
import { inEveryFormat } from '../../support/formats.js';
import { at, config, markup, post, site, stream, tag, url } from '../pages/site.js';

const nasty = nastyPosts.map((named) => named.post);
const hub = url('https://hub.example/?a=1&b=2');
const view = site({ config: config({ tags: [tag('ffi', { title: 'FFI' })] }) });

const render = (from: SiteView, of: Stream): Map<string, string> =>
  new Map([...(feeds.stream?.(from, of) ?? [])].map(({ path, body }) => [path, String(body)]));

/**
 * The three formats of a tag's feed, each read by something that is not ours and that refuses malformed XML.
 */
async function read(from: SiteView, of: Stream) {
  const files = render(from, of);
  const xml = new Parser({
    customFields: {
      item: ['atom:updated', 'id', 'published', 'updated', ['dc:creator', 'creators', { keepArray: true }]],
    },
  });
  const atom = await xml.parseString(files.get('tags/ffi.atom') ?? '');
  const rss = await xml.parseString(files.get('tags/ffi.rss') ?? '');
  const json = JSON.parse(files.get('tags/ffi.json') ?? '');
  return { atom, rss, json };
}

describe('a feed in three formats', () => {
  test('tells the same entries in the same order, with the same ids, links and dates', async () => {
    const { atom, rss, json } = await read(view, stream({ posts: nasty }));
    const told = json.items.map((item: Record<string, unknown>) => [
      item['id'],
      item['url'],
      seconds(item['date_published']),
      seconds(item['date_modified']),
    ]);
    expect(told).toHaveLength(nasty.length);
    expect(
      atom.items.map((item) => [item.id, item.link, seconds(item['published']), seconds(item['updated'])]),
    ).toEqual(told);
    expect(
      rss.items.map((item) => [item.guid, item.link, seconds(item.pubDate), seconds(item['atom:updated'])]),
    ).toEqual(told);
  });

  test.each(nastyPosts)('titles agree: $name', async ({ post: entry }) => {
    const { atom, rss, json } = await read(view, stream({ posts: [entry] }));
    const title: string = json.items[0].title;
    expect(title.trim()).not.toBe('');
    expect(rss.items[0]?.title).toBe(title);
    expect(atom.items[0]?.title).toBe(escapeHtml(title));
  });

  test('any text at all makes well-formed feeds with equal titles, and the same bytes again', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const hostile = fc.oneof(
      text,
      fc.constantFrom(']]>', '<![CDATA[', '&amp;', '<', '&#0;', '\u0001', '</title>'),
    );
    const words = fc.array(hostile, { maxLength: 6 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(words, words, words, async (title, name, body) => {
        const entry = post({
          title,
          authors: [{ name, url: null }],
          excerpt: escapeHtml(body),
          content: escapeHtml(body),
          tags: ['ffi'],
        });
        const of = stream({ title: name, description: body, posts: [entry] });
        const { rss, json } = await read(view, of);
        expect(rss.items[0]?.title).toBe(json.items[0].title);
        expect(render(view, of)).toEqual(render(view, of));
      }),
      { numRuns: 200 },
    );
  });

  test('an edit of one entry changes nothing of the others', () => {
    const [first = post(), ...rest] = nasty;
    const before = render(view, stream({ posts: nasty })).get('tags/ffi.rss') ?? '';
    const after =
      render(view, stream({ posts: [{ ...first, title: 'edited' }, ...rest] })).get('tags/ffi.rss') ?? '';
    expect(before.split('<item>').slice(2)).toEqual(after.split('<item>').slice(2));
  });

  test('a post in another language than the site says so, in each format', () => {
    const posts = [post({ title: 'eins', language: 'de_at' }), post({ title: 'one', language: 'en' })];
    const files = render(view, stream({ posts }));
    expect(files.get('tags/ffi.atom')?.match(/<entry[^>]*>/g)).toEqual([
      '<entry xml:lang="de-AT">',
      '<entry>',
    ]);
    expect(files.get('tags/ffi.rss')?.match(/<dc:language>[^<]*/g)).toEqual(['<dc:language>de-AT']);
    const { items } = JSON.parse(files.get('tags/ffi.json') ?? '');
    expect(items.map(({ language }: { language: string }) => language)).toEqual(['de-AT', 'en']);
  });

  test('an empty feed is as old as the day it was first published', async () => {
    const { atom, rss, json } = await read(view, stream({ posts: [], born: at('2026-02-03T04:05:06Z') }));
    expect(atom['lastBuildDate']).toBe('2026-02-03T04:05:06.000Z');
    expect(rss['lastBuildDate']).toBe('Tue, 03 Feb 2026 04:05:06 GMT');
    expect(json.items).toEqual([]);
  });

  test('a feed is as new as the newest change of an entry', () => {
    const posts = [
      post({ title: 'new', published: at('2026-03-02'), updated: at('2026-03-02') }),
      post({ title: 'edited', published: at('2026-03-01'), updated: at('2026-03-05T06:07:08Z') }),
    ];
    const files = render(view, stream({ posts }));
    expect(files.get('tags/ffi.atom')).toContain(
      '<updated>2026-03-05T06:07:08.000Z</updated>\n    <generator>',
    );
    expect(files.get('tags/ffi.rss')).toContain(
      '<lastBuildDate>Thu, 05 Mar 2026 06:07:08 GMT</lastBuildDate>',
    );
  });
});

describe('what an entry lacks', () => {
  const title = (over: Partial<Post>) => told({ title: null, ...over }).title;
  const told = (over: Partial<Post>) =>
    JSON.parse(render(view, stream({ posts: [post(over)] })).get('tags/ffi.json') ?? '').items[0];

  test.each<[string, Partial<Post>, string]>([
    [
      'no title: the excerpt',
      { excerpt: markup('<p>A note on <code>Vec&lt;T&gt;</code></p><p>&amp; more</p>') },
      'A note on Vec<T> & more',
    ],
    [
      'a long excerpt: its first words',
      { excerpt: markup(`<p>${'seven letters '.repeat(20)}</p>`) },
      `${'seven letters '.repeat(8).slice(0, 103)}…`,
    ],
    [
      'no excerpt either: the address',
      { excerpt: markup(''), url: url('https://blog.example/notes/7') },
      'blog.example/notes/7',
    ],
    ['no address either: the source', { excerpt: markup(''), url: null }, 'Quiet Compiler'],
  ])('title - %s', (_name, over, expected) => expect(title(over)).toBe(expected));

  test('no link: its place on our own site', () => {
    const entry = post({ url: null, source: 'quiet', uuid: '00000000-0000-5000-8000-000000000007' });
    expect(told(entry).url).toBe(
      'https://readrust.example/sources/quiet/#00000000-0000-5000-8000-000000000007',
    );
  });

  test('no author: the source', () =>
    expect(told({ authors: [] }).authors).toEqual([{ name: 'Quiet Compiler' }]));
  test('no excerpt: the title', () =>
    expect(told({ title: 'a<T>', excerpt: markup('') }).content_html).toBe('a&lt;T&gt;'));
});

test('a private source shows its home and never its address', () => {
  const hidden = nasty.filter(({ from }) => from.feed === null);
  expect(hidden).not.toHaveLength(0);
  for (const body of render(view, stream({ posts: hidden })).values())
    expect(body).not.toContain('secret.example');
});

test('a renamed tag keeps its old addresses, with the same bytes', () => {
  const renamed = site({ config: config({ tags: [tag('ffi', { aliases: ['bindings', 'c-abi'] })] }) });
  const files = render(renamed, stream({ posts: nasty }));
  expect([...files.keys()].sort()).toEqual(inEveryFormat('tags/bindings', 'tags/c-abi', 'tags/ffi'));
  for (const format of ['atom', 'rss', 'json']) {
    expect(files.get(`tags/bindings.${format}`)).toBe(files.get(`tags/ffi.${format}`));
    expect(files.get(`tags/bindings.${format}`)).toContain(`https://readrust.example/tags/ffi.${format}`);
  }
});

test('the hub stands in all three', () => {
  const { publish, ...rest } = config();
  const files = render(site({ config: { ...rest, publish: { ...publish, hub } } }), stream());
  expect(files.get('tags/ffi.atom')).toContain('<link rel="hub" href="https://hub.example/?a=1&#x26;b=2"/>');
  expect(files.get('tags/ffi.rss')).toContain(
    '<atom:link href="https://hub.example/?a=1&#x26;b=2" rel="hub"/>',
  );
  expect(JSON.parse(files.get('tags/ffi.json') ?? '').hubs).toEqual([{ type: 'WebSub', url: hub }]);
});

test('RSS says where it is and where its sources are listed, also where it is empty', () => {
  for (const posts of [nasty, []]) {
    const rss = render(view, stream({ posts })).get('tags/ffi.rss') ?? '';
    expect(rss).toContain('xmlns:source="http://source.scripting.com/"');
    const [head = ''] = rss.split('<item>');
    expect(head).toContain(
      '\n        <source:self>https://readrust.example/tags/ffi.rss</source:self>\n        <source:blogroll>https://readrust.example/sources.opml</source:blogroll>',
    );
  }
});

describe('archives (RFC 5005)', () => {
  const archives = [1, 2, 3].map((n) => ({ n, count: 25, from: at('2020-01-01'), to: at('2021-01-01') }));
  const archived = stream({ posts: nasty.slice(0, 3), archives });
  const document = (n: number) => [
    ...(feeds.archive?.(view, { stream: archived, n, posts: nasty.slice(3, 6) }) ?? []),
  ];

  test('the live feed leads to the newest', () => {
    const atom = render(view, archived).get('tags/ffi.atom');
    expect(atom).toContain(
      '<link rel="prev-archive" href="https://readrust.example/tags/ffi/archive/3.atom"/>',
    );
    expect(atom).not.toContain('fh:archive/');
  });

  test('each says what it is, where the live feed is, and leads to the one before', () => {
    const [file] = document(3);
    expect(file?.path).toBe('tags/ffi/archive/3.atom');
    for (const part of [
      '<id>https://readrust.example/tags/ffi.atom</id>',
      '<fh:archive/>',
      '<link rel="self" href="https://readrust.example/tags/ffi/archive/3.atom"/>',
      '<link rel="current" href="https://readrust.example/tags/ffi.atom"/>',
      '<link rel="prev-archive" href="https://readrust.example/tags/ffi/archive/2.atom"/>',
    ]) {
      expect(String(file?.body)).toContain(part);
    }
    expect(String(file?.body)).not.toContain('next-archive');
  });

  test('the first has none before it', () =>
    expect(String(document(1)[0]?.body)).not.toContain('prev-archive'));

  test('news of the stream leaves a sealed document as it was', () => {
    const grown = {
      ...archived,
      posts: nasty.slice(6, 9),
      count: 500,
      archives: [...archives, { n: 4, count: 25, from: at('2021-01-01'), to: at('2022-01-01') }],
    };
    const again = [...(feeds.archive?.(view, { stream: grown, n: 3, posts: nasty.slice(3, 6) }) ?? [])];
    expect(again).toEqual(document(3));
  });
});

const seconds = (date: unknown): number => Date.parse(String(date)) / 1000;

test('a picture is a thumbnail of Media RSS in Atom and RSS, and the image of JSON Feed', () => {
  const image = url('https://a.example/?p=1&q=2');
  const files = render(view, stream({ posts: [post({ image })] }));
  const feed = (extension: string) => [...files].find(([path]) => path.endsWith(`.${extension}`))?.[1] ?? '';
  const thumbnail = '<media:thumbnail url="https://a.example/?p=1&#x26;q=2"/>';
  for (const extension of ['atom', 'rss']) {
    expect(feed(extension)).toContain(thumbnail);
    expect(feed(extension)).toContain('xmlns:media="http://search.yahoo.com/mrss/"');
  }
  expect(JSON.parse(feed('json'))).toMatchObject({ items: [{ image }] });
  const plain = render(view, stream({ posts: [post({ image: null })] }));
  for (const [, text] of plain) expect(text).not.toContain('thumbnail');
});
