import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { spawnTagwire, tagwire } from '../support/cli.js';

/** Posts before the first pass: enough for a sealed file in the database, so that an edit has to change two files as one. */
const LONG = 205;
const SHORT = 9;
/** For machines that do other things too; a quiet one with two cores needs 40 s for all. */
const TIMEOUT = 400_000;
const PASS = ['run', '--all', '--allow-private'];

let blogs: Blogs;
beforeAll(async () => {
  blogs = await startBlogs();
});
afterAll(() => blogs.close());

/** A site whose passes are killed, and what its feeds must hold all the same. */
class Site {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tagwire-crash-'));
  private round = 0;

  constructor(
    private readonly name: string,
    private readonly history: number,
  ) {
    mkdirSync(path.join(this.folder, 'public'));
    mkdirSync(path.join(this.folder, 'data'));
    const config = {
      site: { title: 'Test', url: 'https://site.example/' },
      publish: { limit: 1000 },
      sources: ['copyist', 'blog', 'other'].map((source) => this.address(source)),
      tags: { odd: ['odd'], even: ['even'] },
    };
    writeFileSync(path.join(this.folder, 'feeds.json'), JSON.stringify(config));
  }

  /** News for every source: a post that a copyist has first, an edit of an old one, and a post of a third source. */
  advance(): void {
    this.round += 1;
    const { round, name, history } = this;
    const own = range(1 - history, round - 1).map((n) => this.post('own', n, this.edited(n)));
    const copies = range(1, round).map((n) => this.post('copy', n, 'copied'));
    const others = range(1, round).map((n) => this.post('other', n, 'other'));
    blogs.pages.set(`/${name}/blog`, atom('Blog', own.reverse(), 'https://blog.example/'));
    blogs.pages.set(`/${name}/copyist`, atom('Copyist', copies.reverse()));
    blogs.pages.set(`/${name}/other`, atom('Other', others.reverse()));
  }

  /** Title → link of all posts that readers must find, each once. */
  get expected(): readonly string[] {
    const own = range(1 - this.history, this.round - 1).map((n) => `own ${n} ${this.edited(n)}`);
    const others = range(1, this.round).map((n) => `other ${n} other`);
    return [...own, ...others, `copy ${this.round} copied`].sort();
  }

  /** A clean pass, after which everything is as if nothing had happened; answers how long it took, in milliseconds. */
  async check(): Promise<number> {
    const started = performance.now();
    const { code, err } = await tagwire(PASS, this.folder);
    const took = performance.now() - started;
    expect([code, err]).toEqual([0, '']);
    const { items } = this.published('feed.json');
    expect(items.map(({ title }) => title).sort()).toEqual(this.expected);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const tagged = ['odd', 'even'].flatMap((tag) => this.published(`tags/${tag}.json`).items);
    expect(tagged).toHaveLength(items.length);
    expect(this.temps()).toEqual([]);
    return took;
  }

  published(file: string): { items: readonly { id: string; title: string }[] } {
    return JSON.parse(readFileSync(path.join(this.folder, 'public', file), 'utf8'));
  }

  async close(): Promise<void> {
    expect((await tagwire(['doctor'], this.folder)).out).toMatch(/^All is well/);
    rmSync(this.folder, { recursive: true });
  }

  private temps(): readonly string[] {
    return readdirSync(this.folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.tmp'));
  }

  private edited(n: number): string {
    const times = range(1, this.round).filter((round) => -n % this.history === (round * 7) % this.history);
    return `edited ${times.length} times`;
  }

  private post(kind: string, n: number, words: string): Item {
    const day = new Date(Date.UTC(2025, 0, 300 + n)).toISOString().replace('.000', '');
    const link = `https://${kind === 'other' ? 'other' : 'blog'}.example/${this.name}/${n}`;
    const id = kind === 'own' ? `own-${n}` : `${kind}-${n}`;
    const text = n % 2 === 0 ? 'even' : 'odd';
    return { id, title: `${kind} ${n} ${words}`, text, date: day, link };
  }

  private address(source: string): string {
    return `${blogs.origin}/${this.name}/${source}`;
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

/** Starts a pass and kills it so many milliseconds later; answers whether it was still running. */
async function killAfter(site: Site, ms: number): Promise<boolean> {
  const child = spawnTagwire(PASS, site.folder);
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const isKilled = await new Promise<boolean>((resolve) =>
    child.once('close', (_code, signal) => resolve(signal === 'SIGKILL')),
  );
  clearTimeout(timer);
  return isKilled;
}

/** Kills a pass at the first sign of a file below the site's folder whose name matches; answers whether it was. */
async function killAt(site: Site, name: RegExp): Promise<boolean> {
  const child = spawnTagwire(PASS, site.folder);
  const watcher = watch(site.folder, { recursive: true }, (_event, file) => {
    if (file !== null && name.test(file)) child.kill('SIGKILL');
  });
  const isKilled = await new Promise<boolean>((resolve) =>
    child.once('close', (_code, signal) => resolve(signal === 'SIGKILL')),
  );
  watcher.close();
  return isKilled;
}

/** What a pass does, in its order. */
const MOMENTS: readonly (readonly [string, RegExp])[] = [
  ['it has taken the lock', /^data\/lock$/],
  ['it announces what it will change', /^data\/pending\.json$/],
  ['it writes a source', /^data\/sources\/\..*tmp$/],
  ['a source is written', /^data\/sources\/[^.][^/]*\.json$/],
  ['an older part of a source is written', /^data\/sources\/.*\.001\.json$/],
  ['it records that several files belong together', /^data\/batches\/[^.]/],
  ['it writes the index', /^data\/index\//],
  ['validators are written', /^data\/db\.json$/],
  ['a window is written', /^data\/tags\/(odd|even)\.json$/],
  ['the site’s window is written', /^data\/site\.json$/],
  ['it has counted', /^data\/summary\.json$/],
  ['it publishes a feed', /^public\/feed\.atom$/],
  ['it publishes a tag', /^public\/tags\//],
];

describe('a pass that is killed is made good by the next', () => {
  let kills = 0;
  afterAll(() => expect(kills).toBeGreaterThanOrEqual(50));

  /** Sites of their own, so that two cores have something to do. */
  const halves = [0, 1] as const;

  test.concurrent.each(halves)(
    'at each moment that matters, half %i',
    async (half) => {
      const site = new Site(`moments-${half}`, LONG);
      for (const [name, moment] of MOMENTS.filter((_, index) => index % 2 === half)) {
        for (let times = 0; times < 2; times++) {
          site.advance();
          if (await killAt(site, moment)) kills += 1;
          await site.check().catch((cause) => Promise.reject(new Error(`killed when ${name}`, { cause })));
        }
      }
      await site.close();
    },
    TIMEOUT,
  );

  test.concurrent.each(halves)(
    'at any time, half %i',
    async (half) => {
      const site = new Site(`times-${half}`, SHORT);
      site.advance();
      let took = await site.check();
      for (const step of range(1, 14)) {
        site.advance();
        if (await killAfter(site, (took * (step + half / 2)) / 16)) kills += 1;
        took = await site
          .check()
          .catch((cause) => Promise.reject(new Error(`killed in step ${step}`, { cause })));
      }
      await site.close();
    },
    TIMEOUT,
  );
});
