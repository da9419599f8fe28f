import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery, type Query } from '../../../src/classify/ask/query.js';
import { publishedSubject } from '../../../src/classify/match/subject.js';
import { html, post, url } from '../../support/build.js';

const SETTINGS = { min: 1, title: 1.5, plurals: true };

function query(text: string): Query {
  const parsed = parseQuery(text, SETTINGS);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.query;
}

const POST = post('urn:x:1', {
  title: 'Calling C from Rust',
  excerpt: html('<p>With bindgen, a foreign function interface.</p><pre>extern fn gpio()</pre>'),
  authors: [{ name: 'Ada Lovelace', url: null }],
  url: url('https://blog.example/2026/ffi-tools'),
});

describe('a post is found by', () => {
  test.each([
    ['a word of its title', 'rust', true],
    ['a word of its text', 'bindgen', true],
    ['all words that are asked for', 'rust bindgen', true],
    ['not by some of them', 'rust firmware', false],
    ['a phrase', '"foreign function interface"', true],
    ['not by its words in another order', '"function foreign"', false],
    ['a phrase whose quote is never closed', 'rust "function interface', true],
    ['the beginning of a word', 'bind*', true],
    ['a phrase that ends in one', '"foreign func*"', true],
    ['a word in its own case', 'case:Rust', true],
    ['not in another', 'case:rust', false],
    ['a field', 'author:lovelace host:blog.example url:tools source:blog code:gpio', true],
    ['not by a word of another field', 'title:bindgen', false],
    ['a phrase of a field', 'title:"from rust"', true],
    ['not where a word is not wanted that it has', 'rust -bindgen', false],
    ['where it lacks what is not wanted', 'rust -firmware', true],
    ['not by a phrase that is not wanted', 'rust -"foreign function"', false],
    ['no plural that was not asked for', 'interfaces', false],
  ])('%s: %s', (_name, text, is) => {
    expect(query(text).holds(publishedSubject(POST))).toBe(is);
  });

  test('what its index is asked for are words that it has', () => {
    expect(query('"foreign function" title:Bind* -web').words).toEqual({
      whole: ['foreign', 'function'],
      beginnings: ['bind'],
    });
  });
});

describe('a query is refused', () => {
  test.each([
    ['that says nothing', ' "" - ', 'a search asks for one word at least'],
    ['that wants nothing', '-web', 'a search asks for one word at least'],
    ['of nine terms', 'a b c d e f g h i', 'a search has at most 8 terms'],
    ['of 201 characters', 'x'.repeat(201), 'a search has at most 200 characters'],
    ['with a regular expression', 'rust /(a+)+$/', '“/(a+)+$/”: regular expressions are not looked for'],
    ['with one in a field', 'title:/a|b/i', '“title:/a|b/i”: regular expressions are not looked for'],
    ['with a beginning of two letters', 'ru*', '“ru*”: 3 letters at least stand before a star'],
    ['for the end of a word', '*schutz', '“*schutz”: a star stands only at the end of a word here'],
    ['for a part of one', '*daten*', '“*daten*”: a star stands only at the end of a word here'],
    ['without a letter', 'rust ***', '“***”: stars stand only around the last word'],
    [
      'for what is not published',
      'category:systems',
      '“category:systems”: the blogs’ own categories are not published, so nobody can ask for them',
    ],
  ])('%s', (_name, text, problem) => {
    expect(parseQuery(text, SETTINGS)).toEqual({ ok: false, problem });
  });

  test('not for eight terms of 200 characters, nor for saying one twice', () => {
    expect(query(`a b c d e f g ${'x'.repeat(186)}`).words.whole).toHaveLength(8);
    expect(query('a b c d e f g h h').words.whole).toHaveLength(8);
  });
});

describe('one query is written in one way', () => {
  test.each([
    ['  rust   ffi ', 'ffi rust'],
    ['"rust"', 'rust'],
    ['"foreign  function"', '"foreign function"'],
    ['"title:foreign function"', 'title:"foreign function"'],
    ['-web rust', 'rust -web'],
    ['"-rust"', 'rust'],
    ['"title: case:foreign function"', 'title:case:"foreign function"'],
    ['"note: to self"', '"note: to self"'],
  ])('%s', (text, expected) => {
    expect(query(text).text).toBe(expected);
  });

  test('and that way is itself, whatever was asked', () => {
    const pieces = fc.constantFrom(
      'rust',
      'C++',
      '"',
      ' ',
      '-',
      'title:',
      'case:',
      '*',
      '日本',
      '.net',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const first = parseQuery(parts.join(''), SETTINGS);
        if (!first.ok) return;
        const again = query(first.query.text);
        expect(again.text).toBe(first.query.text);
        expect(again.words).toEqual(first.query.words);
      }),
    );
  });
});
