import { expect, test } from 'vitest';
import { lists } from '../../../src/publish/site/lists.js';
import { config, site, source, stream, tag, url } from '../pages/site.js';

const view = site({
  config: config({ tags: [tag('ffi', { title: 'C & FFI', aliases: ['c-abi'] })] }),
  sources: [
    source('ada', { title: 'Ada & "Co"', feed: url('https://ada.example/feed?a=1&b=2') }),
    source('private', { feed: null, home: url('https://home.example/') }),
    source('removed', { listed: false }),
    source('silent', { home: null }),
  ],
});

test('sources.opml lists every source that is polled', () => {
  expect([...(lists.site?.(view) ?? [])].filter(({ path }) => path === 'sources.opml')).toEqual([
    {
      path: 'sources.opml',
      body: `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Read Rust</title>
  </head>
  <body>
    <outline type="rss" text="Ada &amp; &quot;Co&quot;" title="Ada &amp; &quot;Co&quot;" xmlUrl="https://ada.example/feed?a=1&amp;b=2" htmlUrl="https://ada.example/"/>
    <outline type="link" text="private" title="private" url="https://home.example/"/>
    <outline type="rss" text="silent" title="silent" xmlUrl="https://silent.example/feed.xml"/>
  </body>
</opml>
`,
    },
  ]);
});

test('feeds.opml lists all feeds of the site: everything, tags by group, bundles', () => {
  const { tags, bundles, groups, ...rest } = config({
    tags: [tag('ffi', { title: 'C & FFI' }), tag('embedded', { group: 'category' })],
  });
  const systems = { slug: 'systems', title: 'Systems', description: '', any: [], all: [], none: [] };
  const category = { slug: 'category', title: 'Categories', max: 2, keep: 0.8, default: null };
  const empty = { ...category, slug: 'level', title: 'Levels' };
  const of = site({ config: { ...rest, tags, bundles: [systems], groups: [category, empty] } });
  const [file] = [...(lists.site?.(of) ?? [])].filter(({ path }) => path === 'feeds.opml');
  expect(file?.body).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Read Rust: all feeds</title>
  </head>
  <body>
    <outline type="rss" text="Read Rust" title="Read Rust" xmlUrl="https://readrust.example/feed.atom" htmlUrl="https://readrust.example/"/>
    <outline text="Categories" title="Categories">
      <outline type="rss" text="Read Rust: embedded" title="Read Rust: embedded" xmlUrl="https://readrust.example/tags/embedded.atom" htmlUrl="https://readrust.example/tags/embedded/"/>
    </outline>
    <outline text="Topics" title="Topics">
      <outline type="rss" text="Read Rust: C &amp; FFI" title="Read Rust: C &amp; FFI" xmlUrl="https://readrust.example/tags/ffi.atom" htmlUrl="https://readrust.example/tags/ffi/"/>
    </outline>
    <outline text="Bundles" title="Bundles">
      <outline type="rss" text="Read Rust: Systems" title="Read Rust: Systems" xmlUrl="https://readrust.example/bundles/systems.atom" htmlUrl="https://readrust.example/bundles/systems/"/>
    </outline>
  </body>
</opml>
`);
});

test('feeds.opml speaks the language of the site', () => {
  const german = config({ site: { language: 'de' }, tags: [tag('ffi')] });
  const bundle = { slug: 'b', title: 'B', description: '', any: ['ffi'], all: [], none: [] };
  const of = site({ config: { ...german, bundles: [bundle] } });
  const [file] = [...(lists.site?.(of) ?? [])];
  const titles = [...String(file?.body).matchAll(/<title>(.*)<\/title>|<outline text="([^"]*)"/g)];
  expect(titles.map(([, title, folder]) => title ?? folder)).toEqual([
    'Read Rust: alle Feeds',
    'Themen',
    'Bündel',
  ]);
});

test("a tag's lists who writes about it, at its former addresses too, whoever writes most", () => {
  const written = (writers: readonly (readonly [string, number])[]) => [
    ...(lists.stream?.(view, stream({ title: 'C & FFI', writers })) ?? []),
  ];
  const files = written([
    ['silent', 9],
    ['removed', 5],
    ['ada', 1],
  ]);
  expect(files.map(({ path }) => path)).toEqual(['tags/ffi.opml', 'tags/c-abi.opml']);
  expect(files[0]?.body).toContain('<title>Read Rust: C &amp; FFI</title>');
  expect(String(files[0]?.body).match(/title="[^"]*"/g)).toEqual([
    'title="Ada &amp; &quot;Co&quot;"',
    'title="silent"',
  ]);
  expect(
    written([
      ['ada', 10],
      ['silent', 9],
    ]),
  ).toEqual(files);
});

test('everything has no list of its own beside sources.opml', () => {
  expect([...(lists.stream?.(view, stream({ kind: 'site', slug: '' })) ?? [])]).toEqual([]);
});

test('where nobody writes yet, the list leads to the feed itself', () => {
  const [file] = lists.stream?.(view, stream({ title: 'C & FFI', writers: [] })) ?? [];
  expect(file?.body).toContain(
    '<outline type="rss" text="Read Rust: C &amp; FFI" title="Read Rust: C &amp; FFI" xmlUrl="https://readrust.example/tags/ffi.atom" htmlUrl="https://readrust.example/tags/ffi/"/>',
  );
});
