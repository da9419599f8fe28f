// A site of some hundred sources with a real database in a temporary folder and no network, for what measures the way
// from feeds that have been read to files that are written.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileRules } from '../../src/classify/index.ts';
import { parseConfig } from '../../src/config/read.ts';
import { mergeFeed } from '../../src/merge/merge.ts';
import { parseFeed } from '../../src/parse/index.ts';
import { prepareStore } from '../../src/pass/prepare.ts';
import { openStore } from '../../src/store/index.ts';

const SOURCES = 300;
const POSTS = 20;
const TAGS = 100;
const NOW = Date.UTC(2026, 0, 1);
const WORDS = 500;

const { config } = parseConfig(
  JSON.stringify({
    site: { title: 'Bench', url: 'https://bench.example/' },
    sources: Array.from({ length: SOURCES }, (_, n) => `https://blog${n}.example/feed`),
    tags: Object.fromEntries(Array.from({ length: TAGS }, (_, n) => [`topic${n}`, [`topic${n}`]])),
  }),
  'feeds.json',
);

function post(source, n) {
  const number = source * 1013 + n;
  const words = Array.from({ length: WORDS }, (_, at) => `word${(number * 7919 + at * at * 31) % 5000}`);
  const topics = `topic${number % TAGS} and topic${(number * 7) % TAGS}`;
  const link = `https://blog${source}.example/${n}`;
  const date = new Date(NOW - (POSTS + 1 - n) * 30 * 86_400_000 - source * 60_000).toUTCString();
  return `<item><title>Post ${number}</title><link>${link}</link><guid>${link}</guid><pubDate>${date}</pubDate>
<description>&lt;p&gt;On ${topics}.&lt;/p&gt;&lt;p&gt;${words.join(' ')}&lt;/p&gt;</description></item>`;
}

/** What a source brings that has so many posts. */
async function feedOf(source, posts) {
  const items = Array.from({ length: posts }, (_, n) => post(source, n)).join('\n');
  const document = `<rss version="2.0"><channel><title>Blog ${source}</title><link>https://blog${source}.example/</link>
<description>A blog</description>${items}</channel></rss>`;
  const parsed = await parseFeed(Buffer.from(document), { url: null, contentType: null });
  return parsed.feed;
}

/** What the sources bring at first, and then: of each twentieth a post more, null of the others. */
export async function broughtFeeds() {
  const all = Array.from({ length: SOURCES }, (_, n) => n);
  const feeds = await Promise.all(all.map((n) => feedOf(n, POSTS)));
  const news = await Promise.all(all.map((n) => (n % 20 === 0 ? feedOf(n, POSTS + 1) : null)));
  return { feeds, news, posts: SOURCES * POSTS };
}

/** A folder that is gone when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Does `work` with the database in a folder, made ready as for a pass. */
export async function withSite(data, work) {
  const store = await openStore(data, { now: () => NOW, limit: config.publish.limit });
  const classifier = compileRules(config);
  try {
    const prepared = await prepareStore({ config, classifier, store }, NOW);
    return await work({ ...prepared, config, classifier });
  } finally {
    await store.close();
  }
}

/** Stores what sources bring: feeds in the order of feeds.json, null where one brings nothing. */
export async function storeFeeds(site, feeds) {
  for (const [at, { record }] of site.listed.entries()) {
    const feed = feeds[at] ?? null;
    if (feed !== null) await mergeFeed(site, record.key, feed, { first: null, refusesStrangers: false });
  }
  await site.store.flush();
}

/** Does `work`: a row of what it took, the files that it wrote below a folder, and their size. */
export async function measured(what, folder, work) {
  const start = Date.now();
  const cpu = await cpuOf(work);
  const { files, megabytes } = writtenSince(folder, start);
  return { what, 'CPU s': cpu.toFixed(2), files, MB: megabytes.toFixed(1) };
}

/** Seconds of CPU that `work` takes, those of other threads included. */
async function cpuOf(work) {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** How many files a folder has that were written since, and their megabytes. */
function writtenSince(folder, ms) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const found = files
    .map((entry) => statSync(path.join(entry.parentPath, entry.name)))
    .filter(({ mtimeMs }) => mtimeMs >= ms);
  return { files: found.length, megabytes: found.reduce((sum, { size }) => sum + size, 0) / 1e6 };
}
