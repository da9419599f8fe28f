import { expect, test } from 'vitest';
import type { Instant } from '../../src/model/values.js';
import type { PreviewedPost } from '../../src/operate/preview.js';
import { previewReport } from '../../src/terminal/preview-report.js';
import { createStyle } from '../../src/terminal/style.js';

const page = { style: createStyle({ color: false, unicode: true }), columns: 80 };
const post = (title: string | null, published: string): PreviewedPost => ({
  id: `urn:${title}`,
  title,
  url: 'https://blog.example/a',
  published: published as Instant,
});
const fonts = post('Efficient fonts for tiny screens', '2024-03-09T08:00:00Z');

test('what an edit of the rules would move, tag by tag', () => {
  const preview = {
    tags: [
      {
        slug: 'ffi',
        added: [
          post('What the plug-in ABI promises, release 14', '2026-09-17T23:00:00Z'),
          post(null, '2026-11-02T08:00:00Z'),
        ],
        removed: [fonts],
      },
      { slug: 'embedded', added: [], removed: [fonts] },
    ],
    withheld: [],
    released: [],
  };
  expect(previewReport(preview, page)).toBe(`ffi  +2 -1
  + 17 Sep 2026  What the plug-in ABI promises, release 14
  + 2 Nov 2026   https://blog.example/a
  - 9 Mar 2024   Efficient fonts for tiny screens
embedded  -1
  - 9 Mar 2024   Efficient fonts for tiny screens

2 tags change: 2 posts in, 2 out.
Nothing was written. To do it: tagwire publish
`);
});

test('nothing moves', () => {
  expect(previewReport({ tags: [], withheld: [], released: [] }, page)).toBe(
    'No tag would change. Nothing was written.\n',
  );
});

test('a tag with many posts shows the newest and counts the rest; only titles are cut', () => {
  const added = Array.from({ length: 1212 }, (_, i) =>
    post(`Post ${i} ${'x'.repeat(90)}`, '2026-11-02T08:00:00Z'),
  );
  const lines = previewReport(
    { tags: [{ slug: 'ffi', added, removed: [] }], withheld: [], released: [] },
    page,
  ).split('\n');
  expect(lines[1]).toMatch(/^ {2}\+ 2 Nov 2026 {3}Post 0 x+…$/);
  expect(lines[11]).toBe('  and 1,202 more; --json lists them');
});
