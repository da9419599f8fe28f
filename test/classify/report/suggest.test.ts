import { describe, expect, test } from 'vitest';
import { suggest } from '../../../src/classify/report/suggest.js';
import { rules, subject, tag } from '../rules.js';

const post = (html: string, ...tags: string[]) => ({ subject: subject({ html }), tags });
const posts = [
  ...Array.from({ length: 8 }, (_, n) =>
    post(`we write about bindgen and the foreign interface, part ${n}`, 'ffi'),
  ),
  ...Array.from({ length: 30 }, (_, n) => post(`we write about the web and servers, part ${n}`)),
  post('we write about bindgen elsewhere'),
];
const set = rules([tag('ffi', { match: ['foreign'] })]);
const terms = async (limit: number) => (await suggest(set, 'ffi', () => posts, limit)).terms;

describe('suggestions', () => {
  test('separate the tag from the rest, words and pairs of words, the surest first', async () => {
    const found = await terms(50);
    const scores = found.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(found.map(({ term }) => term)).toEqual(expect.arrayContaining(['bindgen', 'foreign interface']));
  });
  test('are no words that stand everywhere, and no numbers', async () => {
    const found = (await terms(1000)).map(({ term }) => term);
    expect(found).not.toContain('the');
    expect(found.filter((term) => /^\d+$/.test(term))).toEqual([]);
  });
  test('tell how many entries they would add, rightly and wrongly', async () => {
    const bindgen = (await terms(50)).find(({ term }) => term === 'bindgen');
    expect(bindgen).toMatchObject({ inside: 8, outside: 1, addsRightly: 0, addsWrongly: 1 });
  });
  test('count what there is', async () => {
    expect(await suggest(set, 'ffi', () => posts, 1)).toMatchObject({ inside: 8, outside: 31, terms: [{}] });
  });
});
