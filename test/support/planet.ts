import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { compileRules } from '../../src/classify/index.js';
import type { Config } from '../../src/config/config.js';
import { documentOf } from '../../src/config/json/document.js';
import { parseFiles } from '../../src/config/read.js';
import { mergeFeed } from '../../src/merge/merge.js';
import type { Entry } from '../../src/model/entry.js';
import type { Feed, FeedEntry } from '../../src/model/feed.js';
import type { Post } from '../../src/model/post.js';
import { toMs } from '../../src/model/values.js';
import { type Diagnosis, mendDatabase } from '../../src/operate/doctor.js';
import { type Prepared, prepareStore } from '../../src/pass/prepare.js';
import { retain } from '../../src/pass/retain.js';
import type { SourceRecord } from '../../src/sources/record.js';
import { openStore } from '../../src/store/index.js';
import type { Store } from '../../src/store/store.js';
import { day, feed, feedEntry } from './build.js';

/** What a source of feeds.json brings in a pass: its entries, or a whole feed. */
export type Brought = readonly [source: string, entries: readonly Partial<FeedEntry>[], part?: Partial<Feed>];

/**
 * A site with a real database in a folder of its own and no network: a test hands each pass what its sources
 * bring.
 */
export class Planet {
  readonly data: string;
  private config: Config;

  constructor(sources: readonly (string | object)[], more: object = {}) {
    this.data = mkdtempSync(path.join(tmpdir(), 'tagwire-planet-'));
    onTestFinished(() => rmSync(this.data, { recursive: true, force: true }));
    this.config = configOf(sources, more);
  }

  get current(): Config {
    return this.config;
  }

  /** Another feeds.json. */
  configure(sources: readonly (string | object)[], more: object = {}): void {
    this.config = configOf(sources, more);
  }

  /**
   * A pass on a day of January 2026, whose answers come in this order. Answers how many entries were new and
   * edited.
   */
  pass(days: number, ...brought: readonly Brought[]): Promise<{ added: number; edited: number }> {
    return this.open(days, async (store, prepared) => {
      let added = 0;
      let edited = 0;
      for (const [address, entries, part] of brought) {
        const { source, record } = listedAt(prepared, address);
        const read = feed(entries.map(feedEntry), { home: null, ...part });
        const first = (await store.facts()).published ? source.first : null;
        const merged = await mergeFeed(prepared, record.key, read, { first, refusesStrangers: false });
        added += merged.added.length;
        edited += merged.edited.length;
      }
      await retain(store, this.config.publish.retention, day(days));
      const { edition } = await store.changes([(await store.facts()).editionName]);
      await store.rendered(edition, { published: (await store.facts()).published || added > 0 });
      return { added, edited };
    });
  }

  /** A database that is ready for work on that day. */
  async open<T>(days: number, use: (store: Store, prepared: Prepared) => Promise<T>): Promise<T> {
    const { config } = this;
    const now = toMs(day(days));
    const store = await openStore(this.data, { now: () => now, limit: config.publish.limit });
    try {
      return await use(store, await prepareStore({ config, classifier: compileRules(config), store }, now));
    } finally {
      await store.close();
    }
  }

  /** What `tagwire doctor` does. */
  doctor(days: number): Promise<Diagnosis> {
    const { config } = this;
    return mendDatabase(this.data, { config, classifier: compileRules(config) }, () => toMs(day(days)));
  }

  /** What the site's feed shows, newest first. */
  async feed(name = 'site'): Promise<readonly Post[]> {
    return this.open(0, async (store) => {
      await store.flush();
      return (await store.stream(name))?.window.map(({ post }) => post) ?? [];
    });
  }

  /** All posts of a stream, its archives' included, in no order. */
  async all(name = 'site'): Promise<readonly Post[]> {
    return this.open(0, async (store) => {
      await store.flush();
      const stream = await store.stream(name);
      const posts = new Map<string, Post>();
      for (const { n } of stream?.docs ?? [])
        for (const { post } of (await store.doc(name, n))?.posts ?? []) posts.set(post.id, post);
      for (const { post } of stream?.window ?? []) posts.set(post.id, post);
      return [...posts.values()];
    });
  }

  /** Titles in the site's feed. */
  async titles(name = 'site'): Promise<readonly (string | null)[]> {
    return (await this.feed(name)).map(({ title }) => title);
  }

  /** How many posts a stream has, archives included. */
  async count(name = 'site'): Promise<number> {
    return this.open(0, async (store) => {
      await store.flush();
      return (await store.stream(name))?.count ?? 0;
    });
  }

  /** Everything stored of a source. */
  async stored(address: string): Promise<readonly Entry[]> {
    return this.open(0, async (store, prepared) => {
      const entries: Entry[] = [];
      for await (const part of store.entries(listedAt(prepared, address).record.key)) entries.push(...part);
      return entries;
    });
  }

  async record(address: string): Promise<SourceRecord> {
    return this.open(0, async (_store, prepared) => listedAt(prepared, address).record);
  }
}

function listedAt({ listed }: Prepared, address: string): Prepared['listed'][number] {
  const found = listed.find(({ source }) => source.url === address);
  if (found === undefined) throw new Error(`${address} is not in feeds.json`);
  return found;
}

/** feeds.json of a planet. `filings`: what filings.json beside it has. */
export function configOf(
  sources: readonly (string | object)[],
  { filings = null, ...more }: object & { readonly filings?: unknown },
): Config {
  const text = JSON.stringify({
    site: { title: 'Planet', url: 'https://planet.example/' },
    sources,
    tags: { ffi: ['ffi'], async: ['async'] },
    ...more,
  });
  const parsed = parseFiles({
    main: documentOf(text, 'feeds.json'),
    parts: [],
    filings: filings === null ? null : documentOf(JSON.stringify(filings), 'filings.json'),
    lexicon: null,
    unmatched: [],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}
