import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerpt, excerptText, plainText } from '../../src/html/excerpt.js';
import { sanitize } from '../../src/html/sanitize.js';
import type { SafeHtml } from '../../src/model/values.js';

const safe = (value: string) => sanitize({ type: 'html', value, base: null });

describe('an excerpt', () => {
  test.each([
    ['keeps a short text whole', '<p>One two.</p>', 20, '<p>One two.</p>'],
    ['ends at a word', '<p>One two three</p>', 9, '<p>One two…</p>'],
    ['shows nothing where that is asked for', '<p>One two three</p>', 0, ''],
    ['shows no code then, either', '<pre>let a;\nlet b;</pre>', 0, ''],
    ['leaves no comma before the dots', '<p>One two, three</p>', 10, '<p>One two…</p>'],
    ['keeps paragraphs apart', '<p>One</p><p>two</p>', 20, '<p>One</p><p>two</p>'],
    ['says that paragraphs are missing', '<p>One</p><p>two</p>', 6, '<p>One…</p>'],
    ['keeps inline code', '<p>Call <code>a()</code> now</p>', 40, '<p>Call <code>a()</code> now</p>'],
    ['ends outside of inline code', '<p>Call <code>a()</code> now</p>', 9, '<p>Call <code>a()</code>…</p>'],
    [
      'keeps a block of code',
      '<pre><code>let a;\n  b</code></pre>',
      40,
      '<pre><code>let a;\n  b</code></pre>',
    ],
    [
      'has the lines of code that stands in blocks',
      '<pre><code><div><div>a;</div></div><div></div><div>b;</div>c<br>d</code></pre>',
      40,
      '<pre><code>a;\nb;\nc\nd</code></pre>',
    ],
    [
      'has no more lines than there are',
      '<pre><div>a;</div>\n<div>b;\n</div>\n\n<div>c</div></pre>',
      40,
      '<pre><code>a;\nb;\n\n\nc</code></pre>',
    ],
    [
      'has the lines of listed code',
      '<pre><ol><li>a</li><li>b</li></ol></pre>',
      40,
      '<pre><code>a\nb</code></pre>',
    ],
    [
      'flattens all other markup',
      '<h2>A <em>b</em></h2><ul><li>c</li><li>d</li></ul>',
      40,
      '<p>A b</p><p>c</p><p>d</p>',
    ],
    ['never cuts an entity', '<p>&lt;&lt;&lt;&lt;</p>', 3, '<p>&lt;&lt;…</p>'],
    ['never cuts a character in two', '<p>😀😀😀😀</p>', 3, '<p>😀😀…</p>'],
    ['never cuts what is read as one', '<p>👩‍👩‍👧👩‍👩‍👧</p>', 8, '<p>👩‍👩‍👧…</p>'],
    ['cuts text without spaces where it must', '<p>从零写一个安全的回调</p>', 6, '<p>从零写一个…</p>'],
    ['is nothing of nothing', '<p> </p>', 10, ''],
    ['is nothing where there is no room', '<p>One</p>', 0, ''],
    [
      'shows no fallback of a video',
      '<video src="https://a.example/v">No video</video><p>One</p>',
      10,
      '<p>One</p>',
    ],
  ])('%s', (_name, html, chars, expected) => expect(excerpt(safe(html), chars)).toBe(expected));

  test('never shows more characters than asked for, and only these elements', () => {
    const markup = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.constantFrom(
          '<p>',
          '</p>',
          '<pre>',
          '</pre>',
          '<code>',
          '</code>',
          '<li>',
          '<br>',
          ' ',
          '&amp;',
          '&#x1F600;',
        ),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(markup, fc.integer({ min: 0, max: 120 }), (parts, chars) => {
        const result = excerpt(safe(parts.join('')), chars);
        expect(Array.from(plainText(result)).length).toBeLessThanOrEqual(chars);
        expect(result.replace(/<\/?(?:p|pre|code)>/g, '')).not.toMatch(/</);
        expect(result).toBe(Buffer.from(result).toString()); // no halves of surrogate pairs
      }),
    );
  });
});

test.each([
  ['blocks apart by a space', '<p>One</p><p>two</p>', 'One two'],
  ['inline tags are not', 'un<em>believ</em>able', 'unbelievable'],
  ['white space folded, entities decoded', '<p>a\n\n b &amp; c</p>', 'a b & c'],
  ['code too', '<pre>a\n b</pre>', 'a b'],
])('plain text: %s', (_name, html, expected) => expect(plainText(safe(html))).toBe(expected));

describe('the text of an excerpt', () => {
  test.each([
    ['paragraphs apart by a space', '<p>One</p><p>two</p>', 'One two'],
    [
      'inline code in its word',
      '<p>Call <code>a()</code>, <code>Vec&lt;T&gt;</code>s</p>',
      'Call a(), Vec<T>s',
    ],
    ['blocks of code in one line', '<p>One</p><pre><code>a\n  b</code></pre>', 'One a b'],
    ['references decoded once', '<p>&amp;lt; &#39;x&#39; &quot;</p>', "&lt; 'x' \""],
    ['nothing', '', ''],
  ])('%s', (_name, html, expected) => expect(excerptText(html as SafeHtml)).toBe(expected));

  test('is what a parser reads in it', () => {
    const word = fc.constantFrom('word', 'a&b', '&amp;', '<', '>', '"', "'", '\u00A0', '字', '🦀', '\n');
    const part = fc.oneof(
      word,
      word.map((code) => `<code>${code}</code>`),
      fc.constantFrom('<p>', '<pre>', '</pre>', '<br>'),
    );
    fc.assert(
      fc.property(fc.array(part), fc.integer({ min: 0, max: 40 }), (parts, chars) => {
        const result = excerpt(safe(parts.join(' ')), chars);
        expect(excerptText(result)).toBe(plainText(result));
      }),
    );
  });
});
