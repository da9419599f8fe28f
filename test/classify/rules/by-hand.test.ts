import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE } from '../../../src/classify/index.js';
import { handFilings } from '../../../src/classify/rules/by-hand.js';
import type { HandFiling } from '../../../src/model/filing.js';
import { httpUrl } from '../../../src/model/values.js';
import { group, rules, subject, tag } from '../rules.js';

const set = rules(
  [
    tag('ffi', { match: ['bindgen'], implies: ['language'] }),
    tag('web', { match: ['http'], group: 'topics' }),
    tag('async', { match: ['await'], group: 'topics' }),
    tag('language'),
    tag('other', { group: 'topics' }),
  ],
  { only: ['rust'], groups: [group('topics', { max: 1, default: 'other' })] },
);
const hand = (
  add: readonly string[],
  drop: readonly string[] = [],
  note: string | null = null,
): HandFiling => ({
  post: 'x',
  add,
  drop,
  note,
});
const file = (title: string, filing: HandFiling | null, source = {}) =>
  compileRules(set).classify(subject({ title }), { ...NO_SOURCE, ...source }, filing);

test.each([
  ['nothing by hand', 'http', null, {}, ['web'], false],
  [
    'a tag is given, and what it implies; it is published whatever `only` says',
    'http',
    hand(['ffi']),
    {},
    ['ffi', 'language', 'web'],
    true,
  ],
  ['it does not compete in its group', 'http', hand(['async']), {}, ['async', 'web'], true],
  ['a tag is taken away, and what it implied', 'rust bindgen', hand([], ['ffi']), {}, ['other'], true],
  [
    'what is taken away stays away, though another tag implies it',
    'rust bindgen',
    hand([], ['language']),
    {},
    ['ffi', 'other'],
    true,
  ],
  ['the default of a group', 'rust', hand([], ['other']), {}, [], true],
  ['a tag of the source', 'rust', hand([], ['ffi', 'other']), { tags: ['ffi'] }, [], true],
  ['to be without a tag lets nothing through', 'http', hand([], ['web']), {}, [], false],
  ['a tag that there is no more', 'rust', hand(['gone']), {}, ['other'], true],
])('%s', (_name, title, filing, source, tags, admitted) => {
  expect(file(title, filing, source)).toMatchObject({ tags, admitted });
});

test('the reason says so, with the note and what was found', () => {
  const note = 'all of it is about bindings';
  expect(file('bindgen', hand(['ffi', 'web'], ['other'], note))).toMatchObject({
    dropped: ['other'],
    why: [
      { tag: 'ffi', by: 'hand', note, points: 1.5, terms: [{ term: 'bindgen' }] },
      { tag: 'language', by: 'implied' },
      { tag: 'web', by: 'hand', note, points: 0, terms: [] },
    ],
  });
});

test('an explanation tells what was given and what was taken away', () => {
  const told = compileRules(set).explain(
    subject({ title: 'http' }),
    NO_SOURCE,
    hand(['ffi'], ['web', 'other'], 'so'),
  );
  expect(told.tags.map(({ tag: slug, outcome, points }) => [slug, outcome, points])).toEqual([
    ['ffi', 'hand', 0],
    ['language', 'implied', 0],
    ['web', 'dropped', 1.5],
    ['other', 'dropped', 0],
  ]);
  expect(told).toMatchObject({ note: 'so', only: { passes: true, by: null, byHand: true } });
});

describe('whose filing it is', () => {
  const url = (text: string) => httpUrl(text);
  const entry = {
    id: 'urn:x:1',
    ids: ['old', 'urn:x:1'],
    url: url('https://a.example/post?utm_source=feed'),
  };
  test.each([
    ['its id', 'urn:x:1', true],
    ['one that it had', 'old', true],
    ['its link', 'https://a.example/post', true],
    ['its link in another spelling', 'http://www.a.example/post/', true],
    ['another post', 'https://a.example/', false],
  ])('%s', (_name, post, isFound) => {
    const filing = { ...hand(['ffi']), post };
    expect(handFilings([{ ...hand(['web']), post: 'else' }, filing])(entry)).toBe(isFound ? filing : null);
  });
});
