import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { oneEachTurn } from '../../../src/pass/poll/turns.js';

test('one piece of work begins in each turn of the event loop, in their order', async () => {
  const myTurn = oneEachTurn();
  const begun: string[] = [];
  const begin = async (name: string) => {
    await myTurn();
    begun.push(name);
  };
  const all = Promise.all(['a', 'b', 'c'].map(begin));
  const seen: string[] = [];
  for (let n = 0; n < 4; n++) {
    seen.push(begun.join(''));
    await turn();
  }
  await all;
  expect(seen).toEqual(['', 'a', 'ab', 'abc']);
  await begin('d');
  expect(begun.at(-1)).toBe('d');
});

test('what asks while another works has the next turn', async () => {
  const myTurn = oneEachTurn();
  const order: string[] = [];
  const document = async (name: string) => {
    await myTurn();
    order.push(`read ${name}`);
    await myTurn();
    order.push(`store ${name}`);
  };
  await Promise.all([document('a'), document('b')]);
  expect(order).toEqual(['read a', 'read b', 'store a', 'store b']);
});
