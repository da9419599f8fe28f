import { expect, test } from 'vitest';
import { sanitize } from '../../src/html/sanitize.js';
import { feedHtml } from '../../src/post/feed-html.js';
import { url } from '../publish/pages/site.js';

const base = url('https://blog.example/');

test.each([
  ['a tracking pixel goes', 'a<img src="/p.gif" width="1" height=1>b', 'ab'],
  ['one without a size goes', 'a<img height="0" src="/p.gif?a=1&b=2" alt="x > y" width=0>b', 'ab'],
  [
    'a line of one pixel stays',
    '<img src="/p.gif" width="1" height="90">',
    '<img src="https://blog.example/p.gif" width="1" height="90" />',
  ],
  [
    'controls go',
    '<video controls src="/a.mp4">a</video>',
    '<video src="https://blog.example/a.mp4">a</video>',
  ],
  [
    'controls in words stay',
    '<p title="a > controls">video controls</p>',
    '<p title="a &gt; controls">video controls</p>',
  ],
  ['an override becomes a span', '<bdo dir="rtl">a</bdo>', '<span dir="rtl">a</span>'],
  ['an end of CDATA is escaped', '<pre>a[b[0]]>c</pre>', '<pre>a[b[0]]&gt;c</pre>'],
])('%s', (_name, value, expected) => {
  expect(feedHtml(sanitize({ type: 'html', value, base }))).toBe(expected);
});
