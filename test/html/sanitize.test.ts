import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/html/sanitize.js';
import { httpUrl } from '../../src/model/values.js';
import { costOf } from '../support/cost.js';

const base = httpUrl('https://blog.example/posts/1/');
const clean = (value: string) => sanitize({ type: 'html', value, base });

describe('what goes', () => {
  test.each([
    ['a script, with its text', 'a<script>alert(1)</script>b', 'ab'],
    ['a style sheet', 'a<style>p{}</style>b', 'ab'],
    ['an event handler', '<p onclick="x()">a</p>', '<p>a</p>'],
    ['a style', '<p style="position:fixed">a</p>', '<p>a</p>'],
    ['ids and classes', '<p id="x" class="y">a</p>', '<p>a</p>'],
    ['a form, but not its text', '<form action="/x"><p>a</p><input name="b"></form>', '<p>a</p>'],
    ['a javascript: address', '<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['one in disguise', '<a href=" java&#9;script:alert(1)">a</a>', '<a>a</a>'],
    ['a data: document', '<a href="data:text/html,x">a</a>', '<a>a</a>'],
    ['an SVG as data', '<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="a">', ''],
    ['an object', 'a<object data="x.swf"><param name="a"></object>b', 'ab'],
    ['an SVG', 'a<svg onload="x()"><script>y</script></svg>b', 'ab'],
    [
      'a base',
      '<base href="https://evil.example/"><a href="x">a</a>',
      '<a href="https://blog.example/posts/1/x">a</a>',
    ],
    ['a picture of nothing', 'a<img src="" alt="b"><img src=" ">c', 'ac'],
    [
      'a poster of nothing',
      '<video src="/v" poster=""></video>',
      '<video src="https://blog.example/v"></video>',
    ],
    ['a comment', 'a<!-- <script>x</script> -->b', 'ab'],
  ])('%s', (_name, value, expected) => expect(clean(value)).toBe(expected));
});

describe('what stays', () => {
  test.each([
    [
      'headings, lists, tables',
      '<h2>a</h2><ul><li>b</li></ul><table><tr><td colspan="2">c</td></tr></table>',
    ],
    ['code and its language', '<pre><code class="language-rust">fn main() {}</code></pre>'],
    [
      'figures',
      '<figure><img src="https://blog.example/a.png" alt="a" /><figcaption>b</figcaption></figure>',
    ],
    ['details', '<details open><summary>a</summary>b</details>'],
    ['a picture of its own bytes', '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a" />'],
    ['mail addresses', '<a href="mailto:jo@blog.example">Jo</a>'],
    ['direction and language', '<p lang="ar" dir="rtl">a</p>'],
    ['entities', '<p>a &lt; b &amp;&amp; c</p>'],
  ])('%s', (_name, value) => expect(clean(value).replace(' open=""', ' open')).toBe(value));
});

describe('addresses become absolute', () => {
  test.each([
    ['of the page', '<a href="#top">a</a>', '<a href="https://blog.example/posts/1/#top">a</a>'],
    ['of the host', '<img src="/a.png">', '<img src="https://blog.example/a.png" />'],
    ['without a scheme', '<img src="//cdn.example/a.png">', '<img src="https://cdn.example/a.png" />'],
    [
      'in a srcset',
      '<img src="a.png" srcset="a.png 1x, b.png 2x">',
      '<img src="https://blog.example/posts/1/a.png" srcset="https://blog.example/posts/1/a.png 1x, https://blog.example/posts/1/b.png 2x" />',
    ],
    [
      'in a srcset without white space behind its commas',
      '<img src="a.png" srcset="/a.png 1x,/w_2,h_2/b.png 1.5x,c.png 2x">',
      '<img src="https://blog.example/posts/1/a.png" srcset="https://blog.example/a.png 1x, https://blog.example/w_2,h_2/b.png 1.5x, https://blog.example/posts/1/c.png 2x" />',
    ],
  ])('%s', (_name, value, expected) => expect(clean(value)).toBe(expected));

  test('or go where nothing is known of where they were', () =>
    expect(sanitize({ type: 'html', value: '<a href="x">a</a><img src="y">', base: null })).toBe('<a>a</a>'));
});

test.each([
  ['that is closed', '<iframe src="https://v.example/1"></iframe>'],
  ['that is not', '<iframe src="//v.example/1" />'],
])('a frame %s becomes a link', (_name, frame) =>
  expect(clean(`<p>a</p>${frame}`)).toBe('<p>a</p><a href="https://v.example/1" title="v.example">▶</a>'),
);

test.each([
  ['paragraphs', 'a\n\nb', '<p>a</p>\n<p>b</p>'],
  ['lines', 'a\nb', '<p>a<br />b</p>'],
  ['what looks like markup', '<b>&amp;', '<p>&lt;b&gt;&amp;amp;</p>'],
])('text becomes %s', (_name, value, expected) =>
  expect(sanitize({ type: 'text', value, base: null })).toBe(expected),
);

test.each([
  ['as it stands', '<b>'],
  ['with ends in comments', '<b><!--</b>-->'],
  ['with ends in attributes', '<b title="</b>">'],
  ['with ends in scripts', '<b><script></b></script>'],
  ['with ends of other names', '<b:c></b>'],
  ['formulas', '<math><!--</math>-->'],
])('what is nested deeper than any author nests is shown as text: %s', (_name, piece) => {
  const deep = piece.repeat(2000);
  expect(clean(deep)).toBe(deep.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
});

test.each([
  ['paragraphs without ends', '<p>a'.repeat(2000), 'a'.repeat(2000)],
  ['a drawing of many parts', `<svg>${'<path d="M0"/>'.repeat(2000)}</svg>a`, 'a'],
  ['pictures', '<img alt="x">'.repeat(2000), ''],
])('many elements are not deep: %s', (_name, html, text) => {
  expect(clean(html).replace(/<[^<>]*>/g, '')).toBe(text);
});

test.each([
  ['20,000 nested elements', '<div>'.repeat(20_000)],
  ['20,000 nested quotations', '<blockquote>'.repeat(20_000)],
  ['80 KB of x<p', 'x<p '.repeat(20_000)],
  ['1 MB of ampersands', '&'.repeat(1_000_000)],
  ['20,000 open links', '<a href="x">'.repeat(20_000)],
  ['20,000 comments never closed', '<!--'.repeat(20_000)],
  ['20,000 end tags', '</p>'.repeat(20_000)],
])('takes little time over %s', async (_name, value) => {
  expect(await costOf(() => clean(value))).toBeLessThan(200);
});
