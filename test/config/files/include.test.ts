import { describe, expect, test } from 'vitest';
import { matchesName, matchesPath, patternFault } from '../../../src/config/files/include.js';

describe('a name that a step of a pattern stands for', () => {
  test.each([
    ['*.json', 'a.json', true],
    ['*.json', 'a.json.bak', false],
    ['*.json', '.json', false],
    ['*.json', '.hidden.json', false],
    ['.*.json', '.hidden.json', true],
    ['a*b*c', 'axxbyybzc', true],
    ['a*b*c', 'axxcyyb', false],
    ['*', 'anything', true],
    ['**', 'anything', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    [`${'a*'.repeat(50)}b`, 'a'.repeat(200), false],
  ])('%s and %s: %s', (step, name, expected) => expect(matchesName(step, name)).toBe(expected));
});

test.each([
  ['sources/*.json', 'sources/a.json', true],
  ['./sources/*.json', 'sources/a.json', true],
  ['sources/*.json', 'sources/more/a.json', false],
  ['*/a.json', 'rules/a.json', true],
  ['rules.json', 'rules.json', true],
])('a path that a pattern names: %s, %s: %s', (pattern, path, expected) => {
  expect(matchesPath(pattern, path)).toBe(expected);
});

describe('no pattern', () => {
  test.each([
    ['/etc/*.json', 'a path that leads out of the folder of feeds.json'],
    ['../shared.json', 'a path that leads out of the folder of feeds.json'],
    ['a/../../b.json', 'a path that leads out of the folder of feeds.json'],
    ['C:/a.json', 'a path that leads out of the folder of feeds.json'],
    ['rules\\*.json', 'a backslash in a pattern'],
    ['rules/', 'a path with a slash too many'],
    ['rules//a.json', 'a path with a slash too many'],
  ])('%s', (pattern, message) => expect(patternFault(pattern)?.message).toBe(message));
});
