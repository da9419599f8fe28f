import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE } from '../../src/classify/index.js';
import { shadows } from '../../src/classify/report/shadow.js';
import { readFiles } from '../../src/config/files/read-files.js';
import { readConfig } from '../../src/config/read.js';
import { subject } from './rules.js';

const FILE = fileURLToPath(new URL('../../feeds.json', import.meta.url));

const config = await readConfig(FILE);
const { main, parts } = await readFiles(FILE);
const classifier = compileRules(config);

test('the feeds.json of the repository is a page and a folder of pure JSON, and a whole configuration', () => {
  expect(main.text.split('\n').length).toBeLessThan(100);
  expect(parts.map(({ file }) => path.relative(path.dirname(FILE), file))).toEqual([
    'rules/categories.json',
    'rules/topics.json',
    'sources/blogs.json',
  ]);
  for (const { text } of [main, ...parts]) expect(() => JSON.parse(text)).not.toThrow();
  const { site, sources, tags } = config;
  expect(site.title).toBe('Read Rust');
  expect(sources.length).toBeGreaterThanOrEqual(200);
  expect(tags.map((tag) => tag.slug)).toContain('ffi');
});

test('its sources have titles and stand one a line, so that a change is one line', () => {
  const lines = parts.flatMap(({ text }) => text.split('\n'));
  for (const { url, title } of config.sources) {
    expect(title).toMatch(/\S/);
    expect(lines.filter((line) => line.includes(`"${url}"`))).toHaveLength(1);
  }
});

test('each topic tag has tests of its own, one of them a trap, and no term that another one covers', () => {
  const topics = config.tags.filter(({ group }) => group === null);
  expect(topics.length).toBeGreaterThanOrEqual(60);
  expect(topics.filter(({ tests }) => tests.length < 2).map(({ slug }) => slug)).toEqual([]);
  expect(topics.filter(({ tests }) => tests.every(({ is }) => is)).map(({ slug }) => slug)).toEqual([]);
  expect(shadows(config)).toEqual([]);
});

describe('what its gate lets through', () => {
  test.each([
    ['a post about Rust', 'Three months of Rust at work', 'What our team learned.', true],
    [
      'a crate that does not name the language',
      'A faster lexer',
      'The crate has a small API and a derive macro.',
      true,
    ],
    [
      'cargo, the tool',
      'Vendoring',
      'How cargo builds when the network is down, without a package manager.',
      true,
    ],
    ['rust in lower case beside code', 'notes', 'how rust made my parser library smaller', true],
    ['a holiday with a cat', 'Two weeks in Portugal', 'The cat slept on the windowsill. It rained.', false],
    ['Rust the game', 'Rust: raiding for beginners', 'The survival game by Facepunch has a new map.', false],
    ['its servers', 'Rust server wipe on Thursday', 'All servers start again.', false],
    ['rust on iron', 'Remove rust from a bicycle', 'Vinegar, a brush, and an hour of your time.', false],
    ['rust on plants', 'Coffee rust returns', 'Farmers ask for a programme against the fungus.', false],
    ['a cargo ship', 'Back in the harbour', 'The ship was built in 1950 and lost its cargo.', false],
  ])('%s', (_name, title, text, passes) => {
    expect(classifier.classify(subject({ title, html: text }), NO_SOURCE).admitted).toBe(passes);
  });

  test('a project that writes of nothing else is known by its host', () => {
    const post = { title: 'March', html: 'What we did.' };
    const passes = (url: string) => classifier.classify(subject({ ...post, url }), NO_SOURCE).admitted;
    expect(passes('https://www.redox-os.org/news/march/')).toBe(true);
    expect(passes('https://diary.example/march/')).toBe(false);
  });
});
