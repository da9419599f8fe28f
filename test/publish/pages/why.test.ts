import { expect, test } from 'vitest';
import type { TagReason } from '../../../src/model/filing.js';
import { contextOf } from '../../../src/publish/pages/context.js';
import { why } from '../../../src/publish/pages/why.js';
import { config, post, site, tag } from './site.js';

const context = contextOf(
  site({
    config: config({
      groups: [{ slug: 'category', title: 'Categories', max: 2, keep: 0.8, default: 'language' }],
      tags: [tag('ffi'), tag('c', { min: 2 }), tag('language', { title: 'Language', group: 'category' })],
    }),
  }),
);
const terms: TagReason = {
  tag: 'ffi',
  points: 2.5,
  by: 'terms',
  terms: [
    { term: 'title:case:bindgen', field: 'title', points: 1.5 },
    { term: 'C <ABI>', field: 'text', points: 1 },
    { term: 'web', field: 'text', points: -1 },
  ],
};
const given = (reason: Partial<TagReason>): TagReason => ({
  tag: 'ffi',
  points: 1,
  by: 'terms',
  terms: [],
  ...reason,
});

test.each<[string, TagReason[], string]>([
  [
    'the page’s tag with every term',
    [terms],
    '<p>Filed under <b>ffi</b> with 2.5 points; 1 is enough.</p><dl><dt>“bindgen” in the title</dt><dd>1.5</dd><dt>“C &lt;ABI&gt;” in the text</dt><dd>1</dd><dt>“web” in the text</dt><dd>−1</dd></dl>',
  ],
  [
    'a hint of its source is no word of the source’s name',
    [
      given({ terms: [{ term: 'hints', field: 'source', points: 0.5 }] }),
      given({ tag: 'c', terms: [{ term: 'hints', field: 'source', points: 0.5 }] }),
    ],
    '<p>Filed under <b>ffi</b> with 1 point; 1 is enough.</p><dl><dt>a hint of its source</dt><dd>0.5</dd></dl><p>Also filed under c (a hint of its source).</p>',
  ],
  [
    'by its source',
    [given({ by: 'source' })],
    '<p>Filed under <b>ffi</b>, as all posts of this source are.</p>',
  ],
  [
    'implied',
    [given({ by: 'implied' })],
    '<p>Filed under <b>ffi</b>, which another of its tags implies.</p>',
  ],
  [
    'another tag speaks for it',
    [given({ terms: [{ term: 'tag:language', field: 'tag', points: 1 }] })],
    '<p>Filed under <b>ffi</b> with 1 point; 1 is enough.</p><dl><dt>“Language” as another of its tags</dt><dd>1</dd></dl>',
  ],
  [
    'other tags in a few words',
    [given({ tag: 'language', by: 'default' }), { ...terms, tag: 'c' }, given({ tag: 'gone', by: 'source' })],
    '<p>Filed under Language (by default), c (“bindgen” and “C &lt;ABI&gt;”), gone (by its source).</p>',
  ],
])('%s', (_name, reasons, expected) => {
  const made = why(context, post({ why: reasons }), new Set(['ffi']));
  expect(made?.markup).toBe(
    `<details><summary>Why is this here?</summary><div class="why">${expected}</div></details>`,
  );
});

test('the default of a group', () => {
  const made = why(
    context,
    post({ why: [given({ tag: 'language', by: 'default' })] }),
    new Set(['language']),
  );
  expect(made?.markup).toContain('<b>Language</b>, as posts are that fit no other of Categories.');
});

test('a tag’s own minimum', () => {
  const made = why(context, post({ why: [given({ tag: 'c', points: 2 })] }), new Set(['c']));
  expect(made?.markup).toContain('with 2 points; 2 are enough.');
});

test('no reasons, nothing to open', () => expect(why(context, post(), new Set())).toBeNull());
