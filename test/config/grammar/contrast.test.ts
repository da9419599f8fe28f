import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, PAPER } from '../../../src/config/grammar/contrast.js';

test.each([
  ['#000', '#fff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#777777', '#ffffff', 4.48],
  ['#9C3A12', '#fff', 6.94],
  ['#14171a', '#f0986a', 8.06],
])('%s on %s is %s', (a, b, ratio) => {
  expect(contrast(a, b)).toBeCloseTo(ratio, 1);
  expect(contrast(b, a)).toBe(contrast(a, b));
});

test('accents are measured on the pages of the stylesheet', () => {
  const css = readFileSync(new URL('../../../src/publish/browser/site.css', import.meta.url), 'utf8');
  const papers = [...css.matchAll(/--paper:\s*(#[0-9a-f]+)/g)].map((match) => match[1]);
  expect(new Set(papers.map((paper) => (paper === '#fff' ? '#ffffff' : paper)))).toEqual(
    new Set([PAPER.light, PAPER.dark]),
  );
});
