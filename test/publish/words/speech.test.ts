import { describe, expect, test } from 'vitest';
import { html } from '../../../src/publish/pages/template.js';
import { ENGLISH, siteSpeech } from '../../../src/publish/words/languages.js';
import { readOwnWords } from '../../../src/publish/words/own-words.js';
import { pluralOf } from '../../../src/publish/words/plural.js';
import type { Speech } from '../../../src/publish/words/speech.js';
import { at } from '../pages/site.js';

const speech = (language: string, words = '{}'): Speech =>
  siteSpeech({ language }, { words: readOwnWords(words, 'words.json') });

test.each(
  ['en', 'de', 'fr', 'ar', 'ru', 'uk', 'pl', 'cs', 'hr', 'ro', 'lt', 'ja', 'zh-Hans'].map((one) => [one]),
)('forms by number as the CLDR has them: %s', (language) => {
  const theirs = new Intl.PluralRules(language);
  const numbers = [...Array.from({ length: 205 }, (_none, n) => n), 1000, 1001, 1011, 5120];
  expect(numbers.map(pluralOf(language))).toEqual(numbers.map((n) => theirs.select(n)));
});

describe('numbers, lists and dates', () => {
  const [german, arabic] = [speech('de-AT'), speech('ar')];
  test.each([
    [ENGLISH.figure(999), '999'],
    [ENGLISH.figure(1_234_567), '1,234,567'],
    [german.figure(1_234_567), '1.234.567'],
    [ENGLISH.say('posts', { n: 1 }).text, '1 post'],
    [ENGLISH.say('posts', { n: 1214 }).text, '1,214 posts'],
    [arabic.say('posts', { n: 2 }).text, 'مقالتان'],
    [arabic.say('posts', { n: 5 }).text, '5 مقالات'],
    [arabic.say('posts', { n: 12 }).text, '12 مقالة'],
    [ENGLISH.numeral(3).text, 'three'],
    [ENGLISH.numeral(11).text, '11'],
    [german.numeral(3).text, 'drei'],
    [ENGLISH.listed([], 'and').text, ''],
    [ENGLISH.listed(['a'], 'and').text, 'a'],
    [ENGLISH.listed(['a', 'b'], 'or').text, 'a or b'],
    [ENGLISH.listed(['a', 'b', 'c'], 'and').text, 'a, b and c'],
    [arabic.listed(['أ', 'ب', 'ج'], 'and').text, 'أ، ب وج'],
    [ENGLISH.shortDate(at('2026-12-31T23:59:59Z')).text, '31 Dec 2026'],
    [german.shortDate(at('2026-12-31')).text, '31. Dez. 2026'],
    [ENGLISH.longDate(at('2026-09-18')).text, '18 September 2026'],
    [german.longDate(at('2026-03-08')).text, '8. März 2026'],
    [arabic.longDate(at('2026-03-08')).text, '8 مارس 2026'],
    [ENGLISH.monthAndYear(at('2015-05-01')).text, 'May 2015'],
    [ENGLISH.monthsBetween(at('2015-05-01'), at('2015-05-30')).text, 'May 2015'],
    [ENGLISH.monthsBetween(at('2026-07-01'), at('2026-10-30')).text, 'July – October 2026'],
    [ENGLISH.monthsBetween(at('2025-11-01'), at('2026-03-30')).text, 'November 2025 – March 2026'],
    [german.monthsBetween(at('2026-07-01'), at('2026-10-30')).text, 'Juli – Oktober 2026'],
  ])('%s', (said, expected) => expect(said).toBe(expected));
});

describe('a word that the language lacks', () => {
  test.each([
    ['is English and says so', 'kab', '<span lang="en">Latest</span>'],
    ['runs against a page from right to left', 'he', '<span lang="en" dir="ltr">Latest</span>'],
    ['is no stranger on an English page', 'en-GB', 'Latest'],
    ['is the language’s own where it has one', 'de', 'Neues'],
  ])('%s', (_name, language, markup) => expect(speech(language).say('latest').markup).toBe(markup));

  test('a title or an attribute takes it without markup', () =>
    expect(speech('kab').say('aboutTitle', { site: 'A & B' }).text).toBe('About A & B'));
  test('numbers go by the rules of the language that is spoken', () => {
    expect(speech('kab').say('posts', { n: 0 }).text).toBe('0 posts');
    const own = '{ "posts": { "one": "{n} article", "other": "{n} articles" } }';
    expect(speech('kab', own).say('posts', { n: 0 }).markup).toBe('0 article');
  });
  test('its months, too', () =>
    expect(
      speech('kab', '{ "shortDate": "le {day} {month} {year}" }').shortDate(at('2026-05-01')).markup,
    ).toBe('le 1 <span lang="en">May</span> 2026'));
  test('a feed is told its language', () => {
    expect(speech('kab').languageOf('farewell')).toBe('en');
    expect(speech('de-AT').languageOf('farewell')).toBe('de-AT');
  });
});

describe('what is filled in runs its own way on a page from right to left', () => {
  const arabic = speech('ar');
  test.each([
    ['a name in Latin letters', arabic.say('postsAbout', { title: 'C 4' }), 'مقالات عن <bdi>C 4</bdi>.'],
    ['a name in its own does not', arabic.say('postsAbout', { title: 'لغة' }), 'مقالات عن لغة.'],
    ['a link', arabic.say('postsAbout', { title: html`<a href="x">X</a>` }), '<bdi><a href="x">X</a></bdi>'],
    ['each of a list', arabic.listed(['A', 'B', 'C'], 'and'), '<bdi>A</bdi>، <bdi>B</bdi> و<bdi>C</bdi>'],
    ['no date', arabic.longDate(at('2026-03-08')), '8 مارس 2026'],
    ['nothing on other pages', ENGLISH.listed(['A', 'لغة'], 'and'), 'A and لغة'],
  ])('%s', (_name, said, markup) => expect(said.markup).toContain(markup));

  test('a plain text has no markup', () =>
    expect(arabic.say('postsAbout', { title: 'C' }).text).toBe('مقالات عن C.'));
});

test('words and values are escaped, markup stays, and blanks that must not break are entities', () => {
  const words = speech('en', '{ "askedLast": "<b>" }');
  expect(words.say('askedLast').markup).toBe('&lt;b&gt;');
  expect(words.say('postsAbout', { title: '<i>' }).markup).toBe('Posts about &lt;i&gt;.');
  expect(words.say('postIn', { tags: html`<a>` }).markup).toBe('in&nbsp;<a>');
});
