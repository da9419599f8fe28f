/**
 * How fast feeds are read, beside feedsmith and rss-parser as it comes, on the same documents in the same run; and
 * how long documents take that were made to take long. Bytes in, values out: decoding is part of it.
 */
import { parseFeed as feedsmith } from 'feedsmith';
import RssParser from 'rss-parser';
import { Bench } from 'tinybench';
import { sanitize } from '../src/html/sanitize.ts';
import { parseFeed } from '../src/parse/index.ts';

const context = { url: 'https://blog.example/feed', contentType: null };

const PROSE =
  '<p>The borrow checker &amp; I have an <em>understanding</em>: it says <code>no</code>, I listen. See <a href="/posts/2">the other post</a> – it is longer.</p>\n<pre><code>fn main() { println!("{}", 1 &lt; 2); }</code></pre>\n'.repeat(
    8,
  );
const escaped = PROSE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @type {Record<string, (n: number) => string>} */
const ENTRIES = {
  rss: (n) =>
    `<item><title>Post ${n} &amp; more</title><link>https://blog.example/posts/${n}</link><guid>https://blog.example/posts/${n}</guid><pubDate>Thu, 01 Jan 2015 19:48:21 GMT</pubDate><dc:creator>Jo Example</dc:creator><category>rust</category><description>In short.</description><content:encoded><![CDATA[${PROSE}]]></content:encoded></item>\n`,
  atom: (n) =>
    `<entry><title>Post ${n} &amp; more</title><link href="https://blog.example/posts/${n}"/><id>https://blog.example/posts/${n}</id><published>2015-01-01T19:48:21Z</published><updated>2015-01-01T19:48:21Z</updated><author><name>Jo Example</name></author><category term="rust"/><content type="html">${escaped}</content></entry>\n`,
  xhtml: (n) =>
    `<entry><title>Post ${n} &amp; more</title><link href="https://blog.example/posts/${n}"/><id>https://blog.example/posts/${n}</id><updated>2015-01-01T19:48:21Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${PROSE}</div></content></entry>\n`,
};
const AROUND = {
  rss: [
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Blog</title><link>https://blog.example/</link><description>d</description>',
    '</channel></rss>',
  ],
  atom: [
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>urn:x</id><updated>2015-01-01T19:48:21Z</updated>',
    '</feed>',
  ],
  xhtml: [
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>urn:x</id><updated>2015-01-01T19:48:21Z</updated>',
    '</feed>',
  ],
};

function documentOf(kind, bytes) {
  const parts = [];
  for (let n = 0, size = 0; size < bytes; n += 1) {
    const entry = ENTRIES[kind](n);
    parts.push(entry);
    size += entry.length;
  }
  return Buffer.from(`${AROUND[kind][0]}${parts.join('')}${AROUND[kind][1]}`);
}

const SIZES = { '20 KB': 20_000, '200 KB': 200_000, '5 MB': 5_000_000 };

/** Milliseconds of processor time: what else the machine does must not count. */
function cpuTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function throughput() {
  const rows = [];
  for (const kind of Object.keys(ENTRIES)) {
    for (const [label, bytes] of Object.entries(SIZES)) {
      const body = documentOf(kind, bytes);
      const bench = new Bench({
        now: cpuTime,
        time: 1000,
        iterations: 5,
        warmupTime: 300,
        warmupIterations: 2,
      });
      bench
        .add('tagwire', () => parseFeed(body, context))
        .add('feedsmith', () => feedsmith(body.toString()))
        .add('rss-parser', () => new RssParser().parseString(body.toString()));
      await bench.run();
      const speeds = bench.tasks.map((task) => [
        `${task.name} MB/s`,
        task.result?.latency === undefined
          ? 'failed'
          : (body.length / 1000 / task.result.latency.p50).toFixed(1),
      ]);
      rows.push({ feed: `${label} ${kind}`, ...Object.fromEntries(speeds) });
    }
  }
  console.table(rows);
}

const item = (inner) => `<rss version="2.0"><channel><title>t</title><item>${inner}</item></channel></rss>`;
const HOSTILE = {
  '20,000 nested elements in a channel': `<rss version="2.0"><channel>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</channel></rss>`,
  '20,000 nested elements in a description': item(
    `<description>${'<b>'.repeat(20_000)}x${'</b>'.repeat(20_000)}</description>`,
  ),
  '20,000 nested items': `<rss version="2.0"><channel>${'<item><title>t</title>'.repeat(20_000)}`,
  '80 KB of x<p in a title': item(`<title>${'x<p '.repeat(20_000)}</title>`),
  '80 KB of x<p in a title, escaped': item(`<title>${'x&lt;p '.repeat(20_000)}</title>`),
  '80 KB of x<p in a description, as CDATA': item(
    `<description><![CDATA[${'x<p '.repeat(20_000)}]]></description>`,
  ),
  '1 MB of & in a title': item(`<title>${'&'.repeat(1_000_000)}</title>`),
  '1 MB of &amp;amp; in a title': item(`<title>${'&amp;amp;'.repeat(111_000)}</title>`),
  '40 KB of < in a description': item(`<description>${'&lt;'.repeat(40_000)}</description>`),
  '1 MB of comments never closed': item(`<description>${'&lt;!--'.repeat(140_000)}</description>`),
  '2 MB of <b> and </i> in a description': item(
    `<description><![CDATA[${'<b>'.repeat(300_000)}${'</i>'.repeat(300_000)}]]></description>`,
  ),
  '2 MB of <b> and </i> in a channel': `<rss><channel>${'<b>'.repeat(300_000)}${'</i>'.repeat(300_000)}`,
  '20,000 namespaces': `<rss version="2.0"><channel>${Array.from({ length: 20_000 }, (_, n) => `<a xmlns="http://www.w3.org/1999/xhtml" xmlns:n${n}="urn:${n}">`).join('')}`,
  '1 MB of random bytes': Buffer.from(
    Array.from({ length: 1_000_000 }, (_, n) => (n * 7919 * (n >> 3)) & 255),
  ),
};

async function hostile() {
  const rows = [];
  for (const [what, document] of Object.entries(HOSTILE)) {
    const body = Buffer.from(document);
    const start = cpuTime();
    const result = await parseFeed(body, context);
    const parsed = cpuTime();
    for (const { content, summary } of result.kind === 'feed' ? result.feed.entries.slice(0, 50) : [])
      for (const markup of [content, summary]) if (markup !== null) sanitize(markup);
    rows.push({
      document: what,
      'parse ms': Math.round(parsed - start),
      'sanitise ms': Math.round(cpuTime() - parsed),
      result: result.kind === 'feed' ? `${result.feed.entries.length} entries` : result.message,
    });
  }
  console.table(rows);
}

if (process.argv[3] !== 'hostile') await throughput();
await hostile();
