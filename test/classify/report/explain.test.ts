import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE } from '../../../src/classify/index.js';
import { group, rules, subject, tag } from '../rules.js';

const set = rules(
  [
    tag('crates', { group: 'category', match: ['crate', 'library', 'parser'] }),
    tag('tooling', { group: 'category', match: ['build', 'library'] }),
    tag('web', { group: 'category', match: ['http'] }),
    tag('ffi', { match: ['bindgen', 'c++*'], hint: ['header'], implies: ['interop'] }),
    tag('interop'),
    tag('efficient', { match: ['library'], except: ['header'] }),
    tag('gtk', { hint: ['library'] }),
  ],
  { groups: [group('category', { title: 'Categories', keep: 0.6 })], only: ['rust', 'crate'] },
);
const entry = subject({
  title: 'Bindgen for the façade of a library',
  html: '<p>A crate with a parser; the build reads one C++17 header of http and nothing else, whatever the day may bring.</p>',
});
const told = compileRules(set).explain(entry, { ...NO_SOURCE, hints: ['gtk'] });
const account = (slug: string) => told.tags.find((one) => one.tag === slug);

describe('an explanation', () => {
  test('has the filed tags first, then what was weighed, by points', () => {
    expect(told.tags.map(({ tag: slug, outcome, points }) => [slug, outcome, points])).toEqual(
      [
        ['crates', 'terms', 3.5],
        ['ffi', 'terms', 3],
        ['tooling', 'terms', 2.5],
        ['interop', 'implied', 0],
        ['efficient', 'vetoed', 1.5],
        ['gtk', 'terms', 1.25],
        ['web', 'outdone', 1],
      ]
        .toSorted(
          ([, a], [, b]) =>
            Number(['vetoed', 'outdone'].includes(String(a))) -
            Number(['vetoed', 'outdone'].includes(String(b))),
        )
        .toSorted((a, b) => {
          const weighed = (row: (string | number)[]) =>
            Number(['vetoed', 'outdone'].includes(String(row[1])));
          return weighed(a) - weighed(b) || Number(b[2]) - Number(a[2]);
        }),
    );
  });

  test('shows each term with its text as its author wrote it', () => {
    expect(account('ffi')?.terms).toEqual([
      {
        list: 'match',
        term: 'bindgen',
        field: 'title',
        points: 1.5,
        passing: false,
        times: null,
        excerpt: { before: '', hit: 'Bindgen', after: ' for the façade of a…' },
      },
      {
        list: 'match',
        term: 'c++*',
        field: 'text',
        points: 1,
        passing: false,
        times: null,
        excerpt: { before: '…the build reads one ', hit: 'C++', after: '17 header of http and…' },
      },
      {
        list: 'hint',
        term: 'header',
        field: 'text',
        points: 0.5,
        passing: false,
        times: null,
        excerpt: { before: '…build reads one C++17 ', hit: 'header', after: ' of http and nothing…' },
      },
    ]);
  });

  test('says what counts half because it is in passing, and what is there often enough', () => {
    const html = `${'x '.repeat(150)} bindgen, ${'and a header '.repeat(3)}`;
    const set = rules([tag('ffi', { match: ['bindgen'], hint: ['header'] })], { only: ['bindgen'] });
    const { tags, only } = compileRules(set).explain(subject({ html }), NO_SOURCE);
    expect(tags[0]?.terms.map(({ term, points, passing, times }) => [term, points, passing, times])).toEqual([
      ['bindgen', 0.5, true, null],
      ['header', 0.5, false, 3],
    ]);
    expect(only).toMatchObject({ passes: false, by: { term: 'bindgen', passing: true }, byHand: false });
  });

  test('says how tags competed', () => {
    expect(account('crates')?.group).toMatchObject({ title: 'Categories', rank: 1, share: 1 });
    expect(account('tooling')?.group).toMatchObject({ rank: 2, share: 2.5 / 3.5, keep: 0.6, max: 2 });
    expect(account('web')?.group).toMatchObject({ rank: 3 });
    expect(account('ffi')?.group).toBeNull();
  });

  test('names vetoes, hints of the source, and what implies', () => {
    expect(account('efficient')?.vetoes).toMatchObject([{ list: 'except', term: 'header', field: 'text' }]);
    expect(account('gtk')?.terms).toMatchObject([{ term: 'library' }, { list: 'hints', points: 0.5 }]);
    expect(account('interop')?.impliedBy).toEqual(['ffi']);
  });

  test('says which words were found, but only in text that the tag ignores', () => {
    const embedded = tag('embedded', { match: ['embedded', 'no_std'], ignore: ['embedded database', 'x'] });
    const explain = (html: string) =>
      compileRules(rules([embedded]))
        .explain(subject({ html }), NO_SOURCE)
        .tags.map((one) => ({
          outcome: one.outcome,
          terms: one.terms.map(({ term }) => term),
          ignored: one.ignored.map(({ term, within, excerpt }) => [term, within, excerpt?.hit]),
        }));
    expect(explain('An Embedded database with no_std')).toEqual([
      { outcome: 'terms', terms: ['no_std'], ignored: [['embedded', 'embedded database', 'Embedded']] },
    ]);
    expect(explain('An embedded database')).toEqual([
      { outcome: 'short', terms: [], ignored: [['embedded', 'embedded database', 'embedded']] },
    ]);
    expect(explain('An embedded database, embedded')).toEqual([
      { outcome: 'terms', terms: ['embedded'], ignored: [] },
    ]);
    expect(explain('A database')).toEqual([]);
  });

  test('says what let the entry through, or what held it back', () => {
    expect(told.only).toMatchObject({
      passes: true,
      terms: ['rust', 'crate'],
      by: { term: 'crate', field: 'text' },
    });
    const held = compileRules(set).explain(subject({ title: 'A holiday' }), NO_SOURCE);
    expect(held.only).toEqual({ passes: false, terms: ['rust', 'crate'], by: null, byHand: false });
    const own = compileRules(set).explain(subject({ title: 'A holiday' }), {
      ...NO_SOURCE,
      only: ['holiday'],
    });
    expect(own.only).toMatchObject({ passes: true, by: { term: 'holiday', excerpt: { hit: 'holiday' } } });
  });
});
