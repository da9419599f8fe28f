import { expect, test } from 'vitest';
import type { Instant } from '../../src/model/values.js';
import type { MovedPost, Mover } from '../../src/operate/move-cause.js';
import { previewReport } from '../../src/terminal/preview-report.js';
import { createStyle } from '../../src/terminal/style.js';

const page = { style: createStyle({ color: false, unicode: true }), columns: 80 };
const post = (
  title: string | null,
  published: string,
  by: Mover = 'terms',
  term: string | null = null,
): MovedPost => ({
  id: `urn:${title}`,
  title,
  url: 'https://blog.example/a',
  published: published as Instant,
  by,
  term,
});
const fonts = (by: Mover, term: string | null) =>
  post('Efficient fonts for tiny screens', '2024-03-09T08:00:00Z', by, term);

test('what an edit of the rules would move, tag by tag', () => {
  const preview = {
    tags: [
      {
        slug: 'ffi',
        added: [
          post('What the plug-in ABI promises, release 14', '2026-09-17T23:00:00Z', 'terms', 'C ABI'),
          post(null, '2026-11-02T08:00:00Z', 'source'),
        ],
        removed: [fonts('terms', 'efficient*')],
      },
      { slug: 'embedded', added: [], removed: [fonts('except', 'embedded font')] },
    ],
    renamed: [{ from: 'binding', to: 'bindings', posts: 1 }],
    withheld: [],
    released: [],
  };
  expect(previewReport(preview, page)).toBe(`binding is bindings now  1 post
ffi  +2 -1
  + 17 Sep 2026  What the plug-in ABI promises, release 14  (C ABI)
  + 2 Nov 2026   https://blog.example/a  (a tag of its source)
  - 9 Mar 2024   Efficient fonts for tiny screens  (no longer: efficient*)
embedded  -1
  - 9 Mar 2024   Efficient fonts for tiny screens  (except: embedded font)

2 tags change: 2 posts in, 2 out.
Nothing was written. To do it: tagwire publish
`);
});

test('nothing moves', () => {
  expect(previewReport({ tags: [], renamed: [], withheld: [], released: [] }, page)).toBe(
    'No tag would change. Nothing was written.\n',
  );
});

test('a rename alone', () => {
  const renamed = [{ from: 'ffi', to: 'interop', posts: 1212 }];
  expect(previewReport({ tags: [], renamed, withheld: [], released: [] }, page)).toBe(
    'ffi is interop now  1,212 posts\n\nNothing was written. To do it: tagwire publish\n',
  );
});

test('a tag with many posts shows the newest and counts the rest; only titles are cut', () => {
  const added = Array.from({ length: 1212 }, (_, i) =>
    post(`Post ${i} ${'x'.repeat(90)}`, '2026-11-02T08:00:00Z'),
  );
  const lines = previewReport(
    { tags: [{ slug: 'ffi', added, removed: [] }], renamed: [], withheld: [], released: [] },
    page,
  ).split('\n');
  expect(lines[1]).toMatch(/^ {2}\+ 2 Nov 2026 {3}Post 0 x+… {2}\(its points\)$/);
  expect(lines[11]).toBe('  and 1,202 more; --json lists them');
});
