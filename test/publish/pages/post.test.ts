import { describe, expect, test } from 'vitest';
import type { Post } from '../../../src/model/post.js';
import { contextOf } from '../../../src/publish/pages/context.js';
import { postArticle } from '../../../src/publish/pages/post.js';
import { config, markup, post, site, tag, url } from './site.js';

const context = contextOf(
  site({
    config: config({
      groups: [{ slug: 'category', title: 'Categories', max: 2, keep: 0.8, default: null }],
      tags: [tag('ffi'), tag('c'), tag('unsafe'), tag('tooling', { title: 'Tooling', group: 'category' })],
    }),
  }),
);
const to = (path: string): string => `/${path}`;
const whole = (given: Partial<Post>): string =>
  postArticle(post({ why: [], ...given }), { context, to, form: 'whole', about: new Set(['ffi']) }).markup;

test('a post as a tag’s page shows it', () => {
  const shown = postArticle(post({ authors: [{ name: 'Ada', url: null }], tags: ['c', 'ffi', 'tooling'] }), {
    context,
    to,
    form: 'whole',
    about: new Set(['ffi']),
  });
  expect(shown.markup).toBe(`<article class="post">
<time class="when" datetime="2026-11-18">18 Nov 2026</time>
<h3 class="title"><a href="https://quiet.example/post" rel="noopener">A post</a></h3>
<p class="by"><bdi class="who">Ada</bdi><a href="/sources/quiet/"><bdi>Quiet Compiler</bdi></a><span>in&nbsp;<a rel="tag" href="/tags/tooling/">Tooling</a></span></p>
<blockquote><p>What it is about.</p></blockquote>
<div class="tags"><ul><li><a rel="tag" href="/tags/c/">c</a></li></ul><details><summary>Why is this here?</summary><div class="why"><p>Filed under <b>ffi</b> with 1 point; 1 is enough.</p><dl><dt>“ffi” in the text</dt><dd>1</dd></dl><p>Also filed under c (“c”), Tooling (“tooling”).</p></div></details></div>
</article>
`);
});

test('a post as home shows it: no date, no excerpt, no reasons', () => {
  const shown = postArticle(post({ tags: ['ffi'] }), { context, to, form: 'line', about: new Set() });
  expect(shown.markup).toBe(`<article class="post">
<h4 class="title"><a href="https://quiet.example/post" rel="noopener">A post</a></h4>
<p class="by"><a href="/sources/quiet/"><bdi>Quiet Compiler</bdi></a></p>
<div class="tags"><ul><li><a rel="tag" href="/tags/ffi/">ffi</a></li></ul></div>
</article>
`);
});

test('a post as its source’s page shows it: an anchor, and the source unnamed', () => {
  const shown = postArticle(post({ uuid: '0a', url: null, why: [] }), {
    context,
    to,
    form: 'whole',
    about: new Set(),
    atHome: true,
  });
  expect(shown.markup).toBe(`<article class="post" id="0a">
<time class="when" datetime="2026-11-18">18 Nov 2026</time>
<h3 class="title">A post</h3>
<blockquote><p>What it is about.</p></blockquote>
</article>
`);
});

describe('odd content', () => {
  const arabic = 'استدعاء مكتبة C من رست';
  test.each<[string, Partial<Post>, string]>([
    [
      'markup in a title is text',
      { title: '<script>alert(1)</script>' },
      '>&lt;script&gt;alert(1)&lt;/script&gt;</a></h3>',
    ],
    [
      'a hostile name',
      { authors: [{ name: '"><img>', url: null }] },
      '<bdi class="who">&quot;&gt;&lt;img&gt;</bdi>',
    ],
    [
      'a hostile address',
      { url: url("https://a.example/?\"onclick='x'&<b>") },
      'href="https://a.example/?%22onclick=%27x%27&amp;%3Cb%3E"',
    ],
    [
      'no title',
      { title: null },
      '<h3 class="title untitled"><a href="https://quiet.example/post" rel="noopener">What it is about…</a></h3>\n<p class="by"><a href="/sources/quiet/"><bdi>Quiet Compiler</bdi></a></p>\n</article>',
    ],
    [
      'no link: its place on our own site',
      { url: null, uuid: '0a' },
      '<a href="/sources/quiet/#0a">A post</a>',
    ],
    ['no excerpt, no quote', { excerpt: markup('') }, '</p>\n</article>'],
    [
      'two authors',
      {
        authors: [
          { name: 'A', url: null },
          { name: 'B', url: null },
        ],
      },
      '<span class="who"><bdi>A</bdi>, <bdi>B</bdi></span>',
    ],
    [
      'two hundred authors',
      { authors: Array.from({ length: 200 }, (_, n) => ({ name: `A${n}`, url: null })) },
      '<bdi>A2</bdi> and 197 more</span>',
    ],
    [
      'an author named like the blog is named once',
      { authors: [{ name: 'Quiet Compiler', url: null }] },
      '<p class="by"><a ',
    ],
    ['a nameless author', { authors: [{ name: '\u0000 ', url: null }] }, '<p class="by"><a '],
    [
      'others that carry it',
      { also: [{ source: 'b', title: 'B', url: null }] },
      '<span>also at <a href="/sources/b/"><bdi>B</bdi></a></span>',
    ],
    [
      'another language',
      { language: 'de' },
      '<h3 class="title" lang="de"><a href="https://quiet.example/post" hreflang="de" rel="noopener">',
    ],
    ['right to left', { title: arabic, language: 'ar' }, '<article class="post flip">'],
    ['its title', { title: arabic, language: 'ar' }, '<h3 class="title" lang="ar" dir="rtl">'],
    [
      'an excerpt that runs otherwise than its title',
      { title: 'C', excerpt: markup(`<p>${arabic}</p>`) },
      '<blockquote lang="" dir="rtl">',
    ],
    [
      'code can be scrolled by keyboard',
      { excerpt: markup('<pre><code>x</code></pre>') },
      '<pre tabindex="0" role="group" aria-label="Code"><code>x</code></pre>',
    ],
    ['a tag that no longer exists', { tags: ['gone'], why: [] }, '</blockquote>\n</article>'],
  ])('%s', (_name, given, expected) => expect(whole(given)).toContain(expected));
});

test('an ordinary post costs at most 1,050 bytes', () => {
  const ordinary = whole({
    title: 'Calling a weather model from Rust without copying an array',
    authors: [{ name: 'Mira Lund', url: null }],
    url: url('https://lantern.example/2026/11/calling-a-weather-model/'),
    excerpt: markup(`<p>${'Nine thousand lines, no tests, and right. '.repeat(6)}</p>`),
    tags: ['c', 'ffi', 'tooling', 'unsafe'],
    why: [
      {
        tag: 'ffi',
        points: 1,
        by: 'terms',
        terms: [{ term: 'calling convention', field: 'text', points: 1 }],
      },
    ],
  });
  expect(Buffer.byteLength(ordinary)).toBeLessThanOrEqual(1050);
});
