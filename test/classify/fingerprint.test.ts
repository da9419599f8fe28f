import { describe, expect, test } from 'vitest';
import { rulesFingerprint } from '../../src/classify/rules/fingerprint.js';
import type { Source } from '../../src/config/config.js';
import { httpUrl } from '../../src/model/values.js';
import { group, rules, tag } from './rules.js';

const url = httpUrl('https://a.example/feed');
const source = (more: Partial<Source> = {}): readonly Source[] =>
  url === null
    ? []
    : [
        {
          url,
          title: null,
          tags: [],
          hints: [],
          only: null,
          full: false,
          intervalMs: null,
          first: 20,
          private: false,
          disabled: false,
          ...more,
        },
      ];
const one = tag('a', { match: ['x'] });
const two = tag('b', { match: ['y'] });
const base = { ...rules([one, two], { groups: [group('g')] }), sources: source() };

describe('entries are filed again', () => {
  test.each([
    ['another term', { ...base, tags: [tag('a', { match: ['z'] }), two] }],
    ['another tag', { ...base, tags: [one] }],
    ['another setting', { ...base, classify: { ...base.classify, title: 2 } }],
    ['another gate', { ...base, only: ['rust'] }],
    ['another group', { ...base, groups: [group('g', { max: 1 })] }],
    ['a source’s tags', { ...base, sources: source({ tags: ['a'] }) }],
    ['a source’s gate', { ...base, sources: source({ only: [] }) }],
  ])('for %s', (_name, changed) => expect(rulesFingerprint(changed)).not.toBe(rulesFingerprint(base)));
});

describe('but not', () => {
  test.each([
    ['for another order', { ...base, tags: [two, one] }],
    ['for a title', { ...base, tags: [{ ...one, title: 'A', description: 'new' }, two] }],
    ['for tests', { ...base, tags: [{ ...one, tests: [{ title: null, text: 'x', is: true }] }, two] }],
    ['for a source without rules', { ...base, sources: [] }],
  ])('%s', (_name, same) => expect(rulesFingerprint(same)).toBe(rulesFingerprint(base)));
});
