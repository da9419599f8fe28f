// Blogs by the thousand on the loopback addresses of this machine, ten of them a host: what they say, and a server
// that answers for all of them after a while.
import { createServer } from 'node:http';

/** Blogs that share a host. */
const A_HOST = 10;
const WORDS = 90;
/** When the first post of all was written; one follows another. */
const BEGIN = Date.UTC(2016, 0, 1);
const NOW = Date.UTC(2026, 0, 1);

/** Of so many blogs with so many posts in all, under so many topics. */
export function manyBlogs({ blogs, posts, topics, port }) {
  const hostOf = (blog) => {
    const host = Math.floor(blog / A_HOST);
    return `127.1.${host >> 8}.${host & 255}:${port}`;
  };
  const homeOf = (blog) => `http://${hostOf(blog)}/${blog}/`;
  const each = Math.ceil(posts / blogs);
  /** Blogs write by turns. */
  const at = (blog, n) => n * blogs + blog;
  return {
    ...{ blogs, each, homeOf },
    feedOf: (blog) => `${homeOf(blog)}feed`,
    /** The `n`th post of a blog; `each` and more are those after the others. */
    post(blog, n) {
      const number = at(blog, n);
      const own = [number + n, number * 7 + n * 3].map((topic) => `topic${topic % topics}`);
      const words = Array.from({ length: WORDS }, (_, word) => wordOf(number, word)).join(' ');
      return {
        link: `${homeOf(blog)}${n}`,
        topics: own,
        title: `Post ${number}`,
        html: `<p>On ${own.join(' and ')}.</p><p>${words}</p>`,
        ms: BEGIN + Math.floor(((NOW - BEGIN) / (each * blogs)) * number),
      };
    },
    /** A blog's feed with the posts from one to before another. */
    feed(blog, from, to) {
      const items = Array.from({ length: to - from }, (_, n) => item(this.post(blog, to - 1 - n))).join('\n');
      return `<rss version="2.0"><channel><title>Blog ${blog}</title><link>${homeOf(blog)}</link>
<description>A blog</description><ttl>60</ttl>${items}</channel></rss>`;
    },
  };
}

/** Some words are frequent, most are rare. */
function wordOf(number, at) {
  const mixed = Math.imul(number * 131 + at * at * 31 + 7, 2654435761) >>> 0;
  return `word${at % 3 === 0 ? mixed % 300 : mixed % 50_000}`;
}

const item = ({ link, title, html, ms }) =>
  `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><pubDate>${new Date(ms).toUTCString()}</pubDate>
<description>${html.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</description></item>`;

/**
 * Answers for all of them, each request `latency` milliseconds after it came: 304 where `tagOf` a blog is what
 * is asked with, else its document. Counts what is asked of whom.
 */
export async function serveBlogs({ port, latency, tagOf, documentOf }) {
  const asked = new Map();
  const running = new Map();
  let [most, requests, bytes, first] = [0, 0, 0, 0];
  const server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    const blog = Number(/^\/(\d+)\/feed$/.exec(request.url ?? '')?.[1] ?? -1);
    const now = (running.get(host) ?? 0) + 1;
    running.set(host, now);
    most = Math.max(most, now);
    asked.set(blog, [...(asked.get(blog) ?? []), Date.now()]);
    if (requests === 0) first = Date.now();
    requests += 1;
    setTimeout(() => {
      running.set(host, running.get(host) - 1);
      const etag = tagOf(blog);
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
      const body = documentOf(blog);
      bytes += body.length;
      response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(body);
    }, latency);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '0.0.0.0', 4096, resolve));
  return {
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
    /** What was asked since the last time. */
    counted() {
      const times = new Map(asked);
      const counted = { asked: times, most, requests, bytes, first };
      asked.clear();
      [most, requests, bytes] = [0, 0, 0];
      return counted;
    },
  };
}
