import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleText } from '../../src/html/text.js';
import { costOf } from '../support/cost.js';

describe('text as a reader sees it', () => {
  test.each([
    ['plain text', 'a  b\n c', 'a b c', ''],
    ['block tags separate', '<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>', 'a b c d', ''],
    ['inline tags don’t', 'un<b>safe</b> <em>co</em>de', 'unsafe code', ''],
    ['line breaks do', 'a<br>b<hr>c', 'a b c', ''],
    ['table cells too', '<table><tr><td>a</td><td>b</td></tr></table>', 'a b', ''],
    ['a break is no gap where it is only allowed', 'micro<wbr>controller', 'microcontroller', ''],
    ['footnote marks stand apart', 'ffi<sup>1</sup>', 'ffi 1', ''],
    ['attributes never', '<p title="x" class="y">a<img alt="z" src="q"></p>', 'a', ''],
    [
      'nor scripts, styles, comments',
      '<script>x</script><style>y</style><!-- z --><template>t</template>a',
      'a',
      '',
    ],
    ['nor what stands in for media', '<video><p>no video</p></video>a', 'a', ''],
    ['pre is code', 'a<pre>let x =  1;\nx</pre>b', 'a b', 'let x =  1;\nx'],
    ['with markup in it', '<pre><code><span>fn</span> <span>main</span></code></pre>', '', 'fn main'],
    ['one after the other', '<pre>a</pre><pre>b</pre>', '', 'a\n\nb'],
    ['inline code is text', 'use <code>Vec&lt;T&gt;</code>', 'use Vec<T>', ''],
    ['entities are read', 'a&amp;b &eacute; &#x1F980; &nbsp;c', 'a&b é 🦀 c', ''],
    ['text that looks like markup stays', '&lt;b>not bold&lt;/b>', '<b>not bold</b>', ''],
    ['signs of heading links are left out', '<h2>Unsafe<a href="#unsafe">#</a></h2>', 'Unsafe', ''],
    ['but C# is none', '<a href="/">C#</a>', 'C#', ''],
    ['a whole document', '<html><head><title>x</title></head><body>a</body></html>', 'a', ''],
    ['broken markup', '<p>a<div>b</p></div><b>c', 'a b c', ''],
    ['an end that never comes', 'a<script>b', 'a', ''],
    ['nothing', '', '', ''],
  ])('%s', (_name, html, text, code) => expect(visibleText(html)).toEqual({ text, code }));
});

describe('hostile markup', () => {
  test.each([
    ['deep nesting', '<div>'.repeat(200_000)],
    ['endless attributes', `<p ${'a="b" '.repeat(100_000)}>x`],
    ['open angle brackets', '<'.repeat(500_000)],
    ['ampersands', '&'.repeat(500_000)],
    ['half comments', '<!--'.repeat(100_000)],
    ['white space', `<p>${' '.repeat(500_000)}x`],
    ['line feeds', `<p>${' \n'.repeat(250_000)}x`],
    ['one letter a tag', '<b>x</b>'.repeat(60_000)],
  ])('%s takes no time', async (_name, html) => {
    expect(await costOf(() => visibleText(html))).toBeLessThan(500); // linear takes a tenth of it
  });
  test('anything at all is read', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '<p',
      '</p>',
      '<pre>',
      '</pre>',
      '"',
      '&lt',
      ';',
      '<!--',
      '-->',
      ' ',
      'a',
      '\ud83e',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        const { text } = visibleText(parts.join(''));
        expect(text).toBe(text.trim());
      }),
    );
  });
});
