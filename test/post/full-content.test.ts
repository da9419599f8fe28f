import { describe, expect, test } from 'vitest';
import { fitsFull } from '../../src/post/full-content.js';
import { feeds } from '../../src/publish/feeds/feeds.js';
import { markup, post, site, stream } from '../publish/pages/site.js';

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
      const files = [...(feeds.stream?.(site(), stream({ posts })) ?? [])];
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
