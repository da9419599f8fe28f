import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sharedTurns } from '../../src/model/turns.js';

/** Pieces of so many milliseconds, each asking when the one before it in its list has been done. */
async function turnsOf(...lists: readonly (readonly [name: string, ms: number])[][]) {
  let now = 0;
  const myTurn = sharedTurns(() => now);
  const turns: string[][] = [];
  let isDone = false;
  const works = lists.map(async (list) => {
    for (const [name, ms] of list) {
      await myTurn();
      turns.at(-1)?.push(name);
      now += ms;
    }
  });
  const all = Promise.all(works).then(() => (isDone = true));
  while (!isDone) {
    turns.push([]);
    await turn();
    now += 100; // what else there is to do
  }
  await all;
  return turns.map((pieces) => pieces.join('')).filter((pieces) => pieces !== '');
}

test.each<[string, [string, number][][], readonly string[]]>([
  [
    'long pieces: one each turn, in the order in which they asked',
    [[['a', 9]], [['b', 9]], [['c', 9]]],
    ['a', 'b', 'c'],
  ],
  [
    'short ones: as many as its share has room for',
    [[['a', 2]], [['b', 2]], [['c', 2]], [['d', 2]]],
    ['abc', 'd'],
  ],
  [
    'one after the other: the same',
    [
      [
        ['a', 2],
        ['b', 2],
        ['c', 2],
        ['d', 2],
      ],
    ],
    ['abc', 'd'],
  ],
  [
    'by several: each waits for the others',
    [
      [
        ['a', 9],
        ['b', 9],
      ],
      [
        ['c', 9],
        ['d', 9],
      ],
    ],
    ['a', 'c', 'b', 'd'],
  ],
  [
    'a short one behind a long one waits for the next turn',
    [
      [
        ['a', 9],
        ['b', 1],
      ],
      [['c', 1]],
    ],
    ['a', 'cb'],
  ],
])('%s', async (_name, lists, turns) => {
  expect(await turnsOf(...lists)).toEqual(turns);
});
