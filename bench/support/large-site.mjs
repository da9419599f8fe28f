// All that a database has of a site with as many posts as one likes, made without asking for any: of a few blogs the
// newest posts are stored as a pass stores them, and all others are made in their likeness.
import { isDeepStrictEqual } from 'node:util';
import { compileRules } from '../../src/classify/index.ts';
import { parseConfig } from '../../src/config/read.ts';
import { refile } from '../../src/merge/make-entry.ts';
import { mergeFeed } from '../../src/merge/merge.ts';
import { entryKey } from '../../src/model/identity.ts';
import { streamChanges } from '../../src/model/stream.ts';
import { instant } from '../../src/model/values.ts';
import { parseFeed } from '../../src/parse/index.ts';
import { prepareStore } from '../../src/pass/prepare.ts';
import { streamNames } from '../../src/publish/site/follow.ts';
import { byStream } from '../../src/store/change-parts.ts';
import { countedIn, NO_ENTRIES } from '../../src/store/entry-counts.ts';
import { openStore } from '../../src/store/index.ts';
import { policyOf } from '../../src/store/stream-policy.ts';
import { applyChanges, newStream } from '../../src/store/streams.ts';
import { temporaryFolder } from './stored-site.mjs';

/** Posts that a feed lists. */
export const LISTED = 20;
/** Entries in a part. */
const PART = 200;
/** Posts that the streams are told of at once. */
const TOLD = 10_000;

/** The pieces of that database, as `restoreStore` takes them. The first `busy` blogs have their feeds stored. */
export async function* largeSite(text, blogs, busy) {
  const { config } = parseConfig(text, 'feeds.json');
  const classifier = compileRules(config);
  const now = blogs.post(0, blogs.each).ms;
  const store = await openStore(temporaryFolder(), { now: () => now, limit: config.publish.limit });
  const site = { config, classifier, ...(await prepareStore({ config, classifier, store }, now)) };
  const stored = await storedFeeds(site, blogs, busy);
  const { rulings, listed } = site;
  const keys = listed.map(({ record }) => record.key);
  const filings = new Map();
  const [model] = [...stored.values()][0].entries.values();
  const { feed } = [...stored.values()][0].record;

  /** The entry of a post. */
  const entryOf = (blog, n) => {
    const { link, topics, title, html, ms } = blogs.post(blog, n);
    const published = instant(ms);
    const home = blogs.homeOf(blog);
    const from = {
      ...model.from,
      id: blogs.feedOf(blog),
      feed: blogs.feedOf(blog),
      home,
      title: `Blog ${blog}`,
      updated: published,
    };
    const own = { key: entryKey(link), id: link, ids: [link], url: link, title, content: html };
    const entry = { ...model, ...own, published, updated: published, from, tags: [], why: [], streams: [] };
    const about = topics.join();
    if (!filings.has(about)) filings.set(about, rulings.file(keys[blog], entry));
    return refile(entry, filings.get(about), rulings.streamNames);
  };
  const alike = ({ visible: _v, ...entry }) => entry;
  for (const [blog, { entries }] of stored)
    for (const [n, entry] of entries)
      if (!isDeepStrictEqual(alike(entry), alike(entryOf(blog, n))))
        throw new Error(`${JSON.stringify(entry)} is not\n${JSON.stringify(entryOf(blog, n))}`);

  yield { kind: 'facts', facts: { ...(await store.facts()), published: true } };
  for (const [blog, { record }] of listed.entries()) {
    const known = stored.get(blog);
    const own = { ...feed, title: `Blog ${blog}`, home: blogs.homeOf(blog) };
    let counts = NO_ENTRIES;
    const parts = [];
    for (let n = 0; n < blogs.each; n += 1) {
      if (n % PART === 0) parts.push([]);
      const entry = known?.entries.get(n) ?? entryOf(blog, n);
      counts = countedIn(counts, entry);
      parts.at(-1).push(entry);
    }
    const { poll } = record;
    const asked = {
      ...poll,
      validators: { etag: '"0"', lastModified: null, from: poll.url },
      published: [instant(now)],
      lastPoll: instant(now),
      lastSuccess: instant(now),
    };
    yield {
      kind: 'source',
      record: { ...record, ...counts, feed: own, poll: asked },
      listing: known?.listing ?? [],
    };
    for (const entries of parts) yield { kind: 'entries', source: record.key, entries };
  }
  const newest = keys.map((key, blog) => [key, instant(blogs.post(blog, blogs.each - 1).ms)]);
  yield { kind: 'counts', counts: { counts: {}, newest: Object.fromEntries(newest), archives: {} } };
  yield* streamsOf(config, blogs, (blog, n) => {
    const entry = entryOf(blog, n);
    return streamChanges(null, entry, rulings.post(keys[blog], entry));
  });
  yield { kind: 'unrendered', unrendered: { all: true, streams: {}, sources: [] } };
  await store.close();
}

/** What is stored of the feeds of the first blogs: their records, listings and entries. */
async function storedFeeds(site, blogs, busy) {
  const first = site.listed.slice(0, busy);
  for (const [blog, { record }] of first.entries()) {
    const document = Buffer.from(blogs.feed(blog, blogs.each - LISTED, blogs.each));
    const { feed } = await parseFeed(document, { url: record.url, contentType: null });
    await mergeFeed(site, record.key, feed, { first: null, refusesStrangers: false });
  }
  const stored = new Map();
  const blogOf = new Map(first.map(({ record }, blog) => [record.key, blog]));
  for await (const piece of site.store.whole()) {
    const blog = blogOf.get(piece.kind === 'source' ? piece.record.key : piece.source);
    if (blog === undefined) continue;
    if (piece.kind === 'source') stored.set(blog, { ...piece, entries: new Map() });
    if (piece.kind !== 'entries') continue;
    for (const entry of piece.entries)
      stored.get(blog).entries.set(Number(entry.url.split('/').at(-1)), entry);
  }
  return stored;
}

/** The streams with all posts in them, told by the dates of these. */
async function* streamsOf({ publish, ...config }, blogs, changesOf) {
  const streams = new Map();
  /** The newest documents of each: older ones are never looked at again. */
  const recent = new Map();
  for (const name of streamNames({ publish, ...config })) {
    streams.set(name, newStream(name, instant(blogs.post(0, 0).ms)));
    recent.set(name, new Map());
    yield { kind: 'stream', stream: streams.get(name) };
  }
  const all = blogs.blogs * blogs.each;
  for (let from = 0; from < all; from += TOLD) {
    const numbers = Array.from({ length: Math.min(TOLD, all - from) }, (_, at) => from + at);
    const changes = numbers.flatMap((number) =>
      changesOf(number % blogs.blogs, Math.floor(number / blogs.blogs)),
    );
    for (const [name, own] of byStream(changes)) {
      const docs = recent.get(name);
      const policy = policyOf(name, publish.limit);
      const applied = await applyChanges(streams.get(name), own, policy, async (n) => docs.get(n));
      streams.set(name, applied.data);
      for (const [n, doc] of applied.docs) {
        docs.set(n, doc);
        yield { kind: 'doc', stream: name, doc };
      }
      for (const n of [...docs.keys()].slice(0, -3)) docs.delete(n);
    }
  }
  for (const stream of streams.values()) yield { kind: 'stream', stream };
}
