import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE, type SourceRules } from '../../src/classify/index.js';
import type { Tag, TermSpec } from '../../src/config/config.js';
import type { HandFiling } from '../../src/model/filing.js';
import { costOf } from '../support/cost.js';
import { group, rules, subject, tag } from './rules.js';

/** `web` asks for `wasm` by one term; what else there is, tags say. */
const asking = (term: TermSpec, tags: readonly Tag[], web: Partial<Tag> = {}) =>
  compileRules(
    rules([tag('web', { match: [term], ...web }), ...tags], {
      groups: [group('size', { max: 1, default: 'small' })],
    }),
  );
const hand = (add: readonly string[], drop: readonly string[] = []): HandFiling => ({
  post: 'x',
  add,
  drop,
  note: null,
});

const wasm = tag('wasm', { match: ['wasm'] });
const small = tag('small', { match: ['tiny'], group: 'size' });
const large = tag('large', { match: ['huge'], group: 'size' });

describe('a term for a tag holds where the post has that tag', () => {
  type Row = readonly [
    string,
    TermSpec,
    readonly Tag[],
    string,
    Partial<SourceRules>,
    HandFiling | null,
    boolean,
  ];
  test.each<Row>([
    ['by its own terms', 'tag:wasm', [wasm], 'wasm', {}, null, true],
    ['not without', 'tag:wasm', [wasm], 'web', {}, null, false],
    ['nor for the word', 'tag:wasm', [tag('wasm', { match: ['other'] })], 'tag wasm', {}, null, false],
    ['not below its minimum', 'tag:wasm', [{ ...wasm, min: 2 }], 'wasm', {}, null, false],
    ['not where it is kept away', 'tag:wasm', [{ ...wasm, except: ['x'] }], 'wasm x', {}, null, false],
    ['as its source gives it', 'tag:wasm', [wasm], 'web', { tags: ['wasm'] }, null, true],
    ['not as its source hints at it', 'tag:wasm', [wasm], 'web', { hints: ['wasm'] }, null, false],
    ['as it is filed by hand', 'tag:wasm', [wasm], 'web', {}, hand(['wasm']), true],
    ['not where it is taken away by hand', 'tag:wasm', [wasm], 'wasm', {}, hand([], ['wasm']), false],
    [
      'not as another tag implies it',
      'tag:wasm',
      [wasm, tag('browser', { match: ['browser'], implies: ['wasm'] })],
      'browser',
      {},
      null,
      false,
    ],
    ['as the best of its group', 'tag:large', [small, large], 'huge', {}, null, true],
    [
      'not where its group has a better one',
      'tag:large',
      [{ ...small, hint: ['minute'] }, large],
      'huge tiny minute',
      {},
      null,
      false,
    ],
    ['not as the default of its group', 'tag:small', [small, large], 'web', {}, null, false],
    ['or not, with "not"', { not: ['tag:wasm'] }, [wasm], 'web', {}, null, true],
    ['or not, with "not", but it has it', { not: ['tag:wasm'] }, [wasm], 'wasm', {}, null, false],
    ['in a combination', { all: ['http', { any: ['x', 'tag:wasm'] }] }, [wasm], 'http wasm', {}, null, true],
    ['whatever "in" says', { all: ['tag:wasm'], in: ['code'] }, [wasm], 'wasm', {}, null, true],
    [
      'which may ask for a third',
      'tag:wasm',
      [tag('wasm', { match: ['tag:large'] }), small, large],
      'huge',
      {},
      null,
      true,
    ],
    ['of which the rules know nothing', 'tag:gone', [wasm], 'gone', {}, null, false],
  ])('%s', (_name, term, tags, title, source, filing, expected) => {
    const { tags: filed } = asking(term, tags).classify(
      subject({ title }),
      { ...NO_SOURCE, ...source },
      filing,
    );
    expect(filed.includes('web')).toBe(expected);
  });

  test('wherever in the file it stands', () => {
    const chain = ['e', 'd', 'c', 'b'].map((slug, n) => tag(slug, { match: [`tag:${'dcba'.charAt(n)}`] }));
    const all = [...chain, tag('a', { match: ['x'] })];
    for (const order of [all, all.toReversed()])
      expect(compileRules(rules(order)).classify(subject({ title: 'x' }), NO_SOURCE).tags).toEqual([
        ...'abcde',
      ]);
  });
});

describe('it counts as other terms do', () => {
  const points = (web: Partial<Tag>) => {
    const { tags } = asking('http', [wasm], web).explain(subject({ title: 'wasm' }), NO_SOURCE);
    const account = tags.find((one) => one.tag === 'web');
    return account && [account.points, account.outcome];
  };
  test.each<[string, Partial<Tag>, unknown]>([
    ['one point, and no more for a title', { match: ['tag:wasm'] }, [1, 'terms']],
    ['a half as a hint', { hint: ['tag:wasm'], min: 0.5 }, [0.5, 'terms']],
    ['its weight', { match: [{ any: ['tag:wasm'], weight: 3 }] }, [3, 'terms']],
    ['against', { match: ['title:wasm', 'wasm'], against: ['tag:wasm'] }, [1.5, 'terms']],
    ['as a veto', { match: ['wasm'], except: ['tag:wasm'] }, [1.5, 'vetoed']],
    ['once, however it is written', { match: ['tag:wasm', 'tag: wasm'] }, [1, 'terms']],
    ['beside text that is ignored', { match: ['tag:wasm'], ignore: ['wasm'] }, [1, 'terms']],
    ['where nothing else is found of its tag', { match: [], hint: ['tag:wasm'] }, [0.5, 'short']],
  ])('%s', (_name, web, expected) => expect(points(web)).toEqual(expected));

  test('the reason names the tag', () => {
    const { why } = asking('tag:wasm', [wasm]).classify(subject({ title: 'wasm' }), NO_SOURCE);
    expect(why[1]).toEqual({
      tag: 'web',
      by: 'terms',
      points: 1,
      terms: [{ term: 'tag:wasm', field: 'tag', points: 1 }],
    });
  });

  test('of one post, and not of the next', () => {
    const classifier = asking('tag:wasm', [wasm]);
    const tagsOf = (title: string) => classifier.classify(subject({ title }), NO_SOURCE).tags;
    expect([tagsOf('wasm'), tagsOf('else'), tagsOf('wasm')]).toEqual([['wasm', 'web'], [], ['wasm', 'web']]);
  });

  test('a word that is learned can decide on what is asked for', () => {
    const set = rules([tag('web', { match: ['tag:wasm'] }), wasm], {
      lexicon: [{ term: 'emscripten', weights: [{ tag: 'wasm', weight: 5 }] }],
    });
    const { tags } = compileRules(set).classify(subject({ title: 'emscripten' }), NO_SOURCE);
    expect(tags).toEqual(['wasm', 'web']);
  });
});

describe('a gate lets through what has a tag', () => {
  const admits = (title: string, own: SourceRules['only'], filing: HandFiling | null = null) =>
    compileRules(rules([wasm, tag('web')], { only: ['tag:wasm'] })).classify(
      subject({ title }),
      { ...NO_SOURCE, only: own },
      filing,
    ).admitted;
  test.each<[string, string, SourceRules['only'], HandFiling | null, boolean]>([
    ['of all sources', 'wasm', null, null, true],
    ['and nothing else', 'web', null, null, false],
    ['of one source', 'wasm', ['x', 'tag:wasm'], null, true],
    ['and nothing else there', 'web', ['x', 'tag:wasm'], null, false],
    ['that was not taken away by hand', 'wasm', null, hand([], ['wasm']), false],
  ])('%s', (_name, title, own, filing, expected) => expect(admits(title, own, filing)).toBe(expected));
});

test('what rules cost grows with a chain of tags, not with its square', async () => {
  const chain = Array.from({ length: 5_000 }, (_, n) => tag(`t${n}`, { match: [`tag:t${n + 1}`] }));
  expect(await costOf(() => compileRules(rules([...chain, tag('t5000', { match: ['x'] })])))).toBeLessThan(
    150,
  );
});

test('tags in a circle are no rules', () => {
  const set = rules([tag('a', { match: ['tag:b'] }), tag('b', { match: ['tag:a'] })]);
  expect(() => compileRules(set)).toThrow(TypeError);
});
