import { expect, test } from 'vitest';
import { evaluate } from '../../../src/classify/report/evaluate.js';
import { rules, subject, tag } from '../rules.js';

const set = rules([
  tag('cpp', { title: 'C++', match: ['c++'], aliases: ['cplusplus'] }),
  tag('web', { match: ['http'] }),
  tag('ffi', { match: ['bindgen'] }),
]);
const post = (title: string, ...tags: string[]) => ({ subject: subject({ title }), tags });

test('precision, recall, F1, and what was taken for what', () => {
  const result = evaluate(set, [
    post('c++', 'C++'),
    post('c++ over http', 'CPlusPlus'),
    post('http', 'cpp'),
    post('http', 'Web'),
    post('nothing', 'web', 'Cooking'),
    post('bindgen'),
  ]);
  expect(result).toEqual({
    entries: 6,
    tags: [
      { tag: 'cpp', title: 'C++', right: 2, wrong: 0, missed: 1, precision: 1, recall: 2 / 3, f1: 0.8 },
      { tag: 'web', title: 'web', right: 1, wrong: 2, missed: 1, precision: 1 / 3, recall: 0.5, f1: 0.4 },
    ],
    micro: { right: 3, wrong: 2, missed: 2, precision: 0.6, recall: 0.6, f1: 0.6 },
    macroF1: expect.closeTo(0.6),
    confusions: [
      { wanted: 'cpp', got: 'web', count: 1, titles: ['http'] },
      { wanted: null, got: 'web', count: 1, titles: ['c++ over http'] },
      { wanted: 'web', got: null, count: 1, titles: ['nothing'] },
    ],
    unknown: [['Cooking', 1]],
  });
});
