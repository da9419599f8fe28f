import { expect, test } from 'vitest';
import { probeFacts } from '../../src/terminal/probe-report.js';
import { url } from '../support/build.js';

test.each([
  [0, 0, 'no posts'],
  [1, 1, '1 post, it passes "only"'],
  [1, 0, '1 post, none passes "only"'],
  [2, 2, '2 posts, all pass "only"'],
  [2, 1, '2 posts, 1 of them passes "only"'],
  [1200, 1100, '1,200 posts, 1,100 of them pass "only"'],
  [3, 0, '3 posts, none passes "only"'],
])('of %i posts %i pass: %s', (posts, admitted, said) => {
  const feed = {
    format: 'Atom 1.0',
    language: null,
    newest: [],
    duplicates: [],
    problems: [],
    movedTo: null,
  };
  const [, , shown] = probeFacts({
    kind: 'feed',
    url: url('https://a.example/'),
    title: null,
    ...feed,
    posts,
    admitted,
  }).split('; ');
  expect(shown).toBe(said);
});
