import { expect, test } from 'vitest';
import type { Markup } from '../../src/model/feed.js';
import { url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const BLOG = 'https://blog.example/feed';
const markup = (value: string, base = 'https://blog.example/'): Markup => ({
  type: 'html',
  value,
  base: url(base),
});

/** The last has markup that is a hundred times as long when its addresses are written out. */
test.each([
  ['a post of 200 KB, whole', markup('<p>words</p>'.repeat(17_000)), 204_000],
  ['a post of 300 KB, its first half', markup('<p>words</p>'.repeat(25_000)), 131_072],
  [
    'a post of short links to a long base',
    markup('<a href="b">c</a>'.repeat(20_000), `https://blog.example/${'x'.repeat(990)}/`),
    250_000,
  ],
])('at most 256 KB are kept of %s', async (_name, content, about) => {
  const planet = new Planet([BLOG]);
  await planet.pass(1, [BLOG, [{ content }]]);
  const [entry] = await planet.stored(BLOG);
  const length = entry?.content?.length ?? 0;
  expect(length).toBeLessThanOrEqual(256 * 1024);
  expect(Math.abs(length - about)).toBeLessThan(about / 4);
});
