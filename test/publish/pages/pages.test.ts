import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { Parser } from 'htmlparser2';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderArchive, renderSite, renderSource, renderStream } from '../../../src/publish/index.js';
import type { OutputFile } from '../../../src/publish/output-file.js';
import { readTheme } from '../../../src/publish/site/read-theme.js';
import { makeTheme, type Theme } from '../../../src/publish/site/theme.js';
import { showcase } from '../../browser/showcase.js';
import { nastyPosts } from '../../fixtures/nasty-posts.js';
import { inEveryFormat } from '../../support/formats.js';
import { at, config, markup, post, site, source, stream, tag } from './site.js';

const NO_THEME = new URL('../html/no-such-folder', import.meta.url).pathname;
let theme: Theme;
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  theme = await readTheme(NO_THEME, config().site);
  files = byPath(showcase(theme));
});

const byPath = (all: Iterable<OutputFile>): Map<string, string> =>
  new Map(
    [...all].map(({ path, body }) => [path, typeof body === 'string' ? body : Buffer.from(body).toString()]),
  );
const pageOf = (path: string): string => files.get(path) ?? '';
const htmlFiles = (of = files): [string, string][] => [...of].filter(([path]) => path.endsWith('.html'));

const nasty = () => {
  const view = site({ theme, config: config({ tags: [tag('ffi')] }) });
  const posts = nastyPosts.map((one) => one.post);
  return byPath([
    ...renderStream(view, stream({ posts })),
    ...renderStream(view, stream({ kind: 'site', slug: '', posts })),
    ...renderSource(view, source('blog', { title: '"><img src=x onerror=alert(1)>' }), posts, []),
  ]);
};

test('the published paths', () => {
  const paths = [...files.keys()];
  expect(paths).toEqual(
    expect.arrayContaining([
      'index.html',
      'tags/index.html',
      'tags/ffi/index.html',
      'tags/ffi/archive/1.html',
      'tags/zig/index.html',
      'bundles/systems/index.html',
      'sources/index.html',
      'sources/lantern/index.html',
      'search/index.html',
      'search/index.json',
      'search/1.json',
      'about/index.html',
      '404.html',
      'assets/site.css',
      'assets/site.js',
      'assets/search.js',
      'assets/icon.svg',
    ]),
  );
  expect(new Set(paths).size).toBe(paths.length);
});

test('the same view gives the same bytes', () => expect(byPath(showcase(theme))).toEqual(files));

async function htmlErrors(pages: Iterable<[string, string]>): Promise<string[]> {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const problems: string[] = [];
  for (const [path, body] of pages) {
    const { results } = await validator.validateString(body);
    const messages = results.flatMap((result) => result.messages);
    problems.push(...messages.map(({ line, message }) => `${path}:${line}: ${message}`));
  }
  return problems;
}

test('all pages are valid HTML, those of the nastiest posts too', async () => {
  expect(await htmlErrors([...htmlFiles(), ...htmlFiles(nasty())])).toEqual([]);
});

test('every internal link leads somewhere', () => {
  const published = new Set(files.keys());
  const dead = htmlFiles().flatMap(([path, body]) => {
    const base = new URL(path, 'https://readrust.example/');
    const addresses = [...body.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, found]) => found ?? '');
    return addresses
      .map((address) => new URL(address.replaceAll('&amp;', '&'), base))
      .filter(({ origin, pathname, hash }) => origin === base.origin && !leads(pathname, hash, published))
      .map(({ href }) => `${path}: ${href}`);
  });
  expect(dead).toEqual([]);
});

const FEEDS = ['.opml', ...inEveryFormat('')];

function leads(pathname: string, hash: string, published: ReadonlySet<string>): boolean {
  const path = decodeURIComponent(pathname.slice(1));
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  if (!published.has(file)) return FEEDS.some((end) => file.endsWith(end)); // these have tests of their own
  return hash === '' || pageOf(file).includes(` id="${hash.slice(1)}"`);
}

type Attributes = Readonly<Record<string, string>>;

/** Names and attributes of all elements of a page, as a browser would find them. */
function elements(body: string): [string, Attributes][] {
  const found: [string, Attributes][] = [];
  const parser = new Parser({ onopentag: (name, attributes) => found.push([name, attributes]) });
  parser.end(body);
  return found;
}

const isOurs = ({ type, src }: Attributes): boolean =>
  type === 'application/ld+json' || /^[./]*assets\/\w+\.js(?:\?v=\w+)?$/.test(src ?? '');

describe('nothing of a stranger is obeyed', () => {
  const pages = () => [...htmlFiles(), ...htmlFiles(nasty())];
  test.each([
    ['no script but our own', (name: string, of: Attributes) => name === 'script' && !isOurs(of)],
    [
      'no style, no frame, no picture',
      (name: string) => ['style', 'iframe', 'object', 'embed', 'img', 'svg', 'base'].includes(name),
    ],
    [
      'no handler, no inline style',
      (_: string, of: Attributes) => Object.keys(of).some((key) => /^(?:on|style$)/.test(key)),
    ],
    [
      'no address but of the web',
      (_: string, of: Attributes) => /^\s*(?:javascript|data|vbscript):/i.test(of['href'] ?? of['src'] ?? ''),
    ],
  ])('%s', (_name, forbidden) => {
    const found = pages().flatMap(([path, body]) =>
      elements(body)
        .filter(([name, attributes]) => forbidden(name, attributes))
        .map(([name]) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });
  test('each page has the policy', () => {
    for (const [, body] of pages())
      expect(body).toContain(
        '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;',
      );
  });
  test('data for machines can’t end its element', () => {
    const view = site({ theme, config: config({ site: { title: '</script><script>alert(1)</script>' } }) });
    const body = byPath(renderStream(view, stream({ kind: 'site', slug: '' }))).get('index.html');
    expect(body).not.toContain('<script>alert');
  });
});

describe('cost follows news', () => {
  const view = () => site({ theme, config: config({ tags: [tag('ffi')] }) });
  const sealed = [post({ title: 'Old', published: at('2020-05-04') })];
  const archives = [
    { n: 1, count: 1, from: at('2019-01-01'), to: at('2019-06-01') },
    { n: 2, count: 1, from: at('2020-05-04'), to: at('2020-05-04') },
  ];
  const archive = (given: Parameters<typeof stream>[0]) =>
    byPath(renderArchive(view(), { stream: stream({ archives, ...given }), n: 2, posts: sealed })).get(
      'tags/ffi/archive/2.html',
    );

  test('news leaves an archive page as it is', () => {
    const later = {
      posts: [post({ title: 'New' })],
      count: 99,
      writers: [['a', 9]] as const,
      archives: [...archives, { n: 3, count: 1, from: at('2021-01-01'), to: at('2021-01-01') }],
    };
    expect(archive(later)).toBe(archive({}));
  });
  test('its assets have no version, those of live pages have', () => {
    expect(archive({})).not.toContain('?v=');
    const live = htmlFiles().filter(([path]) => !/(?:^|\/)archive\//.test(path));
    const unversioned = live.filter(([, body]) => !body.includes(`assets/site.css?v=${theme.version}"`));
    expect(unversioned.map(([path]) => path)).toEqual([]);
  });
  test('a tag’s page doesn’t know how much else there is', () => {
    const page = (count: number) =>
      byPath(
        renderStream({ ...view(), count, tags: view().tags.map((one) => ({ ...one, count })) }, stream()),
      ).get('tags/ffi/index.html');
    expect(page(5)).toBe(page(6));
  });
  test('no page has a clock or an age', () => {
    for (const [, body] of htmlFiles()) expect(body).not.toMatch(/\b(?:ago|yesterday|today)\b/);
  });
});

describe('budgets', () => {
  const text = 'Words of every length and kind, as they come when somebody explains a thing at leisure; ';
  const fifty = () =>
    byPath(
      renderStream(
        site({ theme, config: config({ tags: [tag('ffi'), tag('c'), tag('unsafe'), tag('macros')] }) }),
        stream({
          posts: Array.from({ length: 50 }, (_, n) =>
            post({
              id: `https://quiet.example/${n}`,
              title: `Calling function ${n} of a library that nobody has read in thirty years`,
              authors: [{ name: `Author ${n}`, url: null }],
              excerpt: markup(
                `<p>${[...text.repeat(6)]
                  .map((c, i) => ((i * 7 + n) % 11 === 0 ? String.fromCharCode(97 + ((i + n) % 26)) : c))
                  .join('')
                  .slice(0, 500)}</p>`,
              ),
              tags: ['c', 'ffi', 'macros', 'unsafe'],
            }),
          ),
        }),
      ),
    ).get('tags/ffi/index.html') ?? '';

  test('50 posts with the longest excerpts: 120 KB, 25 KB compressed', () => {
    expect(Buffer.byteLength(fifty())).toBeLessThan(120_000);
    expect(gzipSync(fifty()).length).toBeLessThan(25_000);
  });
  test('5,000 sources, all of them on one page: 500 KB', () => {
    const sources = Array.from({ length: 5000 }, (_, n) => source(`blog-${n}`, { title: `Blog ${n}` }));
    const list = byPath(renderSite(site({ theme, sources }))).get('sources/index.html') ?? '';
    expect(sources.filter(({ key }) => !list.includes(`href="${key}/"`))).toEqual([]);
    expect(Buffer.byteLength(list)).toBeLessThan(500_000);
  });
  test('the stylesheet: 12 KB', () => expect(theme.assets.get('site.css')?.length).toBeLessThan(12_000));
  test('the script of every page: 2 KB; search with its engine and words: 32 KB', () => {
    expect(theme.assets.get('site.js')?.length).toBeLessThan(2_000);
    expect(theme.assets.get('search.js')?.length).toBeLessThan(32_000);
  });
});

describe('what pages say', () => {
  test.each<[string, string, string]>([
    ['a tag’s heading', 'tags/ffi/index.html', '<h1><small>Tag:</small> ffi</h1>'],
    [
      'a tag’s feeds',
      'tags/ffi/index.html',
      '<p class="feeds"><a class="main" href="../ffi.atom">Atom feed</a> <a href="../ffi.rss">RSS</a> <a href="../ffi.json">JSON Feed</a>',
    ],
    [
      'for readers that look for them',
      'tags/ffi/index.html',
      '<link rel="alternate" type="application/feed+json" title="Tag: ffi (JSON Feed)" href="../ffi.json">',
    ],
    [
      'for programs that go from blog to blog',
      'tags/ffi/index.html',
      '<link rel="blogroll" type="text/x-opml" title="Sources of Read Rust" href="../../sources.opml">',
    ],
    ['all feeds at once', 'tags/index.html', '<a class="main" href="../feeds.opml">All feeds as OPML</a>'],
    ['the address to copy', 'tags/ffi/index.html', '<code>https://readrust.example/tags/ffi.atom</code>'],
    [
      'how much there is',
      'tags/ffi/index.html',
      '71 posts from 7 sources since August 2026. Also part of the bundle <a href="../../bundles/systems/">Systems</a>.',
    ],
    ['the way to all tags', 'tags/ffi/index.html', '<a href="../">View all tags</a>'],
    ['the way to older posts', 'tags/ffi/index.html', '<a rel="next" href="archive/6.html">Older: '],
    ['who writes about it', 'tags/ffi/index.html', '<a href="../ffi.opml">All 7 as OPML</a>'],
    ['an empty tag', 'tags/zig/index.html', 'Nothing filed here yet. The feeds work; subscribe and wait.'],
    [
      'the rule of a bundle',
      'bundles/systems/index.html',
      'Posts filed under ffi or Embedded, without Games and graphics.',
    ],
    [
      'how many tags',
      'tags/index.html',
      '5 categories, 9 topics and 1 bundle. Each has its own page and its own feeds.',
    ],
    ['none is none', 'tags/index.html', '<a href="zig/"><bdi>zig</bdi></a> <span class="n">0</span>'],
    ['how sources are', 'sources/index.html', '10 blogs feed this site. 7 answer; 3 do not.'],
    [
      'those that fail last, and folded',
      'sources/index.html',
      '<details><summary class="ui">Show these 3 sources</summary>',
    ],
    ['a source that fails', 'sources/index.html', 'Server error (503) since 9 November 2026.'],
    ['a place for posts without an address', 'sources/sparse/index.html', '<article class="post" id="'],
    ['an archive’s way on', 'tags/ffi/archive/6.html', '<a rel="next" href="5.html">Older posts →</a>'],
    ['the end of the archive', 'tags/ffi/archive/1.html', '<span>The oldest posts</span>'],
    ['search without a script', 'search/index.html', 'Search needs JavaScript, which is off or didn’t load.'],
    ['lost pages link from the root', '404.html', '<a href="/tags/">All tags</a>'],
    ['and are not found by search engines', '404.html', '<meta name="robots" content="noindex">'],
    [
      'canonical addresses',
      'tags/ffi/index.html',
      '<link rel="canonical" href="https://readrust.example/tags/ffi/">',
    ],
  ])('%s', (_name, path, expected) => expect(pageOf(path)).toContain(expected));

  test('only blogs with posts are counted', () => {
    const home = (counts: readonly number[]) => {
      const sources = counts.map((count, n) => source(`blog-${n}`, { count }));
      const pages = renderStream(
        site({ theme, sources }),
        stream({ kind: 'site', slug: '', posts: [post()] }),
      );
      return byPath(pages).get('index.html');
    };
    expect(home([3, 0, 1])).toContain('<p class="lede">Posts from 2 blogs under ');
    expect(home([0, 0])).toContain('<p class="lede">Follow everything, or only the tags you care for.</p>');
  });

  test('an empty site', () => {
    const view = site({ theme, sources: [], count: 0, since: null });
    const empty = byPath([...renderSite(view), ...renderStream(view, stream({ kind: 'site', slug: '' }))]);
    expect(empty.get('index.html')).toContain('No posts yet.');
    expect(empty.get('tags/index.html')).toContain('No tags yet.');
    expect(empty.get('sources/index.html')).toContain('No sources yet.');
  });

  test('a site that runs from right to left', () => {
    const view = site({ theme, config: config({ site: { language: 'ar', title: 'اقرأ رست' } }) });
    const home = byPath(renderStream(view, stream({ kind: 'site', slug: '', posts: [post()] }))).get(
      'index.html',
    );
    expect(home).toContain('<html lang="ar" dir="rtl">');
    expect(home).toContain('<article class="post flip">');
    expect(home).toContain('<h4 class="title" lang="" dir="ltr">');
  });
});

describe('the language of the site', () => {
  const inLanguage = (language: string) => htmlFiles(byPath(showcase(theme, { language })));

  test.each(['de', 'ar'])('all words of all pages: %s', (language) => {
    const pages = inLanguage(language);
    expect(pages.length).toBeGreaterThan(5);
    for (const [path, page] of pages) {
      expect(page, path).toContain(`<html lang="${language}"`);
      expect(page, path).not.toContain('<span lang="en"');
      expect(page, path).not.toMatch(/>(?:Latest|Sources|Why is this here\?|Skip to content|Newest posts)</);
      expect(page, path).toMatch(/<body data-words="\{&quot;copy&quot;:/);
    }
  });

  test('words that it lacks are English and say so, but in attributes and titles', async () => {
    const pages = inLanguage('he');
    for (const [path, page] of pages) {
      expect(page, path).toContain('<span lang="en" dir="ltr">Skip to content</span>');
      expect(page, path).not.toMatch(/="[^"]*(?:&lt;span|<span)|<title>[^<]*(?:&lt;|<span)/);
    }
    expect(await htmlErrors(pages)).toEqual([]);
  });

  test('the theme has the last word, and another version', () => {
    const words = makeTheme(
      new Map(),
      new Map([['words.json', Buffer.from('{ "latest": "Gerade eben" }')]]),
      config().site.colors,
    );
    const [[, page = ''] = []] = htmlFiles(byPath(showcase({ ...theme, ...words }, { language: 'de' })));
    expect(page).toContain('>Gerade eben</a>');
    expect(words.version).not.toBe(makeTheme(new Map(), new Map(), config().site.colors).version);
  });
});
