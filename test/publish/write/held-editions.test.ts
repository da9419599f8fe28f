import { describe, expect, test } from 'vitest';
import {
  type HeldEdition,
  holding,
  partsOf,
  renderedSince,
  withParts,
} from '../../../src/publish/write/held-editions.js';
import type { Changes } from '../../../src/store/store.js';

const changes = (part: Partial<Changes> = {}): Changes => ({
  ...{ edition: '2-b', since: '1-a', all: false },
  ...{ streams: new Map(), sources: new Set() },
  ...part,
});

/** Each edition with what came with it. */
const held = (...editions: readonly string[]): readonly HeldEdition[] =>
  editions.map((line) => {
    const [name = '', ...parts] = line.split(' ');
    return { name, parts };
  });

test.each<[string, Partial<Changes>, readonly string[]]>([
  ['nothing', {}, []],
  ['sources', { sources: new Set(['a-1a', 'b-2b']) }, ['sources/a-1a', 'sources/b-2b']],
  ['a window', { streams: new Map([['site', new Set()]]) }, ['site']],
  [
    'documents',
    {
      streams: new Map([
        ['site', new Set([3])],
        ['tags/ffi', new Set([1, 12])],
      ]),
    },
    ['site', 'site/3', 'tags/ffi', 'tags/ffi/1', 'tags/ffi/12'],
  ],
  ['all documents', { streams: new Map([['bundles/low', null]]) }, ['bundles/low', 'bundles/low/*']],
])('%s: parts by their names, and back', (_name, part, parts) => {
  expect(partsOf(changes(part))).toEqual(parts);
  expect(withParts(changes(), parts)).toEqual(changes(part));
});

test('of streams that are no more all documents are parts', () => {
  expect(partsOf(changes({ sources: new Set(['a']) }), ['tags/old'])).toEqual(['sources/a', 'tags/old/*']);
});

test('parts are added to what has changed', () => {
  const some = changes({
    sources: new Set(['a']),
    streams: new Map([
      ['site', new Set([1])],
      ['tags/ffi', null],
      ['tags/async', new Set([1])],
    ]),
  });
  const parts = ['sources/b', 'site/2', 'tags/ffi/3', 'tags/async/*', 'tags/wasm', 'weekly/ffi'];
  expect(withParts(some, parts)).toEqual(
    changes({
      sources: new Set(['a', 'b']),
      streams: new Map([
        ['site', new Set([1, 2])],
        ['tags/ffi', null],
        ['tags/async', null],
        ['tags/wasm', new Set()],
        ['weekly/ffi', new Set()],
      ]),
    }),
  );
});

describe('a folder', () => {
  test('has rendered since an edition what came with all later ones', () => {
    const editions = held('4-d site tags/ffi', '3-c sources/a', '2-b sources/b', '1-a');
    expect(renderedSince(editions, '4-d')).toEqual([]);
    expect(renderedSince(editions, '2-b')).toEqual(['site', 'tags/ffi', 'sources/a']);
    expect(renderedSince(editions, '1-a')).toEqual(['site', 'tags/ffi', 'sources/a', 'sources/b']);
  });

  test.each<[string, readonly HeldEdition[], string, string, readonly HeldEdition[]]>([
    ['the first', [], '1-a', 'site', held('1-a')],
    ['another', held('1-a'), '2-b', 'site', held('2-b site', '1-a')],
    [
      'a part that an earlier one has',
      held('2-b site tags/ffi', '1-a'),
      '3-c',
      'site',
      held('3-c site', '2-b tags/ffi', '1-a'),
    ],
    ['the same again', held('2-b site', '1-a'), '2-b', 'tags/ffi', held('2-b site tags/ffi', '1-a')],
    ['an earlier one again', held('2-b site', '1-a'), '1-a', 'site', held('1-a site', '2-b', '1-a')],
  ])('holds %s', (_name, before, name, part, after) => {
    expect(holding(before, name, [part])).toEqual(after);
  });

  test('forgets the oldest where there is too much, and always knows the last', () => {
    let editions: readonly HeldEdition[] = [];
    for (let n = 1; n <= 5000; n++)
      editions = holding(
        editions,
        `${n}-name`,
        Array.from({ length: 50 }, (_, at) => `sources/blog-example-org-feed-${(n * 7 + at * 101) % 5000}`),
      );
    const size = editions.reduce((sum, { name, parts }) => sum + [name, ...parts].join(' ').length + 1, 0);
    expect(size).toBeLessThan(110_000);
    expect(editions.length).toBeGreaterThan(40);
    expect(editions[0]?.name).toBe('5000-name');
    const many = Array.from({ length: 20_000 }, (_, n) => `site/${n}`);
    expect(holding(editions, '5001-name', many)).toEqual(held('5001-name'));
  });
});
