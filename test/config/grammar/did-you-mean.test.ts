import { expect, test } from 'vitest';
import { closestWord } from '../../../src/config/grammar/did-you-mean.js';

const KNOWN = ['url', 'title', 'match', 'description', 'embedded', 'ffi'];

test.each([
  ['mtach', 'match'],
  ['ulr', 'url'],
  ['Title', 'title'],
  ['embeded', 'embedded'],
  ['desciptoin', 'description'],
  ['ffj', 'ffi'],
  ['xyz', null],
  ['interval', null],
  ['', null],
  ['x'.repeat(1_000_000), null],
])('by %.20s was meant %s', (word, meant) => {
  expect(closestWord(word, KNOWN)).toBe(meant);
});
