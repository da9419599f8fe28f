import { describe, expect, test } from 'vitest';
import { comparableUrl } from '../../src/model/address.js';

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
