import { expect, test } from 'vitest';
import { trimEndOf } from '../../src/model/trim-end.js';

test.each([
  ['nothing to take', 'a/b', 'a/b'],
  ['one', 'a/b/', 'a/b'],
  ['several, of several kinds', 'a/#b#/#/', 'a/#b'],
  ['all', '//#', ''],
  ['nothing at all', '', ''],
])('%s', (_name, text, expected) => {
  expect(trimEndOf(text, /[/#]/)).toBe(expected);
});
