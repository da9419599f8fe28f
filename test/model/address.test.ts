import { describe, expect, test } from 'vitest';
import { comparableUrl, writtenUrl } from '../../src/model/address.js';
import type { HttpUrl } from '../../src/model/values.js';

describe('one address', () => {
  test.each([
    'https://a.example/feed',
    'http://a.example/feed',
    'https://www.a.example/feed',
    'HTTPS://A.EXAMPLE/feed',
    'http://a.example:80/feed',
    'https://a.example:443/feed',
    'https://a.example/feed/',
    'https://a.example/feed//',
    'https://a.example./feed',
    'https://a.example/feed#top',
    'https://a.example/x/../feed',
  ])('%s', (url) => {
    expect(comparableUrl(url)).toBe('a.example/feed');
  });
});

describe('another address', () => {
  test.each([
    ['https://a.example:8443/feed', 'a.example:8443/feed'],
    ['https://a.example/Feed', 'a.example/Feed'],
    ['https://a.example/feed?tag=x', 'a.example/feed?tag=x'],
    ['https://blog.a.example/feed', 'blog.a.example/feed'],
    ['https://www.example/feed', 'www.example/feed'],
    ['https://a.example/', 'a.example'],
    ['no URL', 'no URL'],
  ])('%s', (url, comparable) => {
    expect(comparableUrl(url)).toBe(comparable);
  });
});

test.each([
  ['as it was written', 'https://GitHub.example/A', null, 'https://GitHub.example/A'],
  ['with its port', 'HTTP://GitHub.Example:8080/A?B', null, 'http://GitHub.Example:8080/A?B'],
  ['without the scheme’s own port', 'https://GitHub.example:443', null, 'https://GitHub.example/'],
  ['written in other letters', 'https://MÜNCHEN.example/', null, 'https://xn--mnchen-3ya.example/'],
  ['of numbers', 'http://0X7F.1/', null, 'http://127.0.0.1/'],
  ['of a base', '/A', 'https://GitHub.example/', 'https://github.example/A'],
  ['with a name before it, which goes', 'https://Jo@GitHub.example/', null, 'https://github.example/'],
  ['of no web address', 'mailto:A@GitHub.example', null, null],
])('a host %s', (_name, text, base, expected) =>
  expect(writtenUrl(text, base as HttpUrl | null)).toBe(expected),
);
