import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { english } from '../../../src/publish/words/english.js';
import { LANGUAGES, missingWords, wordsForScripts, wordsOf } from '../../../src/publish/words/languages.js';
import { NO_WORDS, readOwnWords } from '../../../src/publish/words/own-words.js';
import type { WordKey } from '../../../src/publish/words/words.js';

const problems = (text: string): string[] =>
  readOwnWords(text, 'theme/words.json').problems.map(
    ({ line, severity, path, message, help }) => `${line}: ${severity}: ${path}: ${message}; ${help}`,
  );

describe('words.json', () => {
  test.each([
    ['a text', '{ "latest": "Récent" }'],
    ['forms by number', '{ "posts": { "one": "{n} article", "other": "{n} articles" } }'],
    ['names in a row', `{ "shortMonths": ${JSON.stringify([...'abcdefghijkl'])} }`],
    ['a text that leaves a place out', '{ "postsAbout": "Articles." }'],
    ['comments', '{ /* ours */ "latest": "Récent", }'],
  ])('takes %s', (_name, text) => {
    expect(problems(text)).toEqual([]);
    expect(Object.keys(readOwnWords(text, '').words)).toHaveLength(1);
  });

  test.each([
    ['no object', '[]', '1: warning: : expected an object of words; write { "latest": "…" }'],
    [
      'an unknown word',
      '{\n"lates": "x" }',
      '2: warning: lates: there is no such word; did you mean "latest"?',
    ],
    ['a text that is none', '{ "latest": 3 }', '1: warning: latest: expected a text; null'],
    [
      'a place that is none',
      '{ "postsAbout": "{titel}" }',
      '1: warning: postsAbout: there is no {titel} here; it has {title}',
    ],
    [
      'forms without the last',
      '{ "posts": { "one": "x" } }',
      '1: warning: posts: expected an object of texts with "other"; forms are zero, one, two, few, many, other',
    ],
    [
      'a form that is none',
      '{ "posts": { "1": "x", "other": "y" } }',
      '1: warning: posts.1: there is no such form; forms are zero, one, two, few, many, other',
    ],
    ['names too few', '{ "months": ["x"] }', '1: warning: months: expected a list of 12 names; null'],
  ])('says what is wrong and uses the rest: %s', (_name, text, expected) => {
    expect(problems(text)).toEqual([expected]);
    expect(readOwnWords(text, '').words).toEqual({});
  });

  test('that is no JSON says where', () => {
    const { words, problems } = readOwnWords('{ "latest": ', 'theme/words.json');
    expect(words).toEqual({});
    expect(problems).toMatchObject([{ severity: 'error', file: 'theme/words.json', line: 1 }]);
  });
});

/** All places of a word, in whichever form. */
const placesOf = (word: unknown): string[] =>
  [...new Set([...JSON.stringify(word).matchAll(/\{(\w+)\}/g)].map(([, place = '']) => place))].sort();

describe.each(Object.keys(LANGUAGES))('%s', (language) => {
  const words = wordsOf(language);
  test('has all words', () => expect(missingWords(language, {})).toEqual([]));
  test.each(Object.keys(english) as WordKey[])('%s has no other places than in English', (key) => {
    const known = new Set([...placesOf(english[key]), 'n']);
    expect(placesOf(words[key]).filter((place) => !known.has(place))).toEqual([]);
  });
  test('names as many months', () => {
    expect(words.months).toHaveLength(12);
    expect(words.shortMonths).toHaveLength(12);
  });
});

test.each(['docs/theme.md', 'feeds.schema.json'])('%s names each language that is there', (file) => {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  for (const language of Object.keys(LANGUAGES)) expect(text).toContain(names.of(language));
});

test('words that a site lacks', () => {
  expect(missingWords('en-GB', {})).toEqual([]);
  expect(missingWords('kab', {})).toEqual(Object.keys(english));
  expect(missingWords('kab', { latest: 'Récent' })).not.toContain('latest');
});

describe('what scripts are told', () => {
  const told = (language: string, isSearch = false) =>
    wordsForScripts({ language }, { words: NO_WORDS }, isSearch);
  test('nothing in English, nor where there are no words', () =>
    expect([told('en'), told('kab', true)]).toEqual([null, null]));
  test('what every page says', () =>
    expect(JSON.parse(told('de') ?? '')).toMatchObject({ copy: 'Kopieren' }));
  test('what is as in English, too: it is no lent word', () =>
    expect(JSON.parse(told('ar', true) ?? '')).toMatchObject({ shortDate: '{day} {month} {year}' }));
  test('all of search on its page only', () => {
    expect(told('de')).not.toContain('searchHint');
    expect(told('de', true)).toContain('searchHint');
  });
});
