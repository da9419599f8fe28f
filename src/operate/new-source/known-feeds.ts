import { type HttpUrl, httpUrl } from '../../model/values.js';

/**
 * Where the feed may be of what people write who mean one: `@user@host`, `!community@host`, `feed:`, an
 * address. One without a scheme is asked by https first, and by http where nobody answers there.
 */
export function writtenAddresses(written: string): readonly [string, ...string[]] {
  const account = /^@([\w.-]+)@([\w.-]+\.[\w-]+)$/.exec(written);
  if (account !== null) return [`https://${account[2]}/@${account[1]}`];
  const community = /^!([\w.-]+)@([\w.-]+\.[\w-]+)$/.exec(written);
  if (community !== null) return [`https://${community[2]}/c/${community[1]}`];
  const plain = written.replace(/^feed:(?=https?:)/i, '').replace(/^feed:(?:\/\/)?/i, '');
  return /^[a-z][a-z\d+.-]*:\/\//i.test(plain) ? [plain] : [`https://${plain}`, `http://${plain}`];
}

/** Pages of one kind, on hosts that keep their feeds at other addresses. */
interface Pages {
  readonly host: RegExp;
  /** Of the path without a slash at its end. */
  readonly path: RegExp;
  /** Addresses of their feeds, the likeliest first, from the page's own. */
  readonly feeds: (groups: Readonly<Record<string, string>>, page: URL) => readonly string[];
}

const YOUTUBE = /^(?:www\.|m\.)?youtube\.com$/;
const GITHUB = /^(?:www\.)?github\.com$/;
const REDDIT = /^(?:www\.|old\.|new\.)?reddit\.com$/;

const videos = (name: string, value: string): readonly string[] => [
  `https://www.youtube.com/feeds/videos.xml?${name}=${encodeURIComponent(value)}`,
];

/** As these sites document them. */
const KNOWN: readonly Pages[] = [
  { host: YOUTUBE, path: /^\/channel\/(?<id>[\w-]+)/, feeds: ({ id = '' }) => videos('channel_id', id) },
  { host: YOUTUBE, path: /^\/user\/(?<name>[\w.-]+)/, feeds: ({ name = '' }) => videos('user', name) },
  { host: YOUTUBE, path: /^\/(?:@|c\/)/, feeds: () => [] }, // their pages tell
  {
    host: YOUTUBE,
    path: /^\/(?:playlist|watch)$/,
    feeds: (_groups, { searchParams }) =>
      searchParams.has('list') ? videos('playlist_id', searchParams.get('list') ?? '') : [],
  },
  {
    host: GITHUB,
    path: /^\/(?<repository>[\w.-]+\/[\w.-]+)$/,
    feeds: ({ repository }) =>
      ['releases', 'tags', 'commits'].map((list) => `https://github.com/${repository}/${list}.atom`),
  },
  {
    host: GITHUB,
    path: /^\/(?<list>[\w.-]+\/[\w.-]+\/(?:releases|tags|commits(?:\/[^?#]+)?))$/,
    feeds: ({ list }) => [`https://github.com/${list}.atom`],
  },
  { host: GITHUB, path: /^\/(?<user>[\w-]+)$/, feeds: ({ user }) => [`https://github.com/${user}.atom`] },
  {
    host: REDDIT,
    path: /^\/(?<list>(?:r|user|u)\/[\w-]+)/,
    feeds: ({ list }) => [`https://www.reddit.com/${list}/.rss`],
  },
  {
    host: /^medium\.com$/,
    path: /^\/(?!feed\/)(?<name>@?[\w.-]+)/,
    feeds: ({ name }) => [`https://medium.com/feed/${name}`],
  },
  { host: /^[\w-]+\.medium\.com$/, path: /^/, feeds: (_groups, { origin }) => [`${origin}/feed`] },
  {
    host: /^(?:www\.)?substack\.com$/,
    path: /^\/@(?<name>[\w-]+)/,
    feeds: ({ name }) => [`https://${name}.substack.com/feed`],
  },
  { host: /^[\w-]+\.substack\.com$/, path: /^/, feeds: (_groups, { origin }) => [`${origin}/feed`] },
  {
    host: /^bsky\.app$/,
    path: /^\/profile\/(?<name>[\w.:-]+)/,
    feeds: ({ name }) => [`https://bsky.app/profile/${name}/rss`],
  },
  {
    host: /^(?:www\.)?arxiv\.org$/,
    path: /^\/list\/(?<list>[\w.-]+)/,
    feeds: ({ list }) => [`https://rss.arxiv.org/atom/${list}`],
  },
  // Mastodon and its like, and Lemmy, stand on thousands of hosts.
  { host: /^/, path: /^\/@(?<name>[\w.-]+)$/, feeds: ({ name }, { origin }) => [`${origin}/@${name}.rss`] },
  {
    host: /^/,
    path: /^\/(?<list>[cu]\/[\w.@-]+)$/,
    feeds: ({ list }, { origin }) => [`${origin}/feeds/${list}.xml`],
  },
];

/** The feeds of a page that its address alone tells, the likeliest first. */
export function knownFeeds(page: HttpUrl): readonly HttpUrl[] {
  const url = new URL(page);
  const path = url.pathname.replace(/(?<=[^/])\/$/, '');
  for (const { host, path: pattern, feeds } of KNOWN) {
    const found = host.test(url.hostname) ? pattern.exec(path) : null;
    if (found === null) continue;
    return feeds(found.groups ?? {}, url).flatMap((feed) => httpUrl(feed) ?? []);
  }
  return [];
}

/** Where blogs keep feeds that their pages don't name. */
const USUAL = ['feed', 'feed.xml', 'atom.xml', 'rss.xml', 'index.xml', 'rss', 'feed.json'];

/** Those places in the folder of a page, in the first one on the way to it, and at the root of its site. */
export function usualFeeds(page: HttpUrl): readonly HttpUrl[] {
  const { pathname } = new URL(page);
  const [, first = ''] = pathname.split('/');
  const isFolder = first !== '' && pathname === `/${first}` && !first.includes('.'); // `/blog` rather than `/about.html`
  const own = pathname.slice(0, pathname.lastIndexOf('/') + 1);
  const folders = [...(isFolder ? [`/${first}/`] : []), own, ...(own === '/' ? [] : [`/${first}/`]), '/'];
  const places = folders.flatMap((folder) => USUAL.flatMap((name) => httpUrl(folder + name, page) ?? []));
  return [...new Set(places)];
}
