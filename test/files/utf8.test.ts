import { expect, test } from 'vitest';
import { utf8 } from '../../src/files/utf8.js';

test.each([
  ['nothing', []],
  ['empty parts', ['', '', '']],
  ['letters of one to four bytes', ['a', 'é', '€', '🦀', 'z']],
  ['half of a surrogate pair, as Buffer.from has it', ['a\ud83e', 'b']],
  ['more than there was room for in the first part', ['x'.repeat(70_000), '€'.repeat(300_000), 'y']],
  ['more than there was room for in the last part', ['z', '€'.repeat(600_000)]],
  ['many small parts', Array.from({ length: 300_000 }, (_, n) => `${n}é`)],
  ['as many bytes as there is room for, and one more', ['€'.repeat(3_000_000), '€', '']],
])('%s', (_name, parts) => {
  expect(utf8(parts).equals(Buffer.from(parts.join('')))).toBe(true);
});

test.each([
  ['among small texts', ['a', Buffer.from('é'), 'b', '€', Buffer.from('🦀'), Buffer.alloc(0)]],
  ['more than there was room for', ['é', Buffer.alloc(700_000, 'x'), Buffer.alloc(700_000, 'y'), 'z']],
  ['more than there is room for', ['é', Buffer.alloc(3_000_000, 'x'), 'z']],
])('bytes, %s', (_name, parts) => {
  expect(utf8(parts).equals(Buffer.concat(parts.map((part) => Buffer.from(part))))).toBe(true);
});

test('bytes that were handed out stay as they are', () => {
  const first = utf8(['first']);
  utf8(['second']);
  expect(first.toString()).toBe('first');
});
