import { expect, test } from 'vitest';
import { parseUrl } from '../../src/model/parse-url.js';

test.each([
  ['https://a.example/b?c#d', undefined, 'https://a.example/b?c#d'],
  ['../c', 'https://a.example/b/', 'https://a.example/c'],
  ['//Bücher.example/ü', 'https://a.example/', 'https://xn--bcher-kva.example/%C3%BC'],
  ['b', undefined, null],
  ['http://[', 'https://a.example/', null],
  ['//[', 'https://a.example/', null],
])('%s at %s', (text, base, expected) => expect(parseUrl(text, base)?.href ?? null).toBe(expected));

// URL.canParse of Node 20 takes it for one only until V8 has compiled the call.
test('a host with letters of Latin-1 is a URL however many were read before', () => {
  let read = 0;
  while (read < 20_000 && parseUrl('https://bücher.example/') !== null) read += 1;
  expect(read).toBe(20_000);
});
