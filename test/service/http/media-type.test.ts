import { expect, test } from 'vitest';
import { mediaType } from '../../../src/service/http/media-type.js';

test.each([
  ['feed.atom', 'application/atom+xml; charset=utf-8', 'feed'],
  ['tags/ffi.rss', 'application/rss+xml; charset=utf-8', 'feed'],
  ['tags/ffi/archive/3.atom', 'application/atom+xml; charset=utf-8', 'feed'],
  ['feed.json', 'application/feed+json; charset=utf-8', 'feed'],
  ['tags/ffi.json', 'application/feed+json; charset=utf-8', 'feed'],
  ['bundles/systems.json', 'application/feed+json; charset=utf-8', 'feed'],
  ['search/3.json', 'application/json; charset=utf-8', 'asset'],
  ['feeds.opml', 'text/x-opml; charset=utf-8', 'list'],
  ['sources.opml', 'text/x-opml; charset=utf-8', 'list'],
  ['tags/index.html', 'text/html; charset=utf-8', 'page'],
  ['sitemap.xml', 'application/xml; charset=utf-8', 'asset'],
  ['robots.txt', 'text/plain; charset=utf-8', 'asset'],
  ['assets/site.css', 'text/css; charset=utf-8', 'asset'],
  ['assets/site.js', 'text/javascript; charset=utf-8', 'asset'],
  ['assets/logo.svg', 'image/svg+xml; charset=utf-8', 'asset'],
  ['assets/logo.PNG', 'image/png', 'asset'],
  ['LICENSE', 'application/octet-stream', 'asset'],
])('%s is %s', (path, contentType, kind) => {
  expect(mediaType(path)).toEqual({ contentType, kind, compressible: contentType.includes('charset') });
});
