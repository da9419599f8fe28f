import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpUrl } from '../../src/model/values.js';
import { address, cleanHtml, firstWords, plainText } from '../../src/post/clean.js';
import { markup, url } from '../publish/pages/site.js';
import { costOf } from '../support/cost.js';

describe('plainText', () => {
  test.each([
    ['white space is folded', ' a\n\t b\u00a0 ', 'a b'],
    ['soft hyphens go', 'bind\u00adings', 'bindings'],
    ['generics stay', 'Vec<T>, Box<dyn Fn(T) -> U>, <T>', 'Vec<T>, Box<dyn Fn(T) -> U>, <T>'],
    ['comparisons stay', 'a < b && b<c then a <= c', 'a < b && b<c then a <= c'],
    ['tags of HTML are quoted', 'Why <script>x</script> & <B>y</B>', 'Why ‹script›x‹/script› & ‹B›y‹/B›'],
    ['tags with attributes are quoted', '<x-y onclick=z> <t/a=b>', '‹x-y onclick=z› ‹t/a=b›'],
    ['end tags of any name are quoted', 'x</foo>', 'x‹/foo›'],
    ['tags left open are quoted', 'broken <a href="x', 'broken ‹a href="x'],
    ['names that only begin like one stay', '<bindgen> <ptr>', '<bindgen> <ptr>'],
  ])('%s', (_name, text, plain) => expect(plainText(text)).toBe(plain));

  test.each([
    ['slashes', `<a${'/'.repeat(200_000)}`],
    ['opening brackets', '<a '.repeat(70_000)],
    ['names', `<${'x'.repeat(200_000)}`],
  ])('takes no longer for many %s', async (_name, text) => {
    expect(await costOf(() => plainText(text))).toBeLessThan(100);
  });
});

test('cleanHtml leaves no end of a CDATA section', () => {
  expect(cleanHtml(markup('<p>a]]>b]]>\u0000c</p>\r\n'))).toBe('<p>a]]&gt;b]]&gt;c</p>');
});

describe('firstWords', () => {
  test.each([
    ['short text is whole', 'one two', 10, 'one two'],
    ['ends between words', 'one two three', 9, 'one two…'],
    ['a word too long is cut', 'x'.repeat(30), 10, `${'x'.repeat(10)}…`],
    ['a family is not parted', 'abc👩‍👩‍👧‍👦', 8, 'abc…'],
    ['marks stay with their letter', 'abcde\u0301\u0301f', 6, 'abcd…'],
  ])('%s', (_name, text, length, words) => expect(firstWords(text, length)).toBe(words));

  test('never parts a surrogate pair and never exceeds its length by more than the ellipsis', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 1, max: 60 }),
        (text, length) => {
          const words = firstWords(text, length);
          expect(words.length).toBeLessThanOrEqual(length + 1);
          expect(words).not.toMatch(/\p{Cs}/u);
        },
      ),
    );
  });
});

describe('address', () => {
  test.each([
    ['as it is', 'https://a.example/b?c=d&e=%20#f', 'https://a.example/b?c=d&e=%20#f'],
    [
      'what RFC 3986 forbids',
      'https://a.example/[1]/{x}|y?q[]=^`#[f]',
      'https://a.example/%5B1%5D/%7Bx%7D%7Cy?q%5B%5D=%5E%60#%5Bf%5D',
    ],
    ['an IRI', 'https://bücher.example/straße?ü', 'https://xn--bcher-kva.example/stra%C3%9Fe?%C3%BC'],
    [
      'an IPv6 host keeps its brackets',
      'http://[2001:db8::1]:8080/a[1]',
      'http://[2001:db8::1]:8080/a%5B1%5D',
    ],
  ])('%s', (_name, given, expected) => expect(address(url(given))).toBe(expected));

  test('a host stays as it was written', () =>
    expect(address('https://A.Example/B' as HttpUrl)).toBe('https://A.Example/B'));

  test.each([
    'https://a.example',
    'https://a.example/./b',
    'https://a.example/b/../c',
    'https://a.example/.b',
    'https://a.example/%2e%2E/b',
    'http://a.example:80/',
    'http://0x7f.1/',
    "https://a.example/it's?it's",
    'https://a.example/ä b\t',
    'https://jo:pw@a.example/',
  ])('canonical: %s', (given) => expect(address(given as HttpUrl)).toBe(new URL(given).href));

  test('whatever is left as it is, is canonical', () => {
    const parts = fc.constantFrom(
      '/',
      '.',
      '..',
      '%2e',
      'a',
      '?',
      '#',
      '=',
      '&',
      ':',
      '@',
      ';',
      '~',
      '_',
      '-',
    );
    fc.assert(
      fc.property(fc.array(parts), (path) => {
        const given = `https://a.example/${path.join('')}`;
        expect(address(given as HttpUrl)).toBe(new URL(given).href);
      }),
      { numRuns: 2000 },
    );
  });

  test('none beyond 4,000 characters', () =>
    expect(address(url(`https://a.example/${'x'.repeat(4000)}`))).toBeNull());
});
