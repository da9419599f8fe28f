import { expect, test } from 'vitest';
import { inBundle } from '../../../src/classify/rules/bundle.js';

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
  expect(inBundle({ any: [], all: [], none: [], ...rule }, tags, null)).toBe(expected);
});

test.each([
  ['the language', { all: ['lang:de'] }, 'de', true],
  ['a region of it', { all: ['lang:de'] }, 'de-at', true],
  ['not one that begins so', { all: ['lang:de'] }, 'den', false],
  ['not all of it where a region is asked for', { all: ['lang:de-at'] }, 'de', false],
  ['with a tag', { any: ['ffi'], all: ['lang:de'] }, 'de', true],
  ['or another', { any: ['lang:en', 'lang:de'] }, 'de', true],
  ['shut out', { none: ['lang:de'] }, 'de', false],
  ['unknown: not it', { all: ['lang:de'] }, null, false],
  ['unknown: not shut out', { none: ['lang:de'] }, null, true],
])('a language: %s', (_name, rule, language, expected) => {
  expect(inBundle({ any: [], all: [], none: [], ...rule }, ['ffi'], language)).toBe(expected);
});
