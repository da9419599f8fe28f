import { describe, expect, test } from 'vitest';
import { readCombination } from '../../../../src/service/http/asked/combination.js';

const TAGS = ['ffi', 'unsafe', 'web', 'async', 'c', 'embedded']
  .map((slug): { slug: string; aliases: string[] } => ({ slug, aliases: [] }))
  .concat({ slug: 'no-std', aliases: ['bare-metal'] });

test.each<[string, string, string, { any?: string[]; all?: string[]; none?: string[] }]>([
  ['all of several', 'ffi+unsafe', 'ffi+unsafe', { all: ['ffi', 'unsafe'] }],
  ['any of several', 'ffi,unsafe', 'ffi,unsafe', { any: ['ffi', 'unsafe'] }],
  ['one without another', 'ffi+-web', 'ffi+-web', { all: ['ffi'], none: ['web'] }],
  ['another order', 'unsafe+ffi', 'ffi+unsafe', { all: ['ffi', 'unsafe'] }],
  [
    'what is left out comes last',
    '-c+web+-async+ffi',
    'ffi+web+-async+-c',
    { all: ['ffi', 'web'], none: ['async', 'c'] },
  ],
  ['capital letters', 'FFI,Unsafe', 'ffi,unsafe', { any: ['ffi', 'unsafe'] }],
  ['an alias', 'web+bare-metal', 'no-std+web', { all: ['no-std', 'web'] }],
  ['one said twice', 'no-std+bare-metal+ffi', 'ffi+no-std', { all: ['ffi', 'no-std'] }],
])('%s: %s', (_name, text, slug, tags) => {
  expect(readCombination(text, TAGS)).toEqual({
    kind: 'tags',
    slug,
    tags: { any: [], all: [], none: [], ...tags },
    isSingle: false,
  });
});

test('a single tag is the tag’s own', () => {
  expect(readCombination('ffi+ffi', TAGS)).toMatchObject({ slug: 'ffi', isSingle: true });
});

describe('there is none', () => {
  test.each([
    ['of both signs', 'ffi+unsafe,web', '“+” (all of them) and “,” (any of them) don’t mix in one address'],
    ['of six', 'ffi+unsafe+web+async+c+embedded', 'at most 5 tags stand in one address'],
    ['of an unknown tag', 'ffi+usnafe', 'there is no tag “usnafe”; did you mean “unsafe”?'],
    ['of an unknown one left out', 'ffi+-wbe', 'there is no tag “wbe”; did you mean “web”?'],
    ['near an alias', 'ffi+baremetal', 'there is no tag “baremetal”; did you mean “bare-metal”?'],
    ['of one that nothing is near', 'ffi+gardening', 'there is no tag “gardening”; all tags are at tags/'],
    ['of a name cut short', 'ffi+', 'a tag’s name is missing beside a “+”'],
    ['that only leaves out', '-ffi+-web', 'a combination asks for one tag at least'],
    ['that contradicts itself', 'ffi+-ffi', '“ffi” can’t be asked for and left out'],
    ['of any without', 'ffi,-web', '“-” (without) goes with “+”, not with “,”'],
    [
      'of an endless name',
      `ffi+${'x'.repeat(9000)}`,
      `there is no tag “${'x'.repeat(60)}…”; all tags are at tags/`,
    ],
  ])('%s', (_name, text, problem) => {
    expect(readCombination(text, TAGS)).toMatchObject({ kind: 'none', problem });
  });
});
