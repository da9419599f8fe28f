import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contrast } from '../../../src/config/grammar/contrast.js';
import { renderFixed, renderSite, renderStream } from '../../../src/publish/index.js';
import { readTheme } from '../../../src/publish/site/read-theme.js';
import { makeTheme } from '../../../src/publish/site/theme.js';
import { config, site, stream } from '../pages/site.js';

const files = (of: Record<string, string>): Map<string, Uint8Array> =>
  new Map(Object.entries(of).map(([name, text]) => [name, Buffer.from(text)]));
const NO_COLORS = { accent: null, accentDark: null };
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const BUILT_IN = files({ 'site.css': 'ours{}\n', 'site.js': 'ours()', 'icon.svg': '<svg/>' });

describe('makeTheme', () => {
  const css = (own: Record<string, string>, colors = NO_COLORS) =>
    text(makeTheme(BUILT_IN, files(own), colors).assets.get('site.css'));

  test('without a theme: ours', () => {
    const { assets, parts } = makeTheme(BUILT_IN, new Map(), NO_COLORS);
    expect([...assets.keys()]).toEqual(['icon.svg', 'site.css', 'site.js']);
    expect(css({})).toBe('ours{}\n');
    expect(parts.size).toBe(0);
  });
  test('the stylesheet is appended', () =>
    expect(css({ 'site.css': 'h1{color:red}' })).toBe('ours{}\nh1{color:red}'));
  test('or replaced as an asset', () => expect(css({ 'assets/site.css': 'all{}' })).toBe('all{}'));
  test('assets are added and replaced', () => {
    const { assets } = makeTheme(
      BUILT_IN,
      files({ 'assets/icon.svg': 'own', 'assets/fonts/a.woff2': 'font' }),
      NO_COLORS,
    );
    expect([text(assets.get('icon.svg')), text(assets.get('fonts/a.woff2'))]).toEqual(['own', 'font']);
  });
  test('parts are read by name, other files are not', () => {
    const { parts, assets } = makeTheme(
      BUILT_IN,
      files({ 'footer.html': '\ufeff<p>F</p>\n', 'README.md': 'x' }),
      NO_COLORS,
    );
    expect([...parts]).toEqual([['footer', '<p>F</p>']]);
    expect(assets.size).toBe(3);
  });
  test('two accents', () =>
    expect(css({}, { accent: '#006', accentDark: '#8af' } as never)).toBe(
      'ours{}\n@media screen{:root{--accent:#006}}\n@media screen and (prefers-color-scheme:dark){:root{--accent:#8af}}\n',
    ));
  test.each(['#9c3a12', '#000', '#00f', '#123456', '#ffffff'])(
    'one accent, %s, can be read on the dark page too',
    (accent) => {
      const dark =
        /dark\)\{:root\{--accent:(#\w+)/.exec(css({}, { accent, accentDark: null } as never))?.[1] ?? '';
      expect(contrast(dark, '#14171a')).toBeGreaterThanOrEqual(4.5);
    },
  );
  test('any byte changes the version', () => {
    const versions = [
      {},
      { 'site.css': 'a{}' },
      { 'footer.html': 'a' },
      { 'head.html': 'a' },
      { 'assets/a': '' },
      { 'assets/b': '' },
    ].map((own) => makeTheme(BUILT_IN, files(own as Record<string, string>), NO_COLORS).version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions[0]).toMatch(/^[0-9a-f]{8}$/);
  });
});

describe('readTheme', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tagwire-theme-'));
    await mkdir(path.join(folder, 'assets', 'fonts'), { recursive: true });
    await writeFile(path.join(folder, 'assets', 'fonts', 'a.woff2'), 'font');
    await writeFile(path.join(folder, 'assets', '.DS_Store'), 'noise');
    await writeFile(path.join(folder, 'footer.html'), '<p>Ours</p>');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('the folder over the built-in assets', async () => {
    const { assets, parts } = await readTheme(folder, config().site);
    expect([...assets.keys()]).toEqual(['fonts/a.woff2', 'icon.svg', 'search.js', 'site.css', 'site.js']);
    expect(parts.get('footer')).toBe('<p>Ours</p>');
  });
  test('no folder is no theme', async () => {
    const { parts } = await readTheme(path.join(folder, 'none'), config().site);
    expect(parts.size).toBe(0);
  });
  test('a folder that is none is the operator’s to mend', async () => {
    const file = path.join(folder, 'footer.html');
    await expect(readTheme(file, config().site)).rejects.toThrow(
      `${file}: the theme can't be read (ENOTDIR)`,
    );
  });
});

describe('parts in pages', () => {
  const parts = {
    'head.html': '<meta name="x" content="{{title}}">',
    'header.html': '<a class="brand" href="{{root}}">Home</a><nav><a href="{{root}}tags/">Tags</a></nav>',
    'footer.html': '<p>{{unknown}} {{title}} {{url}}</p>',
    'home.html': '<p>Welcome</p>',
    'about.html': '<p>Who we are</p>',
    'not-found.html': '<p>Lost</p>',
  };
  const view = site({
    theme: makeTheme(BUILT_IN, files(parts), NO_COLORS),
    config: config({ site: { title: 'A & B' } }),
  });
  const pages = new Map(
    [
      ...renderFixed(view),
      ...renderSite(view),
      ...renderStream(view, stream()),
      ...renderStream(view, stream({ kind: 'site', slug: '' })),
    ].map(({ path, body }) => [path, String(body)]),
  );
  test.each([
    ['head', 'tags/ffi/index.html', '<meta name="x" content="A &amp; B">\n</head>'],
    [
      'header, from a tag',
      'tags/ffi/index.html',
      '<a class="brand" href="../../">Home</a><nav><a href="../../tags/">',
    ],
    ['header, from home', 'index.html', '<a class="brand" href="">Home</a><nav><a href="tags/">'],
    ['header, from nowhere', '404.html', '<a class="brand" href="/">Home</a><nav><a href="/tags/">'],
    [
      'footer',
      'about/index.html',
      '<footer><div class="wrap">\n<p>{{unknown}} A &amp; B https://readrust.example/</p>\n</div></footer>',
    ],
    ['home', 'index.html', '<p>Welcome</p>'],
    ['about', 'about/index.html', '<p>Who we are</p>'],
    ['not-found', '404.html', '<p>Lost</p>'],
  ])('%s', (_name, path, expected) => expect(pages.get(path)).toContain(expected));
});

describe('what feeds.json says of the look', () => {
  const home = (of: Parameters<typeof config>[0]) => {
    const view = site({ config: config(of) });
    return [...renderStream(view, stream({ kind: 'site', slug: '' }))]
      .map(({ body }) => String(body))
      .join('');
  };
  test.each([
    ['head', { head: '<meta name="x">' }, '<meta name="x">'],
    ['footer', { footer: '<p>Us</p>' }, '<p>Us</p>'],
    [
      'a logo among the assets',
      { logo: 'assets/logo.svg' },
      '<img src="assets/logo.svg" alt="" referrerpolicy="no-referrer">',
    ],
    [
      'a logo elsewhere',
      { logo: 'https://cdn.example/l.png' },
      '<img src="https://cdn.example/l.png" alt="" referrerpolicy="no-referrer">',
    ],
    [
      'which the policy allows',
      { logo: 'https://cdn.example/l.png' },
      'img-src &#39;self&#39; https://cdn.example;',
    ],
  ])('%s', (_name, of, expected) => expect(home({ site: of })).toContain(expected));
});
