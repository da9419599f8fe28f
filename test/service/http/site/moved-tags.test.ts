import { describe, expect, test } from 'vitest';
import { movedTags, pastArchives } from '../../../../src/service/http/site/moved-tags.js';

const moved = movedTags(
  [
    { slug: 'embedded', aliases: ['embedded-rust', 'mcu'] },
    { slug: 'ffi', aliases: [] },
    { slug: 'back', aliases: [] },
  ],
  ['tags/dead', 'tags/mcu', 'tags/back', 'bundles/old', 'weekly/ffi'],
);

test.each([
  ['tags/embedded-rust.atom', { kind: 'moved', to: 'tags/embedded.atom' }],
  ['tags/embedded-rust.opml', { kind: 'moved', to: 'tags/embedded.opml' }],
  ['tags/embedded-rust/', { kind: 'moved', to: 'tags/embedded/' }],
  ['tags/embedded-rust', { kind: 'moved', to: 'tags/embedded/' }],
  ['tags/embedded-rust/archive/2.html', { kind: 'moved', to: 'tags/embedded/archive/2.html' }],
  ['tags/mcu.json', { kind: 'moved', to: 'tags/embedded.json' }],
  ['tags/dead.rss', { kind: 'gone' }],
  ['tags/dead/', { kind: 'gone' }],
  ['tags/back.atom', null],
  ['tags/ffi/weekly.rss', { kind: 'gone' }],
  ['tags/ffi/archive/1.atom', null],
  ['tags/back/weekly.rss', null],
  ['tags/mcu/weekly.rss', { kind: 'moved', to: 'tags/embedded/weekly.rss' }],
  ['tags/ffi.atom', null],
  ['tags/', null],
  ['tags/index.html', null],
  ['feed.atom', null],
  ['bundles/old.atom', { kind: 'gone' }],
  ['bundles/old/', { kind: 'gone' }],
  ['bundles/dead.atom', null],
  ['tags/old.atom', null],
  ['tags/embedded-rust-more.atom', null],
])('%s', (path, expected) => expect(moved(path)).toEqual(expected));

describe('an archive that is not there', () => {
  const wasThere = pastArchives({ 'tags/ffi': 12, 'bundles/systems': 1 });

  test.each([
    ['tags/ffi/archive/1.atom', true],
    ['tags/ffi/archive/12.html', true],
    ['tags/ffi/archive/13.atom', false],
    ['tags/ffi/archive/0.atom', false],
    ['tags/ffi/archive/sitemap.xml', false],
    ['tags/other/archive/1.atom', false],
    ['tags/constructor/archive/1.atom', false],
    ['bundles/systems/archive/1.atom', true],
    ['bundles/ffi/archive/1.atom', false],
  ])('%s was there: %s', (path, expected) => expect(wasThere(path)).toBe(expected));
});
