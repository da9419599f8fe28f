import { describe, expect, test } from 'vitest';
import { NO_SOURCE } from '../../../src/classify/index.js';
import { lintRules } from '../../../src/classify/report/lint.js';
import { isLopsided } from '../../../src/classify/report/mainstay.js';
import { group, rules, subject, tag } from '../rules.js';

const entries = (texts: readonly string[]) =>
  texts.map((html) => ({ subject: subject({ html }), source: NO_SOURCE, hand: null }));
/** So many entries of dull text, and after them these. */
const among = (count: number, ...texts: string[]) =>
  entries([...Array.from({ length: count }, () => 'a dull post'), ...texts]);

describe('terms held against entries', () => {
  const set = rules(
    [
      tag('ffi', {
        match: ['bindgen', 'gpio', { any: ['spi', 'dull'] }],
        ignore: ['bindgen fork'],
        except: ['never'],
      }),
      tag('web', { match: ['http'], plurals: true }),
    ],
    { only: ['dull', 'rust', 'moon'] },
  );
  test('those that are never found, and those found nearly everywhere', async () => {
    const report = await lintRules(set, among(60, 'bindgen, rust', 'https', 'http'));
    expect(report).toEqual({
      entries: 63,
      lints: [
        { tag: null, list: 'only', index: 2, term: 'moon', kind: 'never' },
        { tag: 'ffi', list: 'match', index: 1, term: 'gpio', kind: 'never' },
        { tag: 'ffi', list: 'match', index: 2, term: '{"any":["spi","dull"]}', kind: 'often', entries: 60 },
        { tag: 'ffi', list: 'except', index: 0, term: 'never', kind: 'never' },
        { tag: 'ffi', list: 'ignore', index: 0, term: 'bindgen fork', kind: 'never' },
      ],
      onlyByDefault: [],
      withheld: 2,
      seldom: [],
      mainstays: [],
    });
  });
  test('nothing is said of so few that it would be chance', async () => {
    expect((await lintRules(set, among(10))).lints).toEqual([]);
  });
});

describe('terms that speak for a tag and found next to nothing', () => {
  const set = rules(
    [tag('ffi', { match: ['bindgen', 'dlopen', 'nif', 'gpio'], hint: ['abi'], except: ['jni'] })],
    { only: ['dull', 'abi'] },
  );
  const texts = ['bindgen', 'bindgen, dlopen', 'bindgen, dlopen', 'nif, abi', 'jni'];
  test('those that one or two of many entries have', async () => {
    const { seldom } = await lintRules(set, among(500, ...texts));
    expect(seldom).toEqual([
      { tag: 'ffi', list: 'match', index: 1, term: 'dlopen', entries: 2 },
      { tag: 'ffi', list: 'match', index: 2, term: 'nif', entries: 1 },
      { tag: 'ffi', list: 'hint', index: 0, term: 'abi', entries: 1 },
    ]);
  });
  test('of few entries nothing is said', async () => {
    const { seldom, mainstays } = await lintRules(set, among(490, ...texts));
    expect({ seldom, mainstays }).toEqual({ seldom: [], mainstays: [] });
  });
});

describe('the term on which most entries of a tag rest', () => {
  const of = async (rulesOfTag: Parameters<typeof tag>[1], ...texts: string[]) =>
    (await lintRules(rules([tag('ffi', rulesOfTag)]), among(500, ...texts))).mainstays;
  test.each([
    ['the one that most need', { match: ['nif', 'jni'] }, ['nif', 'jni', 'jni'], 'jni', 2, 3],
    [
      'not those of two that would do',
      { match: ['nif', 'jni'] },
      ['nif, jni', 'nif, jni', 'nif'],
      'nif',
      1,
      3,
    ],
    [
      'a hint that is the second half',
      { match: [], hint: ['abi', 'jni', 'nif'] },
      ['abi jni', 'abi nif'],
      'abi',
      2,
      2,
    ],
    ['where two are needed', { match: ['nif', 'jni'], min: 2 }, ['nif, jni'], 'nif', 1, 1],
    [
      'no entry that falls short',
      { match: ['nif'], min: 2, hint: ['jni', 'abi'] },
      ['nif', 'nif jni abi'],
      'nif',
      1,
      1,
    ],
  ] as const)('%s', async (_name, its, texts, term, entries, all) => {
    expect(await of(its, ...texts)).toEqual([
      { tag: 'ffi', term, entries, of: all, hasOthers: its.match.length + ('hint' in its ? 2 : 0) > 1 },
    ]);
  });
  test('none where each entry has enough beside any of its terms', async () => {
    expect(await of({ match: ['nif', 'jni'] }, 'nif, jni')).toEqual([]);
  });
  test.each([
    ['more than half of many, and other terms', { entries: 11, of: 20 }, true],
    ['half', { entries: 10, of: 20 }, false],
    ['few', { entries: 19, of: 19 }, false],
    ['nothing else that could have spoken', { entries: 20, of: 20, hasOthers: false }, false],
  ])('is worth a look: %s', (_name, counts, expected) => {
    expect(isLopsided({ tag: 'ffi', term: 'nif', hasOthers: true, ...counts })).toBe(expected);
  });
});

test('tags that are only ever a default', async () => {
  const set = rules(
    [tag('language', { group: 'g', match: ['traits'] }), tag('web', { group: 'g', match: ['http'] })],
    {
      groups: [group('g', { default: 'language' })],
    },
  );
  expect((await lintRules(set, entries(['x', 'http']))).onlyByDefault).toEqual(['language']);
  expect((await lintRules(set, entries(['x', 'traits']))).onlyByDefault).toEqual([]);
});

test('what is filed by hand is let through, and answers to terms for tags', async () => {
  const set = rules([tag('essay'), tag('long', { match: ['tag:essay'] })], { only: ['rust', 'tag:essay'] });
  const hand = { post: 'x', add: ['essay'], drop: [], note: null };
  const report = await lintRules(set, [
    ...among(60, 'rust'),
    { subject: subject({ html: 'on reading' }), source: NO_SOURCE, hand },
  ]);
  expect(report).toMatchObject({ lints: [], withheld: 60 });
});

describe('terms that change nothing beside another', () => {
  test.each([
    ['a longer phrase', ['build', 'clean build'], ['clean build', 'build']],
    ['a scoped one', ['ffi', 'title:ffi'], ['title:ffi', 'ffi']],
    ['the same, written otherwise', ['no_std', 'no-std'], ['no-std', 'no_std']],
    ['a word that an end covers', ['datenschutz', '*schutz'], ['datenschutz', '*schutz']],
    ['an end that a part covers', ['*datenschutz', '*daten*'], ['*datenschutz', '*daten*']],
    ['one that a prefix covers', ['optimi*', 'optimised code'], ['optimised code', 'optimi*']],
    ['a longer prefix', ['micro*', 'microcontroller*'], ['microcontroller*', 'micro*']],
    ['one that keeps case', ['go', 'case:Go'], ['case:Go', 'go']],
    ['not a shorter word', ['ffi', 'ff'], null],
    ['not another order', ['a b', 'b a c'], null],
    ['a word that a prefix covers', ['ffi', 'ffi*'], ['ffi', 'ffi*']],
    ['but not a prefix by words', ['ffi', 'f f*'], null],
    ['not another field', ['title:ffi', 'text:ffi'], null],
    ['not by case', ['case:Go', 'go'], null],
  ] as const)('%s', async (_name, match, expected) => {
    const { lints } = await lintRules(rules([tag('t', { match })]), []);
    expect(lints.map((lint) => lint.kind === 'shadowed' && [lint.term, lint.by])).toEqual(
      expected ? [expected] : [],
    );
  });
  test('but in a group every point may decide', async () => {
    const set = rules([tag('t', { group: 'g', match: ['ffi', 'title:ffi'] })], { groups: [group('g')] });
    expect((await lintRules(set, [])).lints).toEqual([]);
  });
});
