import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { feedsJson } from '../config/grammar/grammar.js';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder, fileIn } from '../support/config-folder.js';

const link = (href: string) => `<link rel="alternate" type="application/atom+xml" href="${href}">`;
const page = (head: string) => `<!doctype html><html><head>${head}</head><body>Hello</body></html>`;

let blogs: Blogs;
let bare: Blogs;
beforeAll(async () => {
  const feed = atom('Cold Start', [
    { id: '1', title: 'One', date: '2026-03-04T05:06:07Z' },
    { id: '2', title: 'Two', date: '2025-01-01T00:00:00Z' },
  ]);
  blogs = await startBlogs({
    '/feed.xml': feed,
    '/comments.xml': atom('Comments', []),
    '/page': page(`${link('/comments.xml')}${link('feed.xml')}`),
    '/plain': page(''),
    '/blog/': page('<title>Blog</title>'),
    '/blog/feed': atom('Blog of its own', []),
    '/linking': page('').replace('Hello', '<a href="/about">About</a> <a href="feed.xml">Subscribe</a>'),
    '/late': page('').replace('Hello', `${'<p>word</p>'.repeat(60_000)}${link('/feed.xml')}`),
    '/@ann.rss': atom('Ann', []),
    '/people/7': page('<link rel="canonical" href="/@ann">'),
    '/text': 'nothing here',
  });
});
beforeAll(async () => {
  bare = await startBlogs({ '/about.html': page('') });
});
afterAll(() => Promise.all([blogs.close(), bare.close()]));

const add = (folder: string, ...inputs: string[]) =>
  tagwire(
    [
      'add',
      '--allow-private',
      ...inputs.map((input) => (input.startsWith('/') ? blogs.origin + input : input)),
    ],
    folder,
  );

test('the feed of a page: shown, and added as its neighbours stand', async () => {
  const folder = configFolder(feedsJson('', { sources: '[\n  "https://a.example/feed"\n]' }));
  expect(await add(folder, '/page')).toEqual({
    code: 0,
    out: `✓ Cold Start
  ${blogs.origin}/feed.xml
  Atom 1.0, 2 posts, the newest of 4 Mar 2026
  also there: ${blogs.origin}/comments.xml
    4 Mar 2026  One  no tag
    1 Jan 2025  Two  no tag
Added 1 source to feeds.json
`,
    err: '',
  });
  expect(fileIn(folder)).toBe(
    feedsJson('', {
      sources: `[\n  "https://a.example/feed",\n  { "url": "${blogs.origin}/feed.xml", "title": "Cold Start" }\n]`,
    }),
  );
});

describe('--to', () => {
  const included = feedsJson('"include": ["sources/*.json"]');

  test('a part: comments stay, feeds.json is not touched', async () => {
    const folder = configFolder(included);
    mkdirSync(path.join(folder, 'sources'));
    writeFileSync(
      path.join(folder, 'sources/a.json'),
      '{\n  // Ann’s\n  "sources": [\n    "https://a.example/", // the first\n  ],\n}\n',
    );
    const { code, out } = await add(folder, '/feed.xml', '--to', 'sources/a.json');
    expect([code, out.split('\n').at(-2)]).toEqual([0, 'Added 1 source to sources/a.json']);
    expect(fileIn(folder, 'sources/a.json')).toBe(
      `{\n  // Ann’s\n  "sources": [\n    "https://a.example/", // the first\n    { "url": "${blogs.origin}/feed.xml", "title": "Cold Start" },\n  ],\n}\n`,
    );
    expect(fileIn(folder)).toBe(included);
    expect((await add(folder, '/feed.xml')).out).toBe(`· ${blogs.origin}/feed.xml is there already\n`);
  });

  test('a part that is not there yet, in a folder that is not either', async () => {
    const folder = configFolder(included);
    expect((await add(folder, '/feed.xml', '--to', 'sources/new.json')).code).toBe(0);
    expect(fileIn(folder, 'sources/new.json')).toBe(
      `{\n  "sources": [\n    { "url": "${blogs.origin}/feed.xml", "title": "Cold Start" }\n  ]\n}\n`,
    );
    expect((await tagwire(['check'], folder)).out).toBe('✓ feeds.json: 1 source, 0 tags, in 2 files\n');
  });

  test('a file that is no part is refused before anything is asked', async () => {
    const folder = configFolder(included);
    blogs.asked();
    expect(await add(folder, '/feed.xml', '--to', 'other/new.json')).toEqual({
      code: 2,
      out: '',
      err: 'error: other/new.json is no part of feeds.json; name it there: "include": ["other/new.json"]\n',
    });
    expect(blogs.asked()).toEqual([]);
    expect(readdirSync(folder)).toEqual(['feeds.json']);
  });
});

test('a page that names no feed: the usual places are tried', async () => {
  const folder = configFolder(feedsJson());
  const { code, out } = await add(folder, '/plain');
  expect(code).toBe(0);
  expect(out).toContain(`${blogs.origin}/feed.xml\n`);
});

test.each([
  ['one that the page names at its foot, behind half a megabyte', '/late', '/feed.xml'],
  ['one that the page links to', '/linking', '/feed.xml'],
  ['one in the page’s own folder rather than in that of its site', '/blog/', '/blog/feed'],
  ['the one that Mastodon keeps for an account', '/@ann', '/@ann.rss'],
  ['the one of the address that the page calls its own', '/people/7', '/@ann.rss'],
  ['by an address of old readers', 'feed:', '/feed.xml'],
])('the feed of a page: %s', async (_name, input, feed) => {
  const folder = configFolder(feedsJson());
  const { out } = await add(folder, input === 'feed:' ? `feed:${blogs.origin}/feed.xml` : input);
  expect(out).toContain(`  ${blogs.origin}${feed}\n`);
  expect(fileIn(folder)).toContain(`"${blogs.origin}${feed}"`);
});

test('a page without any feed says what was tried', async () => {
  const { err } = await add(configFolder(feedsJson()), `${bare.origin}/about.html`);
  expect(err).toBe(
    `${bare.origin}/about.html: a web page, not a feed; tried too: ${bare.origin}/feed ${bare.origin}/feed.xml ${bare.origin}/atom.xml and 4 more\n`,
  );
});

describe('an address without a scheme, where nobody speaks https', () => {
  test.each([
    ['a bare one', (host: string) => `${host}/page`],
    ['one of old readers', (host: string) => `feed://${host}/feed.xml`],
  ])('is asked by http: %s', async (_name, input) => {
    const { host } = new URL(blogs.origin);
    const { code, out } = await add(configFolder(feedsJson()), input(host));
    expect({ code, feed: out.split('\n')[1] }).toEqual({ code: 0, feed: `  ${blogs.origin}/feed.xml` });
  });

  test('is told with both where http has nobody either, with the answer where it has', async () => {
    const folder = configFolder(feedsJson());
    expect((await add(folder, '127.0.0.1:1')).err).toBe(
      '127.0.0.1:1: connection refused; tried too: http://127.0.0.1:1/\n',
    );
    const { host } = new URL(bare.origin);
    expect((await add(folder, `${host}/none`)).err).toMatch(/: 404 from the server; tried too: http:/);
  });
});

describe('a page whose feed is dead says so', () => {
  const leads = (href: string) => `<a href="${href}">Subscribe</a>`;

  test.each([
    ['one that is named', page(link('/gone.xml')), '/gone.xml, which is dead: gone for good (410)', ''],
    [
      'one that is linked to',
      page('').replace('Hello', leads('/old/feed.xml')),
      '/old/feed.xml, which is dead: 404 from the server',
      '',
    ],
    ['a page in its place', page(link('/blog')), '/blog, which is no feed: a web page, not a feed', ''],
    [
      'where another one lives',
      page(link('/gone.xml')),
      '/gone.xml, which is dead: gone for good (410)',
      '/atom.xml',
    ],
  ])('%s', async (_name, home, said, other) => {
    const pages = { '/': home, '/gone.xml': 410, '/blog': page('') };
    const dead = await startBlogs(other === '' ? pages : { ...pages, [other]: atom('Another', []) });
    onTestFinished(() => dead.close());
    const folder = configFolder(feedsJson());
    const { code, err } = await add(folder, `${dead.origin}/`);
    const rest =
      other === ''
        ? /; tried too: \S+\/feed \S+\/feed\.xml \S+\/atom\.xml and 4 more\n$/
        : `; there is a feed at ${dead.origin}${other}\n`;
    expect(code).toBe(1);
    expect(err).toContain(`${dead.origin}/: a web page that leads to ${dead.origin}${said}`);
    expect(err).toMatch(rest);
    expect(fileIn(folder)).toBe(feedsJson());
  });
});

test('the tags that its posts would get are shown, and what "only" holds back', async () => {
  const folder = configFolder(feedsJson('"only": ["one"]', { tags: '{ "first": ["one"] }' }));
  const { out } = await add(folder, '--dry-run', '/feed.xml');
  expect(out).toContain(`    4 Mar 2026  One  first
    1 Jan 2025  Two  held back by "only"
Would add 1 source to feeds.json
`);
  expect(fileIn(folder)).not.toContain(blogs.origin);
});

test('--title and --tag are written with it', async () => {
  const folder = configFolder(feedsJson('', { tags: '{ "first": ["one"] }' }));
  expect((await add(folder, '--title', 'Ours', '--tag', 'first', '/feed.xml')).code).toBe(0);
  expect(fileIn(folder)).toContain(
    `{ "url": "${blogs.origin}/feed.xml", "title": "Ours", "tags": ["first"] }`,
  );
});

test.each([
  ['a tag that there is not', ['--tag', 'frist', '/feed.xml'], 'unknown tag "frist"; did you mean "first"?'],
  ['one title for two', ['--title', 'Ours', '/feed.xml', '/page'], '--title is for one source at a time'],
])('%s is refused before anything is asked', async (_name, args, message) => {
  const folder = configFolder(feedsJson('', { tags: '{ "first": ["one"] }' }));
  blogs.asked();
  expect(await add(folder, ...args)).toEqual({ code: 2, out: '', err: `error: ${message}\n` });
  expect(blogs.asked()).toEqual([]);
});

describe('where somebody sits at the terminal', () => {
  const answering = async (answer: string, ...args: string[]) => {
    const folder = configFolder(feedsJson());
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return answer;
    };
    const ran = await tagwire(['add', '--allow-private', ...args, `${blogs.origin}/feed.xml`], folder, '', {
      ask,
    });
    return { asked, out: ran.out, isAdded: fileIn(folder).includes(blogs.origin) };
  };

  test.each([
    ['y', true],
    ['', true],
    ['Yes', true],
    ['n', false],
    ['what?', false],
  ])('the answer "%s" adds it: %s', async (answer, isAdded) => {
    const ran = await answering(answer);
    expect(ran.asked).toEqual(['Add 1 source to feeds.json? [Y/n] ']);
    expect(ran.isAdded).toBe(isAdded);
    expect(ran.out).toContain(isAdded ? 'Added 1 source' : 'Nothing was added');
  });

  test('nobody is asked with --yes or --dry-run', async () => {
    expect(await answering('n', '--yes')).toMatchObject({ asked: [], isAdded: true });
    expect(await answering('y', '--dry-run')).toMatchObject({ asked: [], isAdded: false });
  });
});

test('known sources are skipped with a word, before anything is asked', async () => {
  const text = feedsJson('', { sources: `["${blogs.origin}/feed.xml/"]` });
  const folder = configFolder(text);
  blogs.asked();
  const again = await add(folder, '/feed.xml');
  expect(again).toEqual({ code: 0, out: `· ${blogs.origin}/feed.xml is there already\n`, err: '' });
  expect(blogs.asked()).toEqual([]);
  expect((await add(folder, '/page')).out).toBe(`· ${blogs.origin}/feed.xml is there already\n`);
  expect(fileIn(folder)).toBe(text);
});

test('one feed by several ways is added once', async () => {
  const folder = configFolder(feedsJson());
  const { out } = await add(folder, '/page', '/feed.xml');
  expect(out).toContain('Added 1 source to feeds.json\n');
});

test('what is no feed is one line on stderr; the others go in', async () => {
  const folder = configFolder(feedsJson());
  const mixed = await add(
    folder,
    '/text',
    'ftp://a.example/',
    'https://me:secret@a.example/',
    '/missing',
    '/feed.xml',
  );
  expect(mixed.code).toBe(1);
  expect(mixed.out).toContain('Added 1 source to feeds.json\n');
  expect(mixed.err).toBe(`${blogs.origin}/text: plain text, not a feed
ftp://a.example/: expected an http or https URL, received "ftp://a.example/"
https://me:secret@a.example/: a user name or password in a URL
${blogs.origin}/missing: 404 from the server; there is a feed at ${blogs.origin}/feed.xml
`);
});

test('nothing found: exit code 1, the file untouched', async () => {
  const text = feedsJson();
  const folder = configFolder(text);
  const { code, out } = await add(folder, '/missing');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(fileIn(folder)).toBe(text);
});

test('private addresses are refused without --allow-private', async () => {
  const { code, err } = await tagwire(['add', `${blogs.origin}/feed.xml`], configFolder(feedsJson()));
  expect(code).toBe(1);
  expect(err).toContain('--allow-private');
});

test('--json', async () => {
  const folder = configFolder(feedsJson());
  const { out } = await add(folder, '--json', '/page', '/missing');
  expect(JSON.parse(out)).toEqual([
    {
      input: `${blogs.origin}/page`,
      outcome: 'added',
      url: `${blogs.origin}/feed.xml`,
      title: 'Cold Start',
      format: 'Atom 1.0',
      posts: 2,
      newest: '2026-03-04T05:06:07Z',
      latest: [
        { title: 'One', date: '2026-03-04T05:06:07Z', tags: [] },
        { title: 'Two', date: '2025-01-01T00:00:00Z', tags: [] },
      ],
      others: [`${blogs.origin}/comments.xml`],
    },
    {
      input: `${blogs.origin}/missing`,
      outcome: 'failed',
      reason: '404 from the server',
      tried: [`${blogs.origin}/feed`, `${blogs.origin}/feed.xml`],
      instead: `${blogs.origin}/feed.xml`,
    },
  ]);
});

test('what an add that was killed left beside the file is in nobody’s way, and goes', async () => {
  const folder = configFolder(feedsJson());
  const dead = 2 ** 22 + 1; // beyond the largest id that Linux gives
  writeFileSync(path.join(folder, `.tagwire-${dead}-0123abcd-1.tmp`), '{');
  expect((await add(folder, '/feed.xml')).code).toBe(0);
  expect(readdirSync(folder)).toEqual(['feeds.json']);
});

test('a link stays a link, the file keeps its mode, and nothing is left beside it', async () => {
  const folder = configFolder(feedsJson());
  const real = path.join(folder, 'etc', 'real.json');
  mkdirSync(path.dirname(real));
  renameSync(path.join(folder, 'feeds.json'), real);
  chmodSync(real, 0o664);
  symlinkSync('etc/real.json', path.join(folder, 'feeds.json'));
  await add(folder, '/feed.xml');
  expect(lstatSync(path.join(folder, 'feeds.json')).isSymbolicLink()).toBe(true);
  expect(fileIn(folder)).toContain('Cold Start');
  expect(statSync(real).mode & 0o777).toBe(0o664);
  expect(readdirSync(path.dirname(real))).toEqual(['real.json']);
});
