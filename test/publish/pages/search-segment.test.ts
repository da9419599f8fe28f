import { expect, test } from 'vitest';
import { searchFile, searchList } from '../../../src/publish/pages/search-segment.js';
import { at, config, markup, post, site, tag } from './site.js';

test('a post of a segment: what does not apply is not there', () => {
  const given = post({ uuid: '0a', tags: ['ffi'], authors: [{ name: 'Quiet Compiler', url: null }] });
  expect(searchFile(site(), [given])).toEqual({
    posts: [
      {
        id: '0a',
        url: 'https://quiet.example/post',
        title: 'A post',
        text: 'What it is about.',
        source: 'quiet',
        from: 'Quiet Compiler',
        date: '2026-11-18',
        tags: ['ffi'],
      },
    ],
  });
});

test('an odd one', () => {
  const given = post({
    uuid: '0a',
    url: null,
    title: null,
    excerpt: markup('<p>استدعاء مكتبة</p>'),
    authors: [{ name: 'Ada', url: null }],
  });
  expect(searchFile(site(), [given]).posts[0]).toEqual({
    id: '0a',
    title: 'استدعاء مكتبة…',
    untitled: true,
    text: '',
    by: ['Ada'],
    source: 'quiet',
    from: 'Quiet Compiler',
    date: '2026-11-18',
    tags: [],
    lang: '',
    dir: 'rtl',
  });
});

test('the list of segments, newest first, and what tags are called', () => {
  const view = site({
    config: config({ tags: [tag('ffi', { title: 'FFI' }), tag('web', { group: 'category' })] }),
  });
  const segments = [
    { n: 1, count: 500, since: at('2021-06-01') },
    { n: 2, count: 0, since: null },
  ];
  expect(searchList(view, segments)).toEqual({
    segments: [
      { n: 2, count: 0, since: null },
      { n: 1, count: 500, since: '2021-06-01' },
    ],
    tags: { ffi: { title: 'FFI' }, web: { title: 'web', grouped: true } },
  });
});
