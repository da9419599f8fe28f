import { afterAll, expect, test, vi } from 'vitest';
import type { FeedFormat } from '../../../src/publish/feeds/format.js';
import { english } from '../../../src/publish/words/english.js';
import { inEveryFormat } from '../../support/formats.js';

/** https://twtxt.readthedocs.io: a line for each post. */
const twtxt: FeedFormat = {
  extension: 'txt',
  mediaType: 'text/plain',
  label: 'twtxt',
  render: ({ entries }, self) => [
    `# ${self}`,
    ...entries.map(({ published, title }) => `\n${published}\t${title}`),
  ],
};

/** Modules are kept from one test file to the next: here all are loaded anew, with one format more. */
const FORMATS = '../../../src/publish/feeds/formats.js';
vi.resetModules();
vi.doMock(FORMATS, async (original) => {
  const real = await original<typeof import('../../../src/publish/feeds/formats.js')>();
  return { ...real, FORMATS: [...real.FORMATS, twtxt] };
});
afterAll(() => {
  vi.doUnmock(FORMATS);
  vi.resetModules();
});

const { renderFarewell } = await import('../../../src/publish/feeds/farewell.js');
const { feedAt, liveFeeds } = await import('../../../src/publish/feeds/feed-at.js');
const { renderArchive, renderFixed, renderStream } = await import('../../../src/publish/index.js');
const { mediaType } = await import('../../../src/service/http/media-type.js');
const { at, config, post, site, stream, tag } = await import('../pages/site.js');

const ffi = stream({ posts: [post({ title: 'Calling C' })] });
const view = site({ config: config({ tags: [tag('ffi', { aliases: ['bindings'] })] }) });
const rendered = (files: Iterable<{ path: string; body: string | Uint8Array }>): Map<string, string> =>
  new Map([...files].map(({ path, body }) => [path, String(body)]));

/** A format is one file and one line in the list: with one more in it, everything else is read from there. */
test('a further format is published for every stream, and at the addresses of aliases', () => {
  const files = rendered(renderStream(view, ffi));
  const body = '# https://readrust.example/tags/ffi.txt\n2026-11-18T12:00:00Z\tCalling C';
  expect([files.get('tags/ffi.txt'), files.get('tags/bindings.txt')]).toEqual([body, body]);
  expect([...rendered(renderStream(view, stream({ kind: 'site', slug: '' }))).keys()]).toContain('feed.txt');
});

test('archives stay in the main format', () => {
  const files = rendered(renderArchive(view, { stream: ffi, n: 1, posts: ffi.posts }));
  expect([...files.keys()]).toEqual(['tags/ffi/archive/1.atom', 'tags/ffi/archive/1.html']);
});

test('pages offer it', () => {
  const page = rendered(renderStream(view, ffi)).get('tags/ffi/index.html') ?? '';
  const about = rendered(renderFixed(view)).get('about/index.html') ?? '';
  const formats = english.numerals[inEveryFormat('feed').length + 1];
  expect(page).toContain(
    '<link rel="alternate" type="text/plain" title="Tag: ffi (twtxt)" href="../ffi.txt">',
  );
  expect(page).toContain('<a href="../ffi.txt">twtxt</a></p>');
  expect(page).toContain('<a href="../../feed.txt">twtxt</a>. Every source:');
  expect(about).toContain(`The ${formats} formats carry the same posts; take Atom unless`);
});

test('a removed tag says farewell in it, and then its file goes', () => {
  const gone = { kind: 'tag', slug: 'ffi', title: 'FFI', removed: at('2026-11-20') } as const;
  expect(rendered(renderFarewell(view, gone)).get('tags/ffi.txt')).toContain('“FFI” has ended');
  expect(liveFeeds(gone).toSorted()).toEqual([...inEveryFormat('tags/ffi'), 'tags/ffi.txt'].sort());
});

test.each([
  ['tags/ffi.txt', 'text/plain; charset=utf-8', 'feed'],
  ['robots.txt', 'text/plain; charset=utf-8', 'asset'],
])('the server knows what %s is', (path, contentType, kind) => {
  expect(mediaType(path)).toEqual({ contentType, kind, compressible: true });
});

test.each([
  ['feed.txt', 'txt live'],
  ['feed.atom', 'atom live'],
  ['bundles/systems.json', 'json live'],
  ['tags/ffi/archive/3.atom', 'atom sealed'],
  ['tags/index.html', 'none'],
  ['robots.txt', 'none'],
  ['search/3.json', 'none'],
  ['tags/ffi.opml', 'none'],
])('%s: %s', (path, expected) => {
  const found = feedAt(path);
  expect(found === null ? 'none' : `${found.format.extension} ${found.isLive ? 'live' : 'sealed'}`).toBe(
    expected,
  );
});
