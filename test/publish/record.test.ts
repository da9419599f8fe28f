import { describe, expect, test } from 'vitest';
import { feeds } from '../../src/publish/feeds.js';
import { address, entryRecord, fitsFull } from '../../src/publish/record.js';
import { config, markup, post, site, stream, url } from './html/site.js';

const record = (over: Parameters<typeof post>[0]) =>
  entryRecord(site(), new Map([['ffi', 'FFI']]), post(over));

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

  test('none beyond 4,000 characters', () =>
    expect(address(url(`https://a.example/${'x'.repeat(4000)}`))).toBeNull());
});

describe('an entry', () => {
  test.each([
    [null, null],
    ['en', 'en'],
    ['EN_us', 'en-US'],
    ['zh-hans', 'zh-Hans'],
    ['English (US)', null],
    ['', null],
  ])('language %j is %j', (given, language) => expect(record({ language: given }).language).toBe(language));

  test.each([
    ['its own', 'audio/ogg', 'https://a.example/x.mp3', 'audio/ogg'],
    ['guessed where there is none', null, 'https://a.example/x.mp3?y=1', 'audio/mpeg'],
    ['guessed where it is no media type', 'audio', 'https://a.example/x.png', 'image/png'],
    ['bytes where nothing tells', null, 'https://a.example/x', 'application/octet-stream'],
  ])('type of an enclosure: %s', (_name, type, at, expected) => {
    const enclosure = { url: url(at), type, length: null, title: null, duration: null };
    expect(record({ enclosures: [enclosure] }).enclosures[0]?.type).toBe(expected);
  });

  test('tags carry their titles', () => {
    expect(record({ tags: ['ffi', 'once-was'] }).tags).toEqual([
      { slug: 'ffi', title: 'FFI' },
      { slug: 'once-was', title: 'once-was' },
    ]);
  });
});

describe('full content', () => {
  const worst = [
    ['plain letters', 'x'],
    ['quotes, which JSON escapes', '"'],
    ['ends of CDATA', ']]>'],
    ['emoji', '🦀'],
    ['line ends', '\n'],
    ['controls', '\u0000'],
  ] as const;

  test.each(worst)(
    'fifty entries that just fit stay below a megabyte in every format: %s',
    (_name, piece) => {
      let size = 1;
      while (fitsFull(filled(piece, size + 64), 50)) size += 64;
      expect(size).toBeGreaterThan(1);
      const posts = Array.from({ length: 50 }, (_, n) =>
        post({
          id: `https://a.example/${n}`,
          content: filled(piece, size),
          excerpt: markup(`<p>${'&amp;'.repeat(500)}</p>`),
        }),
      );
      const files = [...(feeds.stream?.(site({ config: config() }), stream({ posts })) ?? [])];
      for (const { body } of files) expect(Buffer.byteLength(body)).toBeLessThan(1_048_576);
    },
  );

  const filled = (piece: string, bytes: number) =>
    markup(`<p>${piece.repeat(Math.ceil(bytes / piece.length))}</p>`);

  test('the more entries a feed has, the less each may hold', () => {
    const content = markup(`<p>${'x'.repeat(10_000)}</p>`);
    expect([1, 50, 60, 100, 1000].map((limit) => fitsFull(content, limit))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
