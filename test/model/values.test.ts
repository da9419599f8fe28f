import { describe, expect, test } from 'vitest';
import { httpUrl } from '../../src/model/values.js';

const long = (characters: number): string => 'x'.repeat(characters);

describe('an address', () => {
  test.each([
    ['absolute', 'https://a.example/b?c#d', null, 'https://a.example/b?c#d'],
    ['as the URL parser spells it', 'HTTP://A.example:80', null, 'http://a.example/'],
    ['relative', '../b', 'https://a.example/x/y', 'https://a.example/b'],
    ['of another scheme', 'ftp://a.example/', null, null],
    ['relative to nothing', 'b', null, null],
    ['with a user name', 'https://me@a.example/b', null, 'https://a.example/b'],
    ['with a password', 'https://me:secret@a.example:8443/b', null, 'https://a.example:8443/b'],
    ['with a password, relative', '//me:secret@b.example/', 'https://a.example/', 'https://b.example/'],
    ['to a base with a password', 'b', 'https://me:secret@a.example/', 'https://a.example/b'],
    ['of 8 KB', `https://a.example/${long(8174)}`, null, `https://a.example/${long(8174)}`],
    ['of a character more', `https://a.example/${long(8175)}`, null, null],
    ['that is too long only when it is encoded', `https://a.example/${'é'.repeat(2000)}`, null, null],
    [
      'relative to a path of 1 KB',
      'b',
      `https://a.example/${long(1005)}/`,
      `https://a.example/${long(1005)}/b`,
    ],
    ['relative to a longer path', 'b', `https://a.example/${long(1006)}/`, null],
    ['relative to a long query', 'b', `https://a.example/a?${long(5000)}`, 'https://a.example/b'],
    [
      'absolute beside a long base',
      'http://b.example/',
      `https://a.example/${long(5000)}`,
      'http://b.example/',
    ],
  ])('%s', (_name, text, base, expected) => {
    expect(httpUrl(text, base)).toBe(expected);
  });
});
