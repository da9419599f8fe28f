import { describe, expect, test } from 'vitest';
import { createSearchIndex } from '../../../src/publish/browser/search-index.js';
import { marked, resultArticle, snippet } from '../../../src/publish/browser/search-result.js';
import { coverage, statusLine, tagCounts } from '../../../src/publish/browser/search-status.js';
import { terms } from '../../../src/publish/browser/search-terms.js';
import type { SearchPost } from '../../../src/publish/pages/search-format.js';
import { html } from '../../../src/publish/pages/template.js';
import { ENGLISH } from '../../../src/publish/words/languages.js';

const TAGS = {
  ffi: { title: 'FFI' },
  tooling: { title: 'Tooling', grouped: true as const },
  cpp: { title: 'c++' },
};

const entry = (id: string, given: Partial<SearchPost> = {}): SearchPost => ({
  id,
  url: `https://a.example/${id}`,
  title: 'A post',
  text: '',
  source: 'a',
  from: 'A Blog',
  date: '2026-11-18',
  tags: [],
  ...given,
});

describe('terms', () => {
  test.each([
    ['case and accents are folded', 'Café FFI', ['cafe', 'ffi']],
    ['compatibility forms are one', 'ﬃ Ⅳ', ['ffi', 'iv']],
    [
      'what joins words in code separates them here',
      'no_std std::mem async/await',
      ['no', 'std', 'std', 'mem', 'async', 'await'],
    ],
    ['plus and number signs belong to the word', 'C++ c# #3', ['c++', 'c#', '3']],
    ['scripts without spaces: a letter, a word', 'Rust中的FFI', ['rust', '中', '的', 'ffi']],
    ['nothing', ' …!', []],
  ])('%s', (_name, text, expected) => expect(terms(text)).toEqual(expected));
});

describe('find', () => {
  const index = createSearchIndex();
  index.add(
    [
      entry('title', { title: 'bindgen for the impatient' }),
      entry('text', { title: 'Headers', text: 'How bindgen reads a header with a callback.' }),
      entry('tag', { title: 'Borders', tags: ['cpp'] }),
      entry('author', { title: 'Notes', by: ['Ines Okafor'] }),
      entry('han', { title: '从零写一个安全的回调' }),
      entry('older', { title: 'Macros', date: '2020-01-01' }),
      entry('newer', { title: 'Macros', date: '2026-01-01' }),
    ],
    TAGS,
  );
  const ids = (query: string) => index.find(query).hits.map(({ post }) => post.id);

  test.each([
    ['a word, in the title first', 'bindgen', ['title', 'text']],
    ['its beginning', 'bindg', ['title', 'text']],
    ['a typing error', 'bindgne', ['title', 'text']],
    ['all words together', 'bindgen callback', ['text']],
    ['a tag by its name', 'c++', ['tag']],
    ['a tag by its slug', 'cpp', ['tag']],
    ['an author', 'okafor', ['author']],
    ['Chinese', '回调', ['han']],
    ['newest first among equals', 'macros', ['newer', 'older']],
    ['short words are taken by the letter', 'c', []],
    ['no such word', 'qwertyuiop', []],
    ['no word', ' ?', []],
  ])('%s', (_name, query, expected) => expect(ids(query)).toEqual(expected));

  test('says what was taken for what', () => {
    expect(index.find('bindgne callback').corrected).toEqual([{ asked: 'bindgne', taken: ['bindgen'] }]);
    expect(index.find('bindgen').corrected).toEqual([]);
  });
  test('names the words that were meant', () => {
    expect([...(index.find('bindg')?.hits[0]?.terms ?? [])]).toEqual(['bindgen']);
  });
  test('the same segment twice is there once', () => {
    index.add([entry('title', { title: 'bindgen for the impatient' })], TAGS);
    expect(ids('impatient')).toEqual(['title']);
  });
});

describe('showing', () => {
  const wanted = new Set(['bindgen']);
  const long = `${'before '.repeat(40)}bindgen${' after'.repeat(80)}`;

  test('marks whole words and escapes the rest', () =>
    expect(html`${marked('<b>Bindgen</b> & bindgens', wanted)}`.markup).toBe(
      '&lt;b&gt;<mark>Bindgen</mark>&lt;/b&gt; &amp; bindgens',
    ));
  test('a long excerpt is cut round its first mark', () => {
    const { markup } = html`${snippet(long, wanted)}`;
    expect(markup).toMatch(/^… before .* <mark>bindgen<\/mark> after .* after …$/);
    expect(markup.length).toBeLessThan(310);
  });
  test('a short one is not', () =>
    expect(html`${snippet('a bindgen b', wanted)}`.markup).toBe('a <mark>bindgen</mark> b'));
  test('a post', () => {
    const post = entry('0a', {
      title: 'bindgen',
      by: ['Ada'],
      tags: ['ffi', 'tooling'],
      text: 'Text',
      lang: 'ar',
      dir: 'rtl',
    });
    expect(resultArticle(ENGLISH, { post, terms: wanted }, TAGS).markup).toBe(`<article class="post flip">
<time class="when" datetime="2026-11-18">18 Nov 2026</time>
<h3 class="title" lang="ar" dir="rtl"><a href="https://a.example/0a" rel="noopener"><mark>bindgen</mark></a></h3>
<p class="by"><span class="who"><bdi lang="ar">Ada</bdi></span><a href="../sources/a/"><bdi lang="ar">A Blog</bdi></a><span>in&nbsp;<a rel="tag" href="../tags/tooling/">Tooling</a></span></p>
<blockquote lang="ar" dir="rtl"><p>Text</p></blockquote>
<div class="tags"><ul><li><a rel="tag" href="../tags/ffi/">FFI</a></li></ul></div>
</article>
`);
  });
  test('a post without an address leads to its place here', () => {
    const { url: _none, ...post } = entry('0a');
    expect(resultArticle(ENGLISH, { post, terms: wanted }, TAGS).markup).toContain('href="../sources/a/#0a"');
  });
});

describe('status', () => {
  const hits = [
    { post: entry('a', { tags: ['cpp', 'ffi'] }), terms: new Set<string>() },
    { post: entry('b', { tags: ['ffi'] }), terms: new Set<string>() },
  ];
  test.each([
    ['found', { hits, corrected: [] }, 2, '2 posts.'],
    ['nothing', { hits: [], corrected: [] }, 0, 'Nothing matches.'],
    [
      'corrected',
      { hits, corrected: [{ asked: 'bindgne', taken: ['bindgen'] }] },
      2,
      '2 posts. Nothing has “bindgne”, so these match <strong>bindgen</strong>.',
    ],
    [
      'one',
      { hits, corrected: [{ asked: 'a<', taken: ['b', 'c'] }] },
      1,
      '1 post. Nothing has “a&lt;”, so this matches <strong>b</strong> or <strong>c</strong>.',
    ],
  ])('%s', (_name, found, shown, expected) =>
    expect(statusLine(ENGLISH, found, shown).markup).toBe(expected),
  );

  test('tags of what was found', () =>
    expect(tagCounts({ hits, corrected: [] })).toEqual([
      ['ffi', 2],
      ['cpp', 1],
    ]));
  test('what is covered', () => {
    const segments = [
      { n: 2, count: 120, since: '2024-01-01' },
      { n: 1, count: 5000, since: '2021-06-30' },
    ];
    expect(coverage(ENGLISH, { segments, tags: {} }).markup).toBe(
      'The 5,120 newest posts are searched, back to June 2021.',
    );
  });
});
