import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

let blogs: Blogs;
let folder: string;

beforeEach(async () => {
  blogs = await startBlogs();
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-check-'));
});

afterEach(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A feeds.json of few lines, so that a message's line can be told. */
function configure(only: string, ffi: string): void {
  const lines = [
    '{',
    '"site": { "title": "T", "url": "https://site.example/" },',
    `"sources": ["${blogs.origin}/a"],`,
    `"only": ${only},`,
    `"tags": { "ffi": ${ffi} }`,
    '}',
  ];
  writeFileSync(path.join(folder, 'feeds.json'), lines.join('\n'));
}

test('check holds rules against what is stored: terms in nothing and in nearly all, posts held back', async () => {
  const items = Array.from({ length: 60 }, (_, n) => ({
    id: `p${n}`,
    title: n < 30 ? `bindgen ${n}` : `cats ${n}`,
  }));
  blogs.pages.set('/a', atom('A', items));
  configure('["bindgen"]', '["bindgen", "libffi", "dlopen"]');
  await tagwire(['run', '--allow-private'], folder);
  expect(await tagwire(['check'], folder)).toEqual({
    code: 0,
    out: [
      'feeds.json:5:19: warning: tags.ffi[0]: "bindgen" is in 30 of 60 stored posts: it tells little',
      'feeds.json:5:30: warning: tags.ffi[1]: "libffi", "dlopen" are in none of 60 stored posts',
      '✓ feeds.json: 1 source, 1 tag',
      '  30 of 60 stored posts are held back by "only"',
      '',
    ].join('\n'),
    err: '',
  });
});

test('check tells how terms are used, which is no fault: a line a tag, and all of it as JSON', async () => {
  const items = Array.from({ length: 500 }, (_, n) => ({
    id: `p${n}`,
    title: n < 40 ? 'bindgen' : n < 42 ? 'dlopen' : 'cats',
  }));
  blogs.pages.set('/a', atom('A', items));
  configure('[]', '["bindgen", "dlopen"]');
  await tagwire(['run', '--allow-private'], folder);
  expect(await tagwire(['check'], folder)).toEqual({
    code: 0,
    out: [
      '✓ feeds.json: 1 source, 1 tag',
      '  1 term of 1 tag found only one or two of 500 stored posts',
      '    ffi  1 of 2  "dlopen"',
      '  most posts of 1 tag would not be there but for one term',
      '    ffi  40 of 42  "bindgen"',
      '',
    ].join('\n'),
    err: '',
  });
  expect(JSON.parse((await tagwire(['check', '--json'], folder)).out)).toMatchObject({
    warnings: 0,
    stored: {
      entries: 500,
      withheld: 0,
      seldom: [{ tag: 'ffi', list: 'match', index: 1, term: 'dlopen', entries: 2 }],
      mainstays: [{ tag: 'ffi', term: 'bindgen', entries: 40, of: 42, hasOthers: true }],
    },
  });
});

test('check without a database looks at the file alone and makes none', async () => {
  configure('[]', '["bindgen"]');
  const { code, out } = await tagwire(['check', '--data', 'nowhere'], folder);
  expect([code, out]).toEqual([0, '✓ feeds.json: 1 source, 1 tag\n']);
});
