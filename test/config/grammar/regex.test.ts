import { expect, test } from 'vitest';
import { compileRegex } from '../../../src/config/grammar/regex.js';
import { costOf } from '../../support/cost.js';

test.each([
  ['nested repeats', '(a+)+$', `${'a'.repeat(50_000)}!`],
  ['alternatives that overlap', '(a|aa)+$', `${'a'.repeat(50_000)}!`],
  [
    'a mail address',
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}$',
    'a'.repeat(50_000),
  ],
])('%s takes time in proportion to the text', async (_name, source, text) => {
  const compiled = compileRegex(source, '');
  if (!compiled.ok) expect.unreachable(compiled.message);
  const cost = await costOf(() => expect(compiled.regex.test(text)).toBe(false));
  expect(cost).toBeLessThan(400);
});

test('places are told from left to right', () => {
  const compiled = compileRegex('r.st', 'i');
  if (!compiled.ok) expect.unreachable(compiled.message);
  expect(compiled.regex.spans('Rust, rest, 🦀 rust')).toEqual([
    { start: 0, end: 4 },
    { start: 6, end: 10 },
    { start: 15, end: 19 },
  ]);
});
