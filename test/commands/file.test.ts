import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tagsBehind } from '../../src/commands/arguments/tag-words.js';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

let blogs: Blogs;
let folder: string;
const run = (...args: readonly string[]) => tagwire(args, folder);
const filings = () => JSON.parse(readFileSync(path.join(folder, 'filings.json'), 'utf8'));
const file = (value: unknown) => writeFileSync(path.join(folder, 'filings.json'), JSON.stringify(value));
const POST = 'https://blog.example/1';

beforeAll(async () => {
  const items = [
    { id: '1', title: 'Calling C with bindgen', text: 'over http' },
    { id: '2', title: 'Cooking', link: 'https://blog.example/shared' },
    { id: '3', title: 'Baking', link: 'https://blog.example/shared' },
  ];
  blogs = await startBlogs({ '/a': atom('Blog', items) });
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-file-'));
  const config = {
    site: { title: 'Planet', url: 'https://planet.example/' },
    sources: [`${blogs.origin}/a`],
    tags: {
      ffi: { title: 'FFI', match: ['bindgen'], implies: ['language'] },
      web: ['http'],
      'c++': ['c++'],
      html: ['html'],
      language: [],
    },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  await run('run', '--allow-private');
});
beforeEach(() => rmSync(path.join(folder, 'filings.json'), { force: true }));
afterAll(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true });
});

describe('a tag is not an option', () => {
  test.each([
    ['bare', ['file', POST, '+c++', '-web', '-html'], { add: ['cpp'], drop: ['web', 'html'] }],
    ['behind --', ['file', POST, '--', '-web', '+c++'], { add: ['cpp'], drop: ['web'] }],
    [
      'before options',
      ['file', POST, '-ffi', '--json', '--note', 'so', '-html'],
      { drop: ['ffi', 'html'], note: 'so' },
    ],
    ['with -C', ['-C', '.', 'file', POST, '-web', '-C', '.'], { drop: ['web'] }],
  ])('%s', async (_name, args, filing) => {
    expect(await run(...args)).toMatchObject({ code: 0, err: '' });
    expect(filings()).toEqual([{ post: POST, ...filing }]);
  });

  test.each([
    [
      ['x', '+a', '-b'],
      ['x', '+a', '--', '-b'],
    ],
    [['-h'], ['-h']],
    [
      ['-C', 'dir', 'x', '+a'],
      ['-C', 'dir', 'x', '+a'],
    ],
    [
      ['-b', 'x', '--', '-h'],
      ['x', '--', '-b', '-h'],
    ],
  ])('%j', (words, read) => expect(tagsBehind(words)).toEqual(read));
});

describe('a post is named', () => {
  test.each([
    ['by its id', POST],
    ['by its link in another spelling', 'http://www.blog.example/1/?utm_source=x'],
  ])('%s', async (_name, name) => {
    expect(await run('file', name, '-web')).toEqual({
      code: 0,
      out: 'Filed Calling C with bindgen -web in filings.json; its tags: ffi, language\n',
      err: '',
    });
    expect(filings()).toEqual([{ post: POST, drop: ['web'] }]);
  });

  test('by its place on the site, on whatever host', async () => {
    const { sources } = JSON.parse((await run('status', '--json')).out);
    const page = `sources/${sources[0].key}`;
    const html = readFileSync(path.join(folder, 'public', page, 'index.html'), 'utf8');
    const anchors = [...html.matchAll(/id="([0-9a-f]{32})"/g)].map(([, uuid]) => uuid);
    for (const uuid of anchors) {
      const { code, out } = await run(
        'file',
        `http://localhost:8080/${page}/#${uuid}`,
        '+language',
        '--json',
      );
      expect(code).toBe(0);
      expect(JSON.parse(out).post.tags).toContain('language');
    }
    expect(
      filings()
        .map(({ post }: { post: string }) => post)
        .sort(),
    ).toEqual(['1', '2', '3'].map((id) => `https://blog.example/${id}`));
    expect(await run('file', `http://localhost:8080/${page}/#${'0'.repeat(32)}`, '+ffi')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no stored post is shown at http://localhost:8080/'),
    });
  });

  test('one that is not stored yet is filed when it comes', async () => {
    expect((await run('file', 'https://blog.example/99', '+ffi')).out).toBe(
      'Filed https://blog.example/99 +ffi in filings.json; it is not stored yet\n',
    );
  });
});

test('what is said of a post later is added to what was said of it', async () => {
  await run('file', POST, '+c++', '-web', '--note', 'why');
  await run('file', POST, '+web', '-html');
  expect(filings()).toEqual([{ post: POST, add: ['cpp', 'web'], drop: ['html'], note: 'why' }]);
});

describe('a mistake is one line, and changes nothing', () => {
  test.each([
    ['no tag', ['file', POST], 'missing: tags; usage: tagwire file [options] <post> <tags...>'],
    [
      'a tag without a sign',
      ['file', POST, 'ffi'],
      '"ffi" is neither to be added nor taken away; write +ffi or -ffi',
    ],
    ['an unknown tag', ['file', POST, '-wbe'], 'unknown tag "wbe"; did you mean "web"?'],
    ['a contradiction', ['file', POST, '+ffi', '-FFI'], '+ffi and -ffi: only one of them can be meant'],
    [
      'an unknown option',
      ['file', POST, '+ffi', '--web'],
      'unknown option "--web"; tagwire file --help lists them',
    ],
    [
      'a link of several posts',
      ['file', 'https://blog.example/shared', '+ffi'],
      '2 posts have https://blog.example/shared; name one by its id: https://blog.example/2 https://blog.example/3',
    ],
  ])('%s', async (_name, args, message) => {
    file([]);
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([2, `error: ${message}\n`]);
    expect(filings()).toEqual([]);
  });
});

test('a dry run tells what was moved by hand', async () => {
  await run('publish'); // with nothing filed by hand
  await run('file', POST, '+c++', '-web');
  const { tags } = JSON.parse((await run('publish', '--dry-run', '--json')).out);
  expect(
    tags.map(({ slug, added, removed }: Record<string, { by: string }[]>) => [
      slug,
      added?.map(({ by }) => by),
      removed?.map(({ by }) => by),
    ]),
  ).toEqual([
    ['cpp', ['hand'], []],
    ['web', [], ['hand']],
  ]);
});

test('the site, explain and the next check know of it', async () => {
  await run('file', POST, '+c++', '-web', '--note', 'see the <end>');
  await run('publish');
  const feed = JSON.parse(readFileSync(path.join(folder, 'public/tags/cpp.json'), 'utf8'));
  expect(feed.items.map(({ id, tags }: { id: string; tags: string[] }) => [id, tags])).toEqual([
    [POST, ['cpp', 'ffi', 'language']],
  ]);
  const page = readFileSync(path.join(folder, 'public/tags/cpp/index.html'), 'utf8');
  expect(page).toContain('Filed under <b>c++</b> by hand: see the &lt;end&gt;</p>');
  expect((await run('explain', POST)).out).toBe(
    [
      'Calling C with bindgen',
      'Blog, 1 Jan 2026',
      '',
      '✓ ffi       1.5 of 1',
      '    +1.5  bindgen  title  “Calling C with bindgen”',
      '✓ cpp       given by hand',
      '✓ language  implied by ffi',
      '· web       1 of 1, but taken away by hand',
      '    +1    http     text   “over http”',
      '',
      'By hand: see the <end>',
      '',
    ].join('\n'),
  );
  file([
    { post: POST, add: ['ffi'], drop: ['c++'] },
    { post: 'https://blog.example/99', add: ['ffi'] },
  ]);
  const { code, out } = await run('check');
  expect([code, out]).toEqual([
    0,
    [
      'filings.json:1:2: warning: [0]: the rules file this post so by themselves; take it out, or keep it as a labelled post',
      'filings.json:1:73: warning: [1].post: no stored post has this id or link; it is filed when it comes; take this out where it is gone',
      '✓ feeds.json: 1 source, 5 tags, 2 posts filed by hand',
      '',
    ].join('\n'),
  ]);
});

describe('each is a labelled post', () => {
  const labelled = [
    { post: POST, add: ['ffi'], drop: ['web'] },
    { post: 'https://blog.example/2', add: ['web'] },
    { post: 'https://blog.example/99', add: ['ffi'] },
  ];
  test('classify --eval --filed judges by them alone, and by the tags that they speak of', async () => {
    file(labelled);
    const { out } = await run('classify', '--eval', '--filed', '--json');
    expect(JSON.parse(out)).toMatchObject({
      entries: 2,
      tags: [
        { tag: 'ffi', right: 1, wrong: 0, missed: 0 },
        { tag: 'web', right: 0, wrong: 1, missed: 1 },
      ],
    });
  });
  test('classify --eval adds them to those of a file, which knows better', async () => {
    file(labelled);
    const items = [{ id: 'https://blog.example/2', title: 'Cooking', tags: ['c++'] }];
    writeFileSync(path.join(folder, 'labelled.json'), JSON.stringify({ items }));
    const { out } = await run('classify', '--eval', 'labelled.json', '--json');
    const { entries, tags } = JSON.parse(out);
    expect([entries, tags.map(({ tag }: { tag: string }) => tag)]).toEqual([2, ['cpp', 'ffi', 'web']]);
  });
  test.each([
    [
      ['classify', '--eval', '--filed'],
      1,
      'no stored post is filed by hand, so there is nothing to score against',
    ],
    [['classify', '--filed'], 2, '--filed goes with --eval'],
  ])('%j without any', async (args, code, message) => {
    expect(await run(...args)).toEqual({ code, out: '', err: `error: ${message}\n` });
  });
  test('suggest learns from them at once', async () => {
    file([{ post: 'https://blog.example/2', add: ['html'] }]);
    expect(JSON.parse((await run('suggest', 'html', '--json')).out)).toMatchObject({ inside: 1, outside: 2 });
  });
});
