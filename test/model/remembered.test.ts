import { expect, test } from 'vitest';
import { remembered } from '../../src/model/remembered.js';

/** A function that counts how often it is asked for what it doesn't remember. */
function counted() {
  let asked = 0;
  const lengthOf = remembered((text) => {
    asked += 1;
    return text === '' ? null : text.length;
  });
  return { lengthOf, asked: () => asked };
}

test.each<[string, readonly string[], number]>([
  ['the same text again', ['one', 'two', 'one', 'two'], 2],
  ['an answer that is null', ['', ''], 1],
  ['a text so long that only an attacker has it', ['x'.repeat(5000), 'x'.repeat(5000)], 2],
  ['more texts than are remembered', [...Array(2000).keys(), ...Array(2000).keys()].map(String), 4000],
])('%s', (_name, texts, times) => {
  const { lengthOf, asked } = counted();
  expect(texts.map(lengthOf)).toEqual(texts.map((text) => (text === '' ? null : text.length)));
  expect(asked()).toBe(times);
});
