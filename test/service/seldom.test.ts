import { expect, test } from 'vitest';
import { seldom } from '../../src/service/seldom.js';

test('a line that is told again and again is told once a minute, another one at once', () => {
  let now = 0;
  const told: string[] = [];
  const tell = seldom(
    (line) => told.push(`${now / 1000} s: ${line}`),
    () => now,
  );
  for (; now < 150_000; now += 1000) tell('away');
  tell('starting');
  tell('away');
  expect(told).toEqual(['0 s: away', '60 s: away', '120 s: away', '150 s: starting']);
  now = 180_000;
  tell('starting');
  tell('away');
  expect(told.slice(4)).toEqual(['180 s: away']);
});

test('of lines that are of one kind the first in a minute is told', () => {
  const told: string[] = [];
  const tell = seldom(
    (line) => told.push(line),
    () => 0,
  );
  for (const page of ['a', 'b', 'c']) tell(`serving ${page}: too many open files`, 'EMFILE');
  tell('serving a: may not be read', 'EACCES');
  expect(told).toEqual(['serving a: too many open files', 'serving a: may not be read']);
});
