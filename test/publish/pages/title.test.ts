import { expect, test } from 'vitest';
import { textOf, titleOf } from '../../../src/publish/pages/title.js';
import { ENGLISH } from '../../../src/publish/words/languages.js';
import { markup, url } from './site.js';

const address = url('https://www.blog.example/a/note/');
const long = 'word '.repeat(60).trim();

test.each([
  [
    'a title is never cut',
    { title: long.repeat(40) },
    '',
    { text: long.repeat(40), made: false, excerpt: false },
  ],
  ['an excerpt stands below a title', { title: 'T' }, 'Text.', { text: 'T', made: false, excerpt: true }],
  ['white space is folded', { title: ' a\n\tb ' }, '', { text: 'a b', made: false, excerpt: false }],
  [
    'a short text stands in whole',
    { title: null },
    'Just a note.',
    { text: 'Just a note…', made: true, excerpt: false },
  ],
  [
    'a long one opens the title',
    { title: null },
    long,
    { text: `${'word '.repeat(22).trim()}…`, made: true, excerpt: true },
  ],
  [
    'so does one without spaces',
    { title: null },
    '字'.repeat(200),
    { text: `${'字'.repeat(110)}…`, made: true, excerpt: true },
  ],
  [
    'no character is cut in two',
    { title: null },
    '🦀'.repeat(200),
    { text: `${'🦀'.repeat(55)}…`, made: true, excerpt: true },
  ],
  [
    'a title of controls alone is none',
    { title: '\0\u0001' },
    'Text',
    { text: 'Text…', made: true, excerpt: false },
  ],
  [
    'no words at all: the address',
    { title: null },
    '',
    { text: 'blog.example/a/note', made: true, excerpt: false },
  ],
  ['not even an address', { title: null, url: null }, '', { text: 'Untitled', made: true, excerpt: false }],
])('%s', (_name, given, excerpt, expected) =>
  expect(titleOf({ url: address, ...given }, excerpt, ENGLISH)).toEqual(expected),
);

test('the text of an excerpt: entities read, blocks apart, words whole, code last', () => {
  const excerpt = markup('<p>a<code>b</code> &amp;</p><pre><code>x &lt; y</code></pre><p>c</p>');
  expect(textOf(excerpt)).toBe('ab & c x < y');
});
