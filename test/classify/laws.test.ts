import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE, type RuleSet, type SourceRules } from '../../src/classify/index.js';
import type { Tag, TermSpec } from '../../src/config/config.js';
import { group, rules, subject, tag } from './rules.js';

const WORDS = ['a', 'b', 'c', 'd', 'e', 'é', 'C++', 'no_std', 'Go'];
const SLUGS = ['p', 'q', 'r', 's', 't'];
const word = fc.constantFrom(...WORDS);
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
const leaf = fc
  .tuple(
    fc.constantFrom('', 'title:', 'text:', 'case:', 'code:'),
    fc.array(word, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '*'),
  )
  .map(([scope, words, star]) => `${scope}${words.join(' ')}${star}`);
const term: fc.Arbitrary<TermSpec> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  fc.record({ any: fc.array(leaf, { minLength: 1, maxLength: 2 }), weight: fc.constantFrom(0.1, 0.3, 2) }),
  fc.record({ all: fc.array(leaf, { minLength: 1, maxLength: 2 }), not: fc.array(leaf, { maxLength: 1 }) }),
);
const terms = fc.array(term, { maxLength: 4 });
const tagRules = fc.record({
  group: fc.constantFrom(null, 'g'),
  match: terms,
  hint: terms,
  against: terms,
  except: fc.array(leaf, { maxLength: 1 }),
  ignore: fc.array(leaf, { maxLength: 1 }),
});
const ruleSet = (implies: boolean): fc.Arbitrary<RuleSet> =>
  fc
    .tuple(fc.tuple(...SLUGS.map(() => tagRules)), fc.constantFrom(null, 'p'), terms, fc.boolean())
    .map(([all, fallback, only, plurals]) =>
      rules(
        all.map((one, index) =>
          tag(SLUGS[index] ?? '', { ...one, implies: implies && index > 0 ? [SLUGS[index - 1] ?? ''] : [] }),
        ),
        { groups: [group('g', { default: fallback })], only, classify: { plurals } },
      ),
    );
const OWN_GROUP = group('h', { default: 'z' });

/** The same with one tag more, whose terms ask for the others. */
const asking = fc
  .tuple(ruleSet(true), fc.array(fc.constantFrom(...SLUGS), { minLength: 1 }), tagRules)
  .map(([set, slugs, own]): RuleSet => {
    const asked = slugs.map((slug, n): TermSpec => (n % 2 === 0 ? `tag:${slug}` : { not: [`tag:${slug}`] }));
    const list = (['match', 'hint', 'against', 'except'] as const)[slugs.length % 4] ?? 'match';
    const last = tag('z', { ...own, group: own.group && 'h', [list]: [...own[list], ...asked] });
    return { ...set, tags: [...set.tags, last], groups: [...set.groups, OWN_GROUP] };
  });
const entry = fc
  .record({
    title: fc.option(text),
    summary: fc.option(text),
    html: fc.oneof(
      text,
      text.map((code) => `<p>${code}</p><pre>${code}</pre>`),
    ),
  })
  .map(subject);
const source: fc.Arbitrary<SourceRules> = fc.record({
  tags: fc.subarray(SLUGS, { maxLength: 1 }),
  hints: fc.subarray(SLUGS, { maxLength: 2 }),
  only: fc.constantFrom(null, []),
});

const permuted = (set: RuleSet): RuleSet => ({
  ...set,
  only: set.only.toReversed(),
  tags: set.tags
    .map((one) => ({
      ...one,
      match: one.match.toReversed(),
      hint: one.hint.toReversed(),
      against: one.against.toReversed(),
    }))
    .toReversed(),
});

describe('laws of filing', () => {
  test('the order of tags and terms changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(ruleSet(true), asking), entry, source, (set, one, from) => {
        const a = compileRules(set).classify(one, from);
        const b = compileRules(permuted(set)).classify(one, from);
        expect(b.tags).toEqual(a.tags);
        expect(b.admitted).toBe(a.admitted);
        expect(b.why.map(({ tag: slug, points }) => [slug, points])).toEqual(
          a.why.map(({ tag: slug, points }) => [slug, points]),
        );
      }),
    );
  });

  test('what was filed before changes nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(ruleSet(true), asking),
        fc.array(entry, { minLength: 2, maxLength: 6 }),
        (set, entries) => {
          const reused = compileRules(set);
          const inOrder = entries.map((one) => reused.classify(one, NO_SOURCE));
          const alone = entries.map((one) => compileRules(set).classify(one, NO_SOURCE));
          expect(inOrder).toEqual(alone);
        },
      ),
    );
  });

  test('explain tells what classify decides', () => {
    fc.assert(
      fc.property(fc.oneof(ruleSet(true), asking), entry, source, (set, one, from) => {
        const classifier = compileRules(set);
        const told = classifier.explain(one, from);
        const filing = classifier.classify(one, from);
        expect(told.filing).toEqual(filing);
        expect(told.only.passes).toBe(filing.admitted);
        const filed = told.tags.filter(({ outcome }) =>
          ['terms', 'source', 'implied', 'default'].includes(outcome),
        );
        expect(filed.map(({ tag: slug }) => slug).sort()).toEqual(filing.tags);
      }),
    );
  });

  test('a tag that asks for others changes nothing of them', () => {
    fc.assert(
      fc.property(asking, entry, source, (set, one, from) => {
        const without = { ...set, tags: set.tags.filter(({ slug }) => slug !== 'z') };
        const { why, admitted } = compileRules(set).classify(one, from);
        const before = compileRules(without).classify(one, from);
        expect(why.filter((reason) => reason.tag !== 'z')).toEqual(before.why);
        expect(admitted).toBe(before.admitted);
      }),
    );
  });

  const withExcept = (set: RuleSet, slug: string, except: string): RuleSet => ({
    ...set,
    tags: set.tags.map((one): Tag => (one.slug === slug ? { ...one, except: [...one.except, except] } : one)),
  });

  test('adding an except never adds its own tag', () => {
    fc.assert(
      fc.property(ruleSet(false), entry, fc.constantFrom(...SLUGS), leaf, (set, one, slug, except) => {
        const before = compileRules(set).classify(one, NO_SOURCE).tags;
        const after = compileRules(withExcept(set, slug, except)).classify(one, NO_SOURCE).tags;
        if (!before.includes(slug)) expect(after).not.toContain(slug);
      }),
    );
  });

  test('and outside groups and implies adds none', () => {
    fc.assert(
      fc.property(ruleSet(false), entry, fc.constantFrom(...SLUGS), leaf, (grouped, one, slug, except) => {
        const set = { ...grouped, groups: [], tags: grouped.tags.map((each) => ({ ...each, group: null })) };
        const before = compileRules(set).classify(one, NO_SOURCE).tags;
        const after = compileRules(withExcept(set, slug, except)).classify(one, NO_SOURCE).tags;
        expect(before).toEqual(expect.arrayContaining([...after]));
      }),
    );
  });
});
