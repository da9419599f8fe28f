import { describe, expect, test } from 'vitest';
import { rulesFingerprint, sourceRulesFingerprint } from '../../../src/classify/rules/fingerprint.js';
import type { Source } from '../../../src/config/config.js';
import { url } from '../../support/build.js';
import { group, rules, tag } from '../rules.js';

const source = (more: Partial<Source> = {}): Source => ({
  url: url('https://a.example/feed'),
  title: null,
  tags: [],
  hints: [],
  only: null,
  full: false,
  intervalMs: null,
  first: 20,
  private: false,
  disabled: false,
  userAgent: null,
  headers: {},
  place: 0,
  list: null,
  isLedTo: false,
  ...more,
});
const one = tag('a', { match: ['x'] });
const two = tag('b', { match: ['y'] });
const base = rules([one, two], { groups: [group('g')] });

describe('entries are filed again', () => {
  test.each([
    ['another term', { ...base, tags: [tag('a', { match: ['z'] }), two] }],
    ['another tag', { ...base, tags: [one] }],
    ['another setting', { ...base, classify: { ...base.classify, title: 2 } }],
    ['another lexicon', { ...base, lexicon: [{ term: 'x', weights: [{ tag: 'a', weight: 1 }] }] }],
    ['another tag asked for', { ...base, tags: [tag('a', { match: ['x', 'tag:b'] }), two] }],
    ['another gate', { ...base, only: ['rust'] }],
    ['another group', { ...base, groups: [group('g', { max: 1 })] }],
  ])('for %s', (_name, changed) => expect(rulesFingerprint(changed)).not.toBe(rulesFingerprint(base)));
});

describe('but not', () => {
  test.each([
    ['for another order', { ...base, tags: [two, one] }],
    ['for a title', { ...base, tags: [{ ...one, title: 'A', description: 'new' }, two] }],
    ['for tests', { ...base, tags: [{ ...one, tests: [{ title: null, text: 'x', is: true }] }, two] }],
  ])('%s', (_name, same) => expect(rulesFingerprint(same)).toBe(rulesFingerprint(base)));
});

describe('a source’s own entries are filed again', () => {
  const before = sourceRulesFingerprint(source());

  test.each([
    ['for its tags', source({ tags: ['a'] })],
    ['for its hints', source({ hints: ['a'] })],
    ['for its gate', source({ only: [] })],
    ['for its title, which rules can look at', source({ title: 'A' })],
  ])('%s', (_name, changed) => expect(sourceRulesFingerprint(changed)).not.toBe(before));

  test.each([
    ['when it is disabled', source({ disabled: true })],
    ['when it leaves feeds.json without having had rules of its own', null],
  ])('but not %s', (_name, same) => expect(sourceRulesFingerprint(same)).toBe(before));
});
