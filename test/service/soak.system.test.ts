import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { passOver } from '../../src/operate/pass-over.js';
import { readSite } from '../../src/operate/site.js';
import { startWorker } from '../../src/service/worker.js';
import { atom, startBlogs } from '../support/blogs.js';
import { configFolder } from '../support/config-folder.js';
import { servedSite, silent } from './http/site.js';

/*
 * What a service costs after months is what it cost after days: passes of one process, three hours apart by
 * its clock, over blogs that publish, edit, fail and come back, while readers ask for what they publish.
 */

const PASSES = Number(process.env['TAGWIRE_SOAK'] ?? 60);
const MEASURED = 20;
const BLOGS = 6;
const EVERY_MS = 3 * 3_600_000;
const START = Date.UTC(2026, 0, 1);
/** Posts of a blog that are kept, reached before the first figures that count. */
const KEPT = 9;

/**
 * The document of a blog in a pass: its newest posts, every other pass one more, now and then one edited. Two
 * blogs fail now and then.
 */
function documentOf(blog: number, pass: number): string | number {
  if (blog < 2 && (pass + blog) % 37 > 34) return blog === 0 ? 500 : 404;
  const last = Math.floor((pass + blog) / 2);
  const items = Array.from({ length: 6 }, (_, index) => last - index).map((n) => ({
    id: `${blog}-${n}`,
    title: `${['ffi', 'async', 'wasm'][(n + blog) % 3]} ${n}`,
    text: `${'word '.repeat(100)} ${(pass + n) % 11 === 0 ? 'edited' : ''}`,
    date: new Date(START - 86_400_000 * 20 + n * 2 * EVERY_MS).toISOString(),
  }));
  return atom(`Blog ${blog}`, items, `https://blog${blog}.example/`);
}

interface Figures {
  /** Bytes of the heap after a collection. */
  readonly heap: number;
  /** Open files and sockets of the process; 0 where the system doesn't tell. */
  readonly handles: number;
  /** What the process waits for: timers, sockets, files. */
  readonly resources: number;
  /** Without events, which are kept up to a number of their own. */
  readonly dataBytes: number;
  readonly dataFiles: number;
  readonly publicFiles: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function figuresOf(folder: string): Figures {
  collect();
  const data = sizesIn(path.join(folder, 'data'));
  return {
    heap: process.memoryUsage().heapUsed,
    handles: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    resources: process.getActiveResourcesInfo().length,
    dataBytes: data.reduce((sum, size) => sum + size, 0) - bytesOfEvents(folder),
    dataFiles: data.length,
    publicFiles: sizesIn(path.join(folder, 'public')).length,
  };
}

function bytesOfEvents(folder: string): number {
  const [db, feed] = ['db.json', 'health.atom'].map((name) =>
    readFileSync(path.join(folder, 'data', name), 'utf8'),
  );
  return JSON.stringify(JSON.parse(db ?? '').events).length + Buffer.byteLength(feed ?? '');
}

const sizesIn = (folder: string): readonly number[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(path.join(entry.parentPath, entry.name)).size);

/**
 * The middle of a figure in the third fifth of all passes, and in the last. Before, archives still grow:
 * posts that retention takes leave many of them part empty, and only after some hundred passes as many go as
 * come.
 */
function growth(all: readonly Figures[], name: keyof Figures): { from: number; to: number } {
  const middle = (part: readonly Figures[]): number =>
    part.map((one) => one[name]).toSorted((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
  const fifth = Math.floor(all.length / 5);
  return { from: middle(all.slice(2 * fifth, 3 * fifth)), to: middle(all.slice(-fifth)) };
}

test('a service that runs for months grows neither in memory nor in open files nor on disk', {
  timeout: 1_200_000,
}, async () => {
  const blogs = await startBlogs();
  onTestFinished(() => blogs.close());
  const config = {
    site: { title: 'Soak', url: 'https://soak.example/' },
    publish: { limit: 5, retention: { perSource: KEPT } },
    sources: Array.from({ length: BLOGS }, (_, blog) => `${blogs.origin}/${blog}`),
    tags: { ffi: ['ffi'], async: ['async'], wasm: ['wasm'] },
    bundles: { low: { title: 'Low', any: ['ffi', 'wasm'] } },
  };
  const folder = configFolder(JSON.stringify(config));
  const at = (name: string): string => path.join(folder, name);
  const site = await servedSite({ root: at('public') });
  const options = { config: at('feeds.json'), data: at('data'), out: at('public'), allowPrivate: true };
  let pass = 0;
  const now = (): number => START + pass * EVERY_MS;
  const watch = { progress() {}, failed() {}, warn() {} };
  const world = { now, version: '0', env: {} };
  let tick = (): void => {};
  const worker = startWorker({
    ...{ schedule: '* * * * *', timezone: 'UTC', now, log: silent },
    clock: (_schedule, _timezone, onTick) => {
      tick = onTick;
      return { next: () => null, stop() {} };
    },
    async runPass(signal) {
      const request = {
        all: false,
        fresh: false,
        names: null,
        newSite: false,
        configTrouble: null,
        push: null,
      };
      await passOver(await readSite(options), { ...options, ...request }, world, signal, watch);
      return { kind: 'made', failing: false, offline: false };
    },
  });
  const figures: Figures[] = [];
  while (pass < PASSES) {
    await worker.firstPass;
    for (const asked of ['', 'feed.atom', 'tags/ffi.rss', 'tags/ffi/', 'sources/', 'nothing-here'])
      await site.get(asked);
    expect(worker.health().lastPass).toMatchObject({ ok: true, error: null });
    if (pass % Math.ceil(PASSES / MEASURED) === 0) figures.push(figuresOf(folder));
    pass += 1;
    for (let blog = 0; blog < BLOGS; blog += 1) blogs.pages.set(`/${blog}`, documentOf(blog, pass));
    blogs.asked();
    await nextPass();
  }
  await worker.stop();

  /** Has the schedule come round, and waits for the pass to end. */
  async function nextPass(): Promise<void> {
    const before = worker.health().lastPass;
    tick();
    while (worker.health().lastPass === before) await new Promise(setImmediate);
  }

  const flat = { heap: 1.1, handles: 1, resources: 1.2, dataBytes: 1.1, dataFiles: 1.25, publicFiles: 1.25 };
  for (const [name, most] of Object.entries(flat)) {
    const { from, to } = growth(figures, name as keyof Figures);
    expect(to, `${name}: ${from} → ${to}`).toBeLessThanOrEqual(from * most);
  }
});
