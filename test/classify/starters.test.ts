import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE } from '../../src/classify/index.js';
import { shadows } from '../../src/classify/report/shadow.js';
import { readConfig } from '../../src/config/read.js';
import { subject } from './rules.js';

const config = await readConfig(fileURLToPath(new URL('../../starters/python.json', import.meta.url)));
const classifier = compileRules(config);

test('each tag of the Python starter has a test that it holds and one that is a trap, and no term covers another', () => {
  expect(config.tags.length).toBeGreaterThanOrEqual(20);
  for (const { slug, tests } of config.tags)
    expect([slug, tests.some(({ is }) => is), tests.some(({ is }) => !is)]).toEqual([slug, true, true]);
  expect(shadows(config)).toEqual([]);
});

describe('the gate of the Python starter', () => {
  test.each([
    ['a post that names the language', 'Three years of Python at work', 'What we learned.', true],
    ['a package that says it for itself', 'Faster fixtures', 'Our pytest plugin has a new version.', true],
    ['a proposal by its number', 'Why I withdrew my PEP', 'It was too early.', true],
    ['a holiday', 'Two weeks in Portugal', 'It rained.', false],
    ['the comedians', 'Fifty years of Monty Python', 'A dead parrot, again.', false],
    ['the snake', 'A ball python in the kitchen', 'The pet of our neighbours had fled.', false],
  ])('%s', (_name, title, text, passes) => {
    expect(classifier.classify(subject({ title, html: text }), NO_SOURCE).admitted).toBe(passes);
  });
});

test.each<[title: string, text: string, tags: string[]]>([
  ['Python 3.14.0 released', 'The release notes name free-threaded builds.', ['concurrency', 'releases']],
  ['uv and lockfiles', 'How pip and uv read a lockfile.', ['packaging']],
  ['Django: faster queries', 'An index for Postgres.', ['databases', 'django', 'performance', 'web']],
  ['Typing a decorator', 'mypy needs a ParamSpec here.', ['language', 'typing']],
  ['What I read in March', 'Two novels.', []],
])('it files "%s"', (title, text, tags) => {
  expect([...classifier.classify(subject({ title, html: text }), NO_SOURCE).tags].sort()).toEqual(tags);
});
