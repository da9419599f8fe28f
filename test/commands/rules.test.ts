import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, value: unknown): void =>
  writeFileSync(path.join(folder, name), JSON.stringify(value));
const run = (args: readonly string[], stdin?: string) => tagwire(args, folder, stdin);

const tags = {
  ffi: { title: 'FFI', match: ['bindgen', 'foreign function interface'], hint: ['c++'] },
  web: ['http', 'category:networking'],
};
const site = { title: 'Test', url: 'https://example.org/' };
const FEED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Blog',
  _extension: { kept: true },
  items: [
    {
      id: '1',
      url: 'https://example.org/1',
      title: 'bindgen',
      content_html: '<p title="http">A foreign function interface</p><script>http</script>',
      tags: ['Networking', 'cooking'],
      _mine: [1],
    },
    { id: 2, content_text: 'Vec<http> & more', summary: 'bindgen' },
    { id: '3', summary: 'bindgen', tags: [] },
  ],
};

beforeAll(() => {
  write('feeds.json', { site, sources: [], tags });
  write('feed.json', FEED);
});

describe('classify', () => {
  test('replaces tags and keeps all else', async () => {
    const { code, out, err } = await run(['classify', 'feed.json']);
    const expected = [['ffi', 'web'], ['ffi', 'web'], ['ffi']];
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({
      ...FEED,
      items: FEED.items.map((item, n) => ({ ...item, tags: expected[n] })),
    });
  });
  test('reads standard input, with a byte order mark', async () => {
    const { out } = await run(['classify'], `\ufeff${JSON.stringify(FEED)}`);
    expect(JSON.parse(out).items).toHaveLength(3);
  });
  test.each([
    ['not JSON', ['classify'], '<rss/>', /^error: standard input is not JSON: .*\n$/],
    ['no feed', ['classify'], '{"a":1}', /^error: standard input is not a JSON Feed/],
    ['no file', ['classify', 'missing.json'], '', /^error: .*missing\.json/],
    [
      'nothing to score against',
      ['classify', '--eval'],
      '{"version":"","items":[{"id":"1"}]}',
      /no item has tags/,
    ],
  ])('%s is one line', async (_name, args, stdin, message) => {
    const { code, out, err } = await run(args, stdin);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });
  test('--eval scores the rules, the items’ tags being the answer and no category', async () => {
    const labelled = {
      ...FEED,
      items: [
        { ...FEED.items[0], tags: ['FFI', 'Cooking'] },
        { ...FEED.items[1], summary: 'in short', tags: ['ffi'] },
      ],
    };
    const text = await run(['classify', '--eval'], JSON.stringify(labelled));
    expect(text.out).toContain('ffi missed, 1 post');
    expect(text.out).toContain('not among the rules: Cooking (1)');
    expect(text.out).toContain('2 posts: micro F1 0.667, macro F1 0.667');
    const json = await run(['classify', '--eval', '--json'], JSON.stringify(labelled));
    expect(JSON.parse(json.out)).toMatchObject({ entries: 2, micro: { right: 1, missed: 1, wrong: 0 } });
  });
  test('--eval says what was taken for what, with titles, the ten most frequent', async () => {
    const item = (id: number, title: string, ...wanted: string[]) => ({ id, title, tags: wanted });
    const items = [item(1, 'bindgen 1', 'web'), item(2, 'bindgen 2', 'web'), item(3, 'http', 'web', 'ffi')];
    const { out } = await run(['classify', '--eval'], JSON.stringify({ ...FEED, items }));
    expect(out.split('\n\n')[1]).toBe(
      [
        'ffi instead of web, 2 posts',
        '    bindgen 1',
        '    bindgen 2',
        'ffi missed, 1 post',
        '    http',
      ].join('\n'),
    );
    const names = 'abcdefghijk'.split('');
    write('many.json', { site, sources: [], tags: Object.fromEntries(names.map((name) => [name, [name]])) });
    const each = names.map((name, n) => item(n, name, names[(n + 1) % names.length] ?? ''));
    const many = await run(
      ['classify', '--eval', '--config', 'many.json'],
      JSON.stringify({ ...FEED, items: each }),
    );
    expect(many.out.match(/ instead of /g)).toHaveLength(10);
  });
  test('--eval leaves one line free where nothing was taken for anything else', async () => {
    const labelled = { ...FEED, items: [{ ...FEED.items[0], tags: ['ffi'] }] };
    const { out } = await run(['classify', '--eval'], JSON.stringify(labelled));
    expect(out).toMatch(/^all together .*\n\n1 post: micro F1 1\.000, macro F1 1\.000\n$/m);
  });
});

describe('explain', () => {
  const item = JSON.stringify({
    id: 'x',
    title: 'bindgen',
    content_html: '<p>for C++</p>',
    date_published: '2026-11-18',
  });
  test('an item on standard input', async () => {
    const { code, out } = await run(['explain', '-'], item);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'bindgen',
        '18 Nov 2026',
        '',
        '✓ ffi  2 of 1',
        '    +1.5  bindgen     title  “bindgen”',
        '    +0.5  c++ (hint)  text   “for C++”',
        '',
      ].join('\n'),
    );
  });
  test('another tag that speaks for it, or against', async () => {
    const rules = {
      wasm: ['wasm'],
      web: [{ any: ['tag:WASM'], weight: 0.5 }, 'http'],
      desktop: { match: ['http'], except: ['tag:wasm'] },
    };
    write('asking.json', { site, sources: [], only: ['tag:wasm'], tags: rules });
    const args = ['explain', '-', '--config', 'asking.json'];
    const { out } = await run(args, JSON.stringify({ id: 'x', title: 'WASM', content_html: 'over http' }));
    expect(out).toBe(
      [
        'WASM',
        '',
        '✓ wasm     1.5 of 1',
        '    +1.5  wasm                               title  “WASM”',
        '✓ web      1.5 of 1',
        '    +1    http                               text   “over http”',
        '    +0.5  {"any":["tag:wasm"],"weight":0.5}  tag    “wasm”',
        '· desktop  1 of 1, but kept away by tag:wasm',
        '    +1    http                               text   “over http”',
        '    veto  tag:wasm (except)                  tag    “wasm”',
        '',
        'Published: "only" has tag:wasm.',
        '',
      ].join('\n'),
    );
  });
  test('what of a long "only" let it through', async () => {
    const words = ['crates', ...Array.from({ length: 30 }, (_, n) => `word${n}`), 'tokio'];
    write('gated.json', {
      site,
      sources: [],
      only: [{ any: words, not: ['hyper'] }],
      tags: { ffi: ['ffi'] },
    });
    const args = ['explain', '-', '--config', 'gated.json'];
    const { out } = await run(args, JSON.stringify({ id: 'x', title: 'Tasks of tokio' }));
    expect(out.split('\n').at(-2)).toBe(
      'Published: "only" has {"any":["crates","word0","word1","word2","word3","word4","w…, found in the title: “Tasks of tokio”',
    );
  });
  test('words that `ignore` and `except` have swallowed', async () => {
    const rules = {
      embedded: { match: ['embedded'], ignore: ['embedded database'] },
      fonts: { match: ['fonts'], except: ['embedded fonts'] },
    };
    write('swallowed.json', { site, sources: [], tags: rules });
    const html = 'An embedded database of fonts. Embedded fonts';
    const args = ['explain', '-', '--config', 'swallowed.json'];
    const none = await run(args, JSON.stringify({ id: 'x', content_html: 'An embedded database' }));
    expect(none.out).toBe(
      [
        'untitled',
        '',
        '· embedded  0 of 1',
        '    0  embedded (ignored in embedded database)  text  “An embedded database”',
        '',
      ].join('\n'),
    );
    const both = await run(args, JSON.stringify({ id: 'x', content_html: html }));
    expect(both.out).toContain('· fonts     1 of 1, but kept away by embedded fonts\n');
    expect(both.out).toContain('veto  embedded fonts (except)');
  });
  test('as JSON', async () => {
    const { out } = await run(['explain', '-', '--json'], item);
    expect(JSON.parse(out)).toMatchObject({
      id: 'x',
      filing: { tags: ['ffi'] },
      tags: [{ tag: 'ffi', points: 2 }],
    });
  });
  test('all items of a feed', async () => {
    const { out } = await run(['explain', '-', '--json'], JSON.stringify(FEED));
    expect(JSON.parse(out)).toHaveLength(3);
  });
  test('what is not stored', async () => {
    const { code, err } = await run(['explain', 'https://example.org/none']);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error: no stored entry has the id or address https://example.org/none\n',
    });
  });
});

describe('over stored entries', () => {
  const rss = `<rss version="2.0"><channel><title>Cold Start</title><link>https://cold.example/</link><description/>
${Array.from(
  { length: 4 },
  (_, n) => `<item><guid>https://cold.example/${n}</guid><link>https://cold.example/${n}</link>
<title>bindgen ${n}</title><description>headers and wrappers</description><pubDate>Wed, 18 Nov 2026 0${n}:00:00 GMT</pubDate></item>`,
).join('\n')}
</channel></rss>`;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const blogs = await startBlogs({ '/feed': rss });
    close = blogs.close;
    write('polled.json', { site, sources: [{ url: `${blogs.origin}/feed`, hints: ['web'] }], tags });
    await run(['run', '--config', 'polled.json', '--allow-private']);
  });
  afterAll(() => close());

  test.each(['https://cold.example/1'])('explain %s tells what the pass decided', async (name) => {
    const { out } = await run(['explain', name, '--config', 'polled.json']);
    expect(out).toBe(
      [
        'bindgen 1',
        'Cold Start, 18 Nov 2026',
        '',
        '✓ ffi  1.5 of 1',
        '    +1.5  bindgen               title   “bindgen 1”',
        '· web  0.5 of 1',
        '    +0.5  a hint of the source  source',
        '',
      ].join('\n'),
    );
  });
  test('suggest learns from what is filed', async () => {
    const { out } = await run(['suggest', 'ffi', '--config', 'polled.json', '--json']);
    expect(JSON.parse(out)).toMatchObject({ inside: 4, outside: 0 });
  });
});

describe('suggest', () => {
  const items = [
    ...Array.from({ length: 6 }, (_, n) => ({ id: `a${n}`, title: `wrapping headers ${n}`, tags: ['FFI'] })),
    ...Array.from({ length: 40 }, (_, n) => ({ id: `b${n}`, title: `something about cooking ${n}` })),
  ];
  beforeAll(() => write('labelled.json', { ...FEED, items }));
  test('from a labelled feed', async () => {
    const { code, out } = await run(['suggest', 'ffi', '--from', 'labelled.json']);
    expect(code).toBe(0);
    expect(out).toMatch(/^wrapping headers\s+6\s+0\s+6\s+0$/m);
    expect(out).toContain('From 6 posts under ffi, 40 elsewhere.');
  });
  test.each([
    ['an unknown tag', ['suggest', 'fii'], 2, 'error: unknown tag "fii"; did you mean "ffi"?\n'],
    [
      'a tag that nothing has',
      ['suggest', 'web', '--from', 'labelled.json'],
      1,
      'error: no entry has the tag web, so there is nothing to learn from\n',
    ],
    ['a bad limit', ['suggest', 'ffi', '--limit', 'x'], 2, 'error: --limit is a whole number from 1\n'],
  ])('%s', async (_name, args, code, err) => expect(await run(args)).toEqual({ code, out: '', err }));
});
