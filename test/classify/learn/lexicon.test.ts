import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE } from '../../../src/classify/index.js';
import { explainReport } from '../../../src/terminal/explain-report.js';
import { createStyle } from '../../../src/terminal/style.js';
import { rules, subject, tag } from '../rules.js';

/** Twelve words that speak for bees, and some that don't. */
const BEES = 'waben smoker schwarm imker honig drohne weisel zarge rähmchen wachs pollen nektar'.split(' ');
const set = rules([tag('bienen', { match: ['bienen'] }), tag('beet', { match: ['beet'], min: 0.1 })], {
  lexicon: [
    ...BEES.map((term) => ({ term, weights: [{ tag: 'bienen', weight: 2 }] })),
    { term: 'igel', weights: [{ tag: 'bienen', weight: -1.5 }] },
    { term: 'mulch', weights: [{ tag: 'beet', weight: 5 }] },
  ],
});
const classifier = compileRules(set);
const PLAIN = createStyle({ color: false, unicode: true });
const pointsOf = (slug: string, html: string, title: string | null = null): number | undefined =>
  classifier.explain(subject({ html, title }), NO_SOURCE).tags.find((one) => one.tag === slug)?.points;

describe('a learned word', () => {
  test.each<[string, number, string, string | null]>([
    ['of weight 2 gives 0.4 points', 0.4, 'Waben', null],
    ['more in the title', 0.6, '', 'Waben'],
    ['half in passing', 0.2, `${'x'.repeat(300)} Waben`, null],
    ['in its other number too', 0.4, 'smokers', null],
    ['below zero where it speaks against the tag', -0.3, 'Igel', null],
    ['beside the terms of the rule', 1.1, 'Bienen, Waben, Igel', null],
    ['in full while there are ten', 4, BEES.slice(0, 10).join(' '), null],
  ])('counts %s', (_name, points, html, title) => {
    expect(pointsOf('bienen', html, title)).toBeCloseTo(points, 5);
  });

  test('counts less among more than ten, those of other tags with them: with four times as many half', () => {
    expect(pointsOf('bienen', BEES.join(' '))).toBeCloseTo(12 * 0.4 * Math.sqrt(10 / 12), 3);
    expect(pointsOf('beet', `${BEES.join(' ')} mulch`)).toBeCloseTo(Math.sqrt(10 / 13), 3);
  });
});

test('a word that stands twice counts once, by its greater weight, in whatever spelling and number', () => {
  const weights = (...all: readonly number[]) => all.map((weight) => ({ tag: 'bienen', weight }));
  const twice = compileRules({
    ...set,
    lexicon: [
      { term: 'bee-hive', weights: weights(1) },
      { term: 'bee hives', weights: weights(2, -1) },
      { term: 'title:bee hive', weights: weights(4) },
    ],
  });
  const [account] = twice.explain(subject({ html: 'a bee hive' }), NO_SOURCE).tags;
  expect([account?.points, account?.terms.map(({ term }) => term)]).toEqual([0.4, ['bee hives']]);
});

test('a tag that ignores some text learns nothing from it either', () => {
  const ignoring = compileRules({ ...set, tags: [tag('bienen', { ignore: ['honig kuchen'] })] });
  const points = (html: string) => ignoring.explain(subject({ html }), NO_SOURCE).tags[0]?.points ?? 0;
  expect([points('honig kuchen'), points('honig kuchen, honig')]).toEqual([0, 0.4]);
});

test('words count less together with those of tags that are decided later', () => {
  const tiers = compileRules({ ...set, tags: [tag('bienen'), tag('beet', { match: ['tag:bienen'] })] });
  const { tags } = tiers.explain(subject({ html: `${BEES.slice(0, 10).join(' ')} mulch` }), NO_SOURCE);
  expect(tags.find((one) => one.tag === 'bienen')?.points).toBeCloseTo(4 * Math.sqrt(10 / 11), 3);
});

describe('where dozens of learned words are found', () => {
  const told = classifier.explain(
    subject({ html: `Bienen ${BEES.join(' ')} Igel`, title: 'Brief' }),
    NO_SOURCE,
  );

  test('a reason names the five that say most for the tag, beside the terms of the rule', () => {
    const [why] = told.filing.why;
    expect(why?.terms.map(({ term }) => term)).toEqual(['bienen', ...BEES.toSorted().slice(0, 5)]);
  });

  test('explain has them in one line, what counts most first', () => {
    const report = explainReport({ title: 'Brief', source: null, published: null }, told, PLAIN);
    expect(report).toBe(
      [
        'Brief',
        '',
        '✓ bienen  4.95 of 1',
        '    +1  bienen  text  “Bienen waben smoker schwarm…”',
        '    +3.95  learned: drohne +0.35, honig +0.35, imker +0.35, nektar +0.35, pollen +0.35, rähmchen +0.35, schwarm +0.35, smoker +0.35, … (13 words)',
        '',
      ].join('\n'),
    );
  });

  test('but a tag that is not given for them alone is not spoken of', () => {
    const { tags } = classifier.explain(subject({ html: 'Igel' }), NO_SOURCE);
    expect(tags.map((one) => one.tag)).toEqual(['bienen']);
    const alone = classifier.explain(subject({ html: 'Igel' }), NO_SOURCE);
    expect(explainReport({ title: 'Igel', source: null, published: null }, alone, PLAIN)).toBe(
      'Igel\n\nNo tag: none of the rules’ terms was found.\n',
    );
  });
});
