import { createRequire } from 'node:module';
import { Parser } from 'htmlparser2';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Planet } from '../support/planet.js';

/*
 * A post is made safe, searched for terms, hashed and shortened. Each of these once parsed its HTML anew,
 * which was a third of what a first pass costs.
 */

const require = createRequire(import.meta.url);
/** sanitize-html has its own. */
const OfSanitizer = (
  createRequire(require.resolve('sanitize-html'))('htmlparser2') as { Parser: typeof Parser }
).Parser;

afterEach(() => void vi.restoreAllMocks());

/** How often a parser read something to its end while a post with this content was new. */
async function parses(content: string): Promise<{ sanitizer: number; other: number }> {
  const planet = new Planet(['https://a.example/feed']);
  const sanitizer = vi.spyOn(OfSanitizer.prototype, 'end');
  const other = vi.spyOn(Parser.prototype, 'end');
  await planet.pass(1, [
    'https://a.example/feed',
    [{ content: { type: 'html', value: content, base: null }, title: 'ffi' }],
  ]);
  expect(await planet.count('tags/ffi')).toBe(1);
  return { sanitizer: sanitizer.mock.calls.length, other: other.mock.calls.length };
}

describe('the HTML of a new post is parsed', () => {
  test('not at all where it is plain', async () => {
    const html = '<p>On <a href="https://a.example/">ffi</a> &amp; more</p><pre><code>a &lt; b</code></pre>';
    expect(await parses(html)).toEqual({ sanitizer: 0, other: 0 });
  });

  test.each([
    ['paragraphs without ends', '<p>On ffi<p>and more'],
    ['a script', '<p>On ffi</p><script>x</script>'],
    ['a player', '<video src="https://a.example/v.mp4"><p>On ffi</p></video>'],
  ])('once where it is not: %s', async (_name, html) => {
    expect(await parses(html)).toEqual({ sanitizer: 1, other: 0 });
  });
});
