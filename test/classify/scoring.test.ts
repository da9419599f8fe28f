import { describe, expect, test } from 'vitest';
import {
  compileRules,
  NO_SOURCE,
  type RuleSet,
  type SourceRules,
  type Subject,
} from '../../src/classify/index.js';
import { group, rules, subject, tag } from './rules.js';

const file = (set: RuleSet, fields: Partial<Subject>, source: Partial<SourceRules> = {}) =>
  compileRules(set).classify(subject(fields), { ...NO_SOURCE, ...source });
const tags = (...given: Parameters<typeof file>) => file(...given).tags;
/** Points of the tag `t`; 0 where nothing of it was found. */
const points = (rule: Parameters<typeof tag>[1], fields: Partial<Subject>): number =>
  compileRules(rules([tag('t', rule)]))
    .explain(subject(fields), NO_SOURCE)
    .tags.find(({ tag: slug }) => slug === 't')?.points ?? 0;

describe('points', () => {
  test.each([
    ['a term is one', { match: ['ffi'] }, { html: 'ffi' }, 1],
    ['a hit in the title of an unscoped term is 1.5', { match: ['ffi'] }, { title: 'ffi' }, 1.5],
    ['of a scoped term one', { match: ['title:ffi'] }, { title: 'ffi' }, 1],
    ['title and text count once, by the better', { match: ['ffi'] }, { title: 'ffi', html: 'ffi ffi' }, 1.5],
    ['the same term twice counts once', { match: ['ffi', 'FFI', ' ffi '] }, { html: 'ffi' }, 1],
    ['however it is written', { match: ['no_std', 'no-std', 'no std'] }, { html: 'no_std' }, 1],
    ['scoped and unscoped are two', { match: ['ffi', 'title:ffi'] }, { title: 'ffi' }, 2.5],
    ['in match and hint it counts as match', { match: ['ffi'], hint: ['ffi'] }, { html: 'ffi' }, 1],
    ['a hint is half', { hint: ['ffi'] }, { html: 'ffi' }, 0.5],
    ['and three quarters in the title', { hint: ['ffi'] }, { title: 'ffi' }, 0.75],
    ['against is minus one', { match: ['a', 'b'], against: ['c'] }, { html: 'a b c' }, 1],
    ['weight is the points', { match: [{ any: ['a'], weight: 3 }] }, { html: 'a' }, 3],
    ['of a hint too', { hint: [{ any: ['a'], weight: 2 }] }, { html: 'a' }, 2],
    [
      'and below zero under against',
      { match: ['a'], against: [{ any: ['b'], weight: 2 }] },
      { html: 'a b' },
      -1,
    ],
    ['times the title', { match: [{ any: ['a'], weight: 2 }] }, { title: 'a' }, 3],
    ['any counts once', { match: [{ any: ['a', 'b'] }] }, { html: 'a b' }, 1],
    ['all in the title is a title hit', { match: [{ all: ['a', 'b'] }] }, { title: 'a b' }, 1.5],
    ['partly in the title is none', { match: [{ all: ['a', 'b'] }] }, { title: 'a', html: 'b' }, 1],
    [
      'thirds add up whatever their order',
      { match: ['a', 'b', 'c'].map((x) => ({ any: [x], weight: 0.1 })) },
      { html: 'a b c' },
      0.3,
    ],
    [
      'ignored text is not looked at',
      { match: ['embedded'], ignore: ['embedded database'] },
      { html: 'an embedded database' },
      0,
    ],
    [
      'but other text is',
      { match: ['embedded'], ignore: ['embedded database'] },
      { html: 'embedded, an embedded database' },
      1,
    ],
    [
      'nor is what overlaps it',
      { match: ['tiny embedded'], ignore: ['embedded database'] },
      { html: 'a tiny embedded database' },
      0,
    ],
    [
      'by a regular expression too',
      { match: ['/emb\\w+/'], ignore: ['embedded database'] },
      { html: 'embedded database' },
      0,
    ],
    [
      'in its own field only',
      { match: ['embedded'], ignore: ['title:embedded database'] },
      { html: 'embedded database' },
      1,
    ],
    ['ignored text vetoes nothing', { match: ['a'], except: ['b'], ignore: ['b c'] }, { html: 'a b c' }, 1],
  ] as const)('%s', (_name, rule, fields, expected) => expect(points(rule, fields)).toBe(expected));
});

/** A body in which what is said begins after so many characters. */
const beyond = (characters: number, said: string): string => `${'x'.repeat(characters - 1)} ${said}`;

describe('a term in the body', () => {
  test.each([
    ['counts in full in the opening', { match: ['ffi'] }, { html: beyond(299, 'ffi') }, 1],
    ['half further on', { match: ['ffi'] }, { html: beyond(300, 'ffi') }, 0.5],
    ['half when it is there twice', { match: ['ffi'] }, { html: beyond(300, 'ffi ffi') }, 0.5],
    ['in full when it is there three times', { match: ['ffi'] }, { html: beyond(300, 'ffi ffi ffi') }, 1],
    [
      'however far apart, in content and summary',
      { match: ['ffi'] },
      { html: beyond(9000, `ffi ${beyond(9000, 'ffi')}`), summary: `In short: ${beyond(300, 'ffi')}` },
      1,
    ],
    ['as its title has it anyway', { match: ['ffi'] }, { title: 'ffi', html: beyond(300, 'ffi') }, 1.5],
    ['a hint a quarter', { hint: ['ffi'] }, { html: beyond(300, 'ffi') }, 0.25],
    ['against half', { against: ['ffi'] }, { html: beyond(300, 'ffi') }, -0.5],
    ['code in full, wherever', { match: ['code:ffi'] }, { html: `<pre>${beyond(300, 'ffi')}</pre>` }, 1],
    ['an expression half', { match: ['/f+i/'] }, { html: beyond(300, 'ffi ffi') }, 0.5],
    ['an expression three times', { match: ['/f+i/'] }, { html: beyond(300, 'ffi ffi fi') }, 1],
    ['one of any in full', { match: [{ any: ['a', 'ffi'] }] }, { html: `a ${beyond(300, 'ffi')}` }, 1],
    ['all of all half', { match: [{ all: ['a', 'ffi'] }] }, { html: `a ${beyond(300, 'ffi')}` }, 0.5],
    [
      'without what is ignored',
      { match: ['ffi'], ignore: ['no ffi'] },
      { html: beyond(300, 'ffi no ffi ffi') },
      0.5,
    ],
    [
      'nor in an opening that is ignored',
      { match: ['ffi'], ignore: ['no ffi'] },
      { html: `no ffi ${beyond(300, 'ffi')}` },
      0.5,
    ],
  ] as const)('%s', (_name, rule, fields, expected) => expect(points(rule, fields)).toBe(expected));

  test('vetoes wherever it is', () => {
    const set = rules([tag('t', { match: ['a'], except: ['ffi'] })]);
    expect(tags(set, { html: `a ${beyond(300, 'ffi')}` })).toEqual([]);
  });

  test('counts anew in the next post', () => {
    const classifier = compileRules(rules([tag('t', { match: ['ffi'], min: 0.9 })]));
    const post = subject({ html: beyond(300, 'ffi') });
    expect(Array.from({ length: 4 }, () => classifier.classify(post, NO_SOURCE).tags)).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

describe('a tag holds', () => {
  test.each([
    ['from min points', rules([tag('t', { match: ['a'] })]), 'a', ['t']],
    ['not with less', rules([tag('t', { hint: ['a'] })]), 'a', []],
    ['from its own min', rules([tag('t', { hint: ['a'], min: 0.5 })]), 'a', ['t']],
    ['not what a veto keeps away', rules([tag('t', { match: ['a'], except: ['b'] })]), 'a b', []],
    [
      'outside groups without limit',
      rules(['p', 'q', 'r'].map((slug) => tag(slug, { match: ['a'] }))),
      'a',
      ['p', 'q', 'r'],
    ],
    [
      'and what it implies',
      rules([tag('t', { match: ['a'], implies: ['u'] }), tag('u', { implies: ['v'] }), tag('v')]),
      'a',
      ['t', 'u', 'v'],
    ],
    [
      'even over a veto',
      rules([tag('t', { match: ['a'], implies: ['u'] }), tag('u', { except: ['a'] })]),
      'a',
      ['t', 'u'],
    ],
  ])('%s', (_name, set, html, expected) => expect(tags(set, { html })).toEqual(expected));
});

describe('within a group', () => {
  const contest = (more: Parameters<typeof group>[1], ...rest: Partial<Parameters<typeof tag>[1]>[]) =>
    rules(
      [
        tag('p', { group: 'g', match: ['a', 'b', 'c', 'd', 'e'], ...rest[0] }),
        tag('q', { group: 'g', match: ['a', 'b', 'c', 'd'], ...rest[1] }),
        tag('r', { group: 'g', match: ['a', 'b', 'c'], ...rest[2] }),
        tag('z', { group: 'g' }),
      ],
      { groups: [group('g', more)] },
    );
  const html = 'a b c d e';
  test.each([
    ['only those near the best', {}, ['p', 'q']],
    ['at most max', { max: 1 }, ['p']],
    ['all of them by a low keep', { max: 9, keep: 0.1 }, ['p', 'q', 'r']],
    ['exactly keep is enough', { keep: 0.8 }, ['p', 'q']],
    ['more is not', { keep: 0.81 }, ['p']],
  ])('%s', (_name, more, expected) => expect(tags(contest(more), { html })).toEqual(expected));

  test('0.8 of 1.5 is 1.2, whatever binary fractions make of it', () => {
    const set = rules(
      [
        tag('p', { group: 'g', match: [{ any: ['a'], weight: 1.5 }] }),
        tag('q', { group: 'g', match: [{ any: ['b'], weight: 1.2 }] }),
      ],
      { groups: [group('g')] },
    );
    expect(tags(set, { html: 'a b' })).toEqual(['p', 'q']);
  });
  test('ties go to more distinct terms, then by slug', () => {
    const one = { group: 'g', match: [{ any: ['a'], weight: 2 }] };
    const two = { group: 'g', match: ['a', 'b'] };
    const set = (p: object, q: object) =>
      rules([tag('p', p), tag('q', q)], { groups: [group('g', { max: 1 })] });
    expect(tags(set(one, two), { html: 'a b' })).toEqual(['q']);
    expect(tags(set(one, one), { html: 'a b' })).toEqual(['p']);
  });
  test('what is vetoed doesn’t compete', () => {
    expect(tags(contest({}, { except: ['e'] }), { html })).toEqual(['q']);
  });
  test('none: the default', () => {
    const filing = file(contest({ default: 'z' }), { html: 'x' });
    expect(filing.why).toEqual([{ tag: 'z', points: 0, by: 'default', terms: [] }]);
  });
  test('a vetoed default is none', () => {
    const set = rules([tag('z', { group: 'g', except: ['x'] })], { groups: [group('g', { default: 'z' })] });
    expect(tags(set, { html: 'x' })).toEqual([]);
  });
});

describe('sources', () => {
  const set = rules([tag('t', { match: ['a'], hint: ['b'], except: ['no'] }), tag('u', { implies: ['t'] })]);
  test.each([
    ['their tags are given', { html: '' }, { tags: ['t'] }, ['t']],
    ['over a veto', { html: 'no' }, { tags: ['t'] }, ['t']],
    ['with what they imply', { html: '' }, { tags: ['u'] }, ['t', 'u']],
    ['a hint alone is not enough', { html: '' }, { hints: ['t'] }, []],
    ['a hint adds half a point', { html: 'b' }, { hints: ['t'] }, ['t']],
    ['which a veto stops', { html: 'b no' }, { hints: ['t'] }, []],
  ])('%s', (_name, fields, source, expected) => expect(tags(set, fields, source)).toEqual(expected));

  test('why says so', () => {
    expect(file(set, { html: 'b' }, { tags: ['u'], hints: ['t'] }).why).toEqual([
      {
        tag: 't',
        points: 1,
        by: 'terms',
        terms: [
          { term: 'b', field: 'text', points: 0.5 },
          { term: 'hints', field: 'source', points: 0.5 },
        ],
      },
      { tag: 'u', points: 0, by: 'source', terms: [] },
    ]);
  });
});

describe('only', () => {
  const gated = rules([tag('t', { match: ['a'] })], { only: ['rust', { all: ['cargo', 'build'] }] });
  test.each([
    ['what matches one of it passes', gated, 'rust', {}, true],
    ['what matches none is held back', gated, 'a holiday', {}, false],
    ['not a word in passing', gated, beyond(300, 'rust'), {}, false],
    ['but one that is there three times', gated, beyond(300, 'rust rust rust'), {}, true],
    ['by a combination', gated, 'cargo build', {}, true],
    ['a part of one is not enough', gated, 'the cargo', {}, false],
    ['the source’s replaces it', gated, 'rust', { only: ['cat'] }, false],
    ['with its own terms', gated, 'cat', { only: ['cat'] }, true],
    ['and an empty one lets all through', gated, 'a holiday', { only: [] }, true],
    ['no gate, nothing held back', rules([]), 'a holiday', {}, true],
  ])('%s', (_name, set, html, source, expected) => {
    expect(file(set, { html }, source).admitted).toBe(expected);
  });
  test('tags are given all the same', () => {
    expect(file(gated, { html: 'a' })).toMatchObject({ tags: ['t'], admitted: false });
  });
});

test('a term of which all is needed names its best place, and counts half where some of it is in passing', () => {
  const all = { all: ['early', 'category:late', { any: ['late', 'later'] }] };
  const entry = { html: `early ${'… '.repeat(300)} later`, categories: ['late'] };
  const [reason] = file(rules([tag('t', { match: [{ ...all, weight: 2 }] })]), entry).why;
  expect(reason?.terms).toMatchObject([{ field: 'text', points: 1 }]);
  const [scoped] = file(
    rules([tag('t', { match: [{ all: ['late', 'category:late', 'later'], weight: 2 }] })]),
    {
      html: `${'… '.repeat(300)} late later`,
      categories: ['late'],
    },
  ).why;
  expect(scoped?.terms).toMatchObject([{ field: 'category', points: 1 }]);
});

test('a filing tells term by term, the weightiest first', () => {
  const set = rules([
    tag('ffi', { match: ['bindgen', 'foreign function interface'], hint: ['c++'], against: ['web'] }),
  ]);
  const entry = { title: 'bindgen', html: 'A Foreign Function Interface, C++, web' };
  expect(file(set, entry)).toEqual({
    tags: ['ffi'],
    admitted: true,
    dropped: [],
    why: [
      {
        tag: 'ffi',
        points: 2,
        by: 'terms',
        terms: [
          { term: 'bindgen', field: 'title', points: 1.5 },
          { term: 'foreign function interface', field: 'text', points: 1 },
          { term: 'c++', field: 'text', points: 0.5 },
          { term: 'web', field: 'text', points: -1 },
        ],
      },
    ],
  });
});
