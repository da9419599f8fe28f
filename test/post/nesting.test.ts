import { describe, expect, test } from 'vitest';
import { nestedStrictly } from '../../src/post/nesting.js';
import { markup } from '../publish/pages/site.js';

describe('what is nested wrongly is parted', () => {
  test.each([
    ['a block in a paragraph', '<p>a<div>b</div>c</p>', '<p>a</p><div>b</div>c'],
    ['an item in a paragraph', '<p> <li>a</li></p>', '<p> </p><li>a</li>'],
    [
      'a block in a span in a paragraph',
      '<p><span>a<ul><li>b</li></ul>c</span></p>',
      '<p><span>a</span></p><ul><li>b</li></ul>c',
    ],
    ['a rule in a paragraph', '<p>a<hr />b</p>', '<p>a</p><hr />b'],
    ['an item in an item', '<ul><li>a<li>b</li></li></ul>', '<ul><li>a</li><li>b</li></ul>'],
    ['a term in a definition', '<dl><dd>a<dt>b</dt></dd></dl>', '<dl><dd>a</dd><dt>b</dt></dl>'],
    [
      'a link in a link',
      '<a href="x">a<b><a href="y">b</a></b></a>',
      '<a href="x">a<b></b></a><a href="y">b</a>',
    ],
    ['a cell outside of a table', '<p>a<td>b</td></p>', '<p>ab</p>'],
    [
      'a cell outside of a row',
      '<table><tbody><td>a</td></tbody></table>',
      '<table><tbody>a</tbody></table>',
    ],
    [
      'an end tag of what has none',
      '<picture><source src="x"></source></picture>',
      '<picture><source src="x"></picture>',
    ],
    // A parser ends the outer table there, and then takes `</div>` for the end of what is around the post.
    [
      'a table in a table outside of a cell',
      '<table><div>a<table><tbody></tbody></table></div></table>',
      '<table><div>a</div></table><table><tbody></tbody></table>',
    ],
    ['a heading in a heading', '<h2>a<h3>b</h3></h2>', '<h2>a</h2><h3>b</h3>'],
  ])('%s', (_name, html, expected) => {
    expect(nestedStrictly(markup(html))).toBe(expected);
    expect(nestedStrictly(markup(expected))).toBe(expected);
  });
});

test.each([
  ['a list in an item', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
  ['a paragraph in a cell', '<table><tbody><tr><td><p>a</p></td></tr></tbody></table>'],
  ['a table in a cell', '<table><tbody><tr><td><div><table></table></div></td></tr></tbody></table>'],
  ['a paragraph in a quotation in an item', '<ol><li><blockquote><p>a</p></blockquote></li></ol>'],
  ['a heading in a section in a heading', '<h2><span>a</span></h2><section><h3>b</h3></section>'],
  ['text that looks like tags', '<p>a &lt;div&gt; b</p>'],
  ['what has an end without a start', '<p>a</p></div><p><li>b</li></p>'],
])('stays: %s', (_name, html) => expect(nestedStrictly(markup(html))).toBe(html));
