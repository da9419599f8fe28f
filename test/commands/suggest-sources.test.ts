import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

let blogs: Blogs;
let folder: string;
const run = (...args: readonly string[]) => tagwire(args, folder);
const write = (name: string, value: unknown) =>
  writeFileSync(path.join(folder, name), typeof value === 'string' ? value : JSON.stringify(value, null, 1));
const at = (name: string): string => `${blogs.origin}/${name}`;

/** A blog with so many posts about Rust, then some about other things, a day apart. */
const blog = (name: string, own: number, others: number): string =>
  atom(
    name,
    Array.from({ length: own + others }, (_, n) => ({
      id: `${name.toLowerCase()}${n}`,
      title: n < own ? `rust ${n}` : `a parser ${n}`,
      date: `2026-01-${String(n + 1).padStart(2, '0')}T00:00:00Z`,
    })),
  );

/** `more` goes into feeds.json; sources of their own stand in a part. */
function configure(more: object = {}): void {
  write('feeds.json', {
    site: { title: 'Planet', url: 'https://planet.example/' },
    include: ['part.json'],
    only: ['rust'],
    sources: [at('one'), at('all'), { url: at('open'), only: [] }, { opml: 'list.opml' }],
    tags: { parsing: ['parser'] },
    ...more,
  });
}

beforeAll(async () => {
  blogs = await startBlogs({
    '/one': blog('One', 10, 1),
    '/all': blog('All', 12, 0),
    '/open': blog('Open', 10, 1),
    '/two': blog('Two', 18, 2),
    '/mixed': blog('Mixed', 16, 2),
    '/few': blog('Few', 8, 1),
    '/listed': blog('Listed', 11, 1),
  });
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-gates-'));
  write('part.json', { sources: [{ url: at('two'), hints: ['parsing'] }, at('mixed'), at('few')] });
  write('list.opml', `<opml version="2.0"><head/><body><outline xmlUrl="${at('listed')}"/></body></opml>`);
  configure();
  expect(await run('run', '--allow-private')).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true });
});

const named = async (...args: readonly string[]): Promise<readonly unknown[]> =>
  JSON.parse((await run('suggest', '--sources', '--json', ...args)).out).map(
    ({ title, held, passed, labelled }: Readonly<Record<string, unknown>>) =>
      [title, held, passed, labelled].join(' '),
  );

test('names the sources of which nine in ten posts pass "only", with the lines to write', async () => {
  expect(await run('suggest', '--sources')).toEqual({
    code: 0,
    out: [
      'HELD  PASSED  SOURCE  SUCH AS',
      '   2      18  Two     “a parser 19”',
      '   1      11  Listed  “a parser 11”',
      '   1      10  One     “a parser 10”',
      '',
      'Nearly all that they write passes "only". To let through the rest, write into feeds.json:',
      '',
      `  { "url": "${at('two')}", …, "only": [] }  part.json:3`,
      `  { "url": "${at('listed')}", "only": [] }  beside the list that has it`,
      `  { "url": "${at('one')}", "only": [] }  feeds.json:13`,
      '',
    ].join('\n'),
    err: '',
  });
});

test('--json has what is needed to write it', async () => {
  const { out } = await run('suggest', '--sources', '--json', '--limit', '1');
  expect(JSON.parse(out)).toEqual([
    {
      source: at('two'),
      title: 'Two',
      held: 2,
      passed: 18,
      labelled: 0,
      example: { id: 'https://blog.example/two19', url: 'https://blog.example/two19', title: 'a parser 19' },
      list: null,
      file: 'part.json',
      line: 3,
      write: { url: at('two'), only: [] },
    },
  ]);
  expect((await run('suggest', '--sources', '--limit', '1')).out).toContain(
    'and 2 more sources; --limit shows',
  );
});

describe('what is known of single posts counts:', () => {
  test('one that is filed by hand belongs, and needs no other gate', async () => {
    const filing = (id: string) => ({ post: `https://blog.example/${id}`, add: ['parsing'] });
    write('filings.json', [filing('mixed17'), filing('one10')]);
    expect(await named()).toEqual(['Two 2 18 0', 'Mixed 1 17 0', 'Listed 1 11 0']);
    rmSync(path.join(folder, 'filings.json'));
  });

  test('so does one that has a tag in a labelled feed, by its id or its link', async () => {
    const items = [
      { id: 'https://blog.example/mixed17', tags: ['Parsing'] },
      { id: 'x', url: 'http://www.blog.example/two18/', tags: ['Parsing'] },
      { id: 'https://blog.example/few8', tags: [] },
    ];
    write('labelled.json', { version: 'https://jsonfeed.org/version/1.1', title: 'L', items });
    expect(await named('--from', 'labelled.json')).toEqual([
      'Two 2 18 1',
      'Mixed 2 16 1',
      'Listed 1 11 0',
      'One 1 10 0',
    ]);
  });
});

test('the gate of today is asked, before any pass; a source’s own is its gate', async () => {
  configure({ only: [] });
  expect((await run('suggest', '--sources')).out).toMatch(/^No source is named: none has 10 stored posts of/);
  configure({ only: [], sources: [{ url: at('one'), only: ['rust'] }, at('all')] });
  expect(await named()).toEqual(['One 1 10 0']);
  configure({ only: ['tag:parsing', 'rust'] });
  expect(await named()).toEqual([]);
  configure();
});

test('of a source that only a list has, what the list says of it is written too', async () => {
  const list = { opml: 'list.opml', tags: ['parsing'], hints: ['net', 'parsing'], only: ['rust'] };
  configure({ only: [], sources: [list], tags: { parsing: ['parser'], net: ['http'] } });
  expect((await run('suggest', '--sources')).out).toContain(
    `  { "url": "${at('listed')}", "tags": ["parsing"], "hints": ["net", "parsing"], "only": [] }  beside the list`,
  );
  const [one] = JSON.parse((await run('suggest', '--sources', '--json')).out);
  expect(one.write).toEqual({ url: at('listed'), tags: ['parsing'], hints: ['net', 'parsing'], only: [] });
  configure();
});

test('a gate of its own is to be replaced, since a key stands once', async () => {
  configure({ only: [], include: [], sources: [{ url: at('one'), only: ['rust'] }] });
  expect((await run('suggest', '--sources')).out).toMatch(
    /"only": \[\] } {2}feeds\.json:\d+, in place of its "only"\n$/,
  );
  configure();
});

test.each([
  ['neither a tag nor --sources', ['suggest']],
  ['both', ['suggest', 'parsing', '--sources']],
])('%s is a mistake', async (_name, args) => {
  expect(await run(...args)).toEqual({
    code: 2,
    out: '',
    err: 'error: suggest takes a tag, or --sources\n',
  });
});
