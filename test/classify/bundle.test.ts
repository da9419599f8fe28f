import { expect, test } from 'vitest';
import { inBundle } from '../../src/classify/rules/bundle.js';

test.each([
  ['one of any', { any: ['ffi', 'embedded'] }, ['ffi'], true],
  ['none of any', { any: ['ffi', 'embedded'] }, ['web'], false],
  ['all of all', { all: ['ffi', 'embedded'] }, ['embedded', 'ffi', 'web'], true],
  ['not all of all', { all: ['ffi', 'embedded'] }, ['ffi'], false],
  ['any and all', { any: ['a', 'b'], all: ['c'] }, ['b'], false],
  ['none shuts out', { any: ['ffi'], none: ['getting-started'] }, ['ffi', 'getting-started'], false],
  ['only none: everything else', { none: ['getting-started'] }, ['ffi'], true],
  ['nothing named: everything', {}, [], true],
])('%s', (_name, rule, tags, expected) => {
  expect(inBundle({ any: [], all: [], none: [], ...rule }, tags)).toBe(expected);
});
