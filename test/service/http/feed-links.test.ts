import { expect, test } from 'vitest';
import { httpUrl } from '../../../src/model/values.js';
import { feedLinks } from '../../../src/service/http/feed-links.js';
import { Planet } from '../../support/planet.js';

const linkOf = (path: string, publish: object = { hub: 'https://hub.example/push' }) =>
  feedLinks(new Planet([], { publish }).current, path);

test.each(['feed.atom', 'feed.rss', 'feed.json', 'tags/ffi.atom', 'bundles/systems.json'])(
  'the live feed %s names the hub, and itself as it is subscribed to',
  (path) => {
    expect(linkOf(path)).toBe(
      `<https://hub.example/push>; rel="hub", <https://planet.example/${path}>; rel="self"`,
    );
    expect(linkOf(path, {})).toBeNull();
  },
);

test.each(['', 'index.html', 'tags/ffi/archive/1.atom', 'sources.opml', 'search/1.json'])(
  'anything else names none: "%s"',
  (path) => expect(linkOf(path)).toBeNull(),
);

test('what could end an address too early is escaped in feeds.json', () => {
  const hub = 'https://hub.example/a>;b"';
  expect(linkOf('feed.atom', { hub })).toContain(`<${httpUrl(hub)}>; rel="hub"`);
  expect(httpUrl(hub)).not.toMatch(/[>" ]/);
});
