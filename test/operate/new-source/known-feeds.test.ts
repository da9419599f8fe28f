import { expect, test } from 'vitest';
import { httpUrl } from '../../../src/model/values.js';
import { knownFeeds, usualFeeds, writtenAddresses } from '../../../src/operate/new-source/known-feeds.js';
import { url } from '../../support/build.js';

test.each([
  ['a.example', ['https://a.example', 'http://a.example']],
  ['http://a.example/x', ['http://a.example/x']],
  ['feed:https://a.example/f', ['https://a.example/f']],
  ['feed://a.example/f', ['https://a.example/f', 'http://a.example/f']],
  ['@ann@social.example', ['https://social.example/@ann']],
  ['!rust@lemmy.example', ['https://lemmy.example/c/rust']],
])('%s means %j', (written, addresses) => expect(writtenAddresses(written)).toEqual(addresses));

test.each([
  [
    'https://www.youtube.com/channel/UC123_-x/videos',
    ['https://www.youtube.com/feeds/videos.xml?channel_id=UC123_-x'],
  ],
  ['https://m.youtube.com/user/ann', ['https://www.youtube.com/feeds/videos.xml?user=ann']],
  ['https://www.youtube.com/playlist?list=PL1', ['https://www.youtube.com/feeds/videos.xml?playlist_id=PL1']],
  ['https://www.youtube.com/watch?v=x', []],
  ['https://www.youtube.com/@ann', []],
  [
    'https://github.com/rust-lang/rust/',
    ['releases', 'tags', 'commits'].map((list) => `https://github.com/rust-lang/rust/${list}.atom`),
  ],
  ['https://github.com/a/b/releases', ['https://github.com/a/b/releases.atom']],
  ['https://github.com/a/b/tags', ['https://github.com/a/b/tags.atom']],
  ['https://github.com/a/b/commits/main', ['https://github.com/a/b/commits/main.atom']],
  ['https://github.com/ann', ['https://github.com/ann.atom']],
  ['https://old.reddit.com/r/rust/new', ['https://www.reddit.com/r/rust/.rss']],
  ['https://medium.com/@ann', ['https://medium.com/feed/@ann']],
  ['https://medium.com/better-programming/x-1', ['https://medium.com/feed/better-programming']],
  ['https://ann.medium.com/', ['https://ann.medium.com/feed']],
  ['https://substack.com/@ann', ['https://ann.substack.com/feed']],
  ['https://ann.substack.com/p/post', ['https://ann.substack.com/feed']],
  ['https://bsky.app/profile/ann.example', ['https://bsky.app/profile/ann.example/rss']],
  ['https://arxiv.org/list/cs.PL/recent', ['https://rss.arxiv.org/atom/cs.PL']],
  ['https://social.example/@ann', ['https://social.example/@ann.rss']],
  ['https://lemmy.example/c/rust', ['https://lemmy.example/feeds/c/rust.xml']],
  ['https://a.example/blog/', []],
])('%s has its feed at %j', (page, feeds) => expect(knownFeeds(url(page))).toEqual(feeds));

test.each([
  ['https://a.example/', ['/']],
  ['https://a.example/blog', ['/blog/', '/']],
  ['https://a.example/blog/', ['/blog/', '/']],
  ['https://a.example/about.html', ['/']],
  ['https://a.example/blog/2024/05/post', ['/blog/2024/05/', '/blog/', '/']],
])('%s is looked for in %j', (page, folders) => {
  const places = usualFeeds(url(page));
  expect(places.filter((place) => place.includes('atom.xml'))).toEqual(
    folders.map((folder) => httpUrl(`${folder}atom.xml`, page)),
  );
});
