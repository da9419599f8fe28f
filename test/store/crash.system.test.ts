import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { spawnTagwire } from '../support/program.js';
import { isThorough } from '../support/thorough.js';

/**
 * Posts before the first pass: enough for a sealed file in the database, so that an edit has to change two
 * files as one.
 */
const LONG = 205;
const SHORT = 9;
const PASS = ['run', '--all', '--allow-private'];
const DIE_AT = fileURLToPath(new URL('../support/die-at.mjs', import.meta.url));
/**
 * A hundred passes that die and as many that go on: minutes, or more on a machine that does other things too.
 */
const TIMEOUT = 1_800_000;

let blogs: Blogs;
beforeAll(async () => {
  blogs = await startBlogs();
});
afterAll(() => blogs.close());

/**
 * A step of a pass that changes something on disk, as `rename data/db.json`; the how many-th of that name.
 */
interface Step {
  readonly name: string;
  readonly nth: number;
}

/** A site whose passes are killed, and what its feeds must hold all the same. */
class Site {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tagwire-crash-'));
  private round = 0;

  constructor(
    private readonly name: string,
    private readonly history: number,
  ) {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    const config = {
      site: { title: 'Test', url: 'https://site.example/' },
      publish: { limit: 1000 },
      sources: ['copyist', 'blog', 'other'].map((source) => `${blogs.origin}/${name}/${source}`),
      tags: { odd: ['odd'], even: ['even'] },
    };
    writeFileSync(path.join(this.folder, 'feeds.json'), JSON.stringify(config));
  }

  /**
   * News for every source: a post that a copyist has first, an edit of an old one, and a post of a third
   * source.
   */
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

  /** What every pass does, in its order, by one that does it: a part of the index is split in some only. */
  async steps(): Promise<readonly Step[]> {
    const file = path.join(this.folder, 'steps');
    const child = spawnTagwire(PASS, this.folder, {
      node: ['--import', DIE_AT],
      env: { TAGWIRE_STEPS: file },
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    const seen = new Map<string, number>();
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .filter((name) => !name.startsWith('unlink data/index/'))
      .map((name) => {
        const nth = (seen.get(name) ?? 0) + 1;
        seen.set(name, nth);
        return { name, nth };
      });
  }

  /** A pass that is killed just before a step; false where it ended well, as it had no such step. */
  async die({ name, nth }: Step): Promise<boolean> {
    const env = { TAGWIRE_DIE_AT: `${nth} ${name}` };
    const child = spawnTagwire(PASS, this.folder, { node: ['--import', DIE_AT], env });
    const end = await once(child, 'close');
    expect([
      [null, 'SIGKILL'],
      [0, null],
    ]).toContainEqual(end);
    return end[0] === null;
  }

  /** The same, in the next pass that has such a step: files of the index are joined in every third or so. */
  async dieSoon(step: Step): Promise<void> {
    for (let tries = 0; tries < 8; tries += 1) {
      this.advance();
      if (await this.die(step)) return;
      await this.check();
    }
    expect.unreachable('no pass came to it');
  }

  /** A clean pass, after which everything is as if nothing had happened. */
  async check(): Promise<void> {
    const { code, err } = await tagwire(PASS, this.folder);
    expect([code, err]).toEqual([0, '']);
    const { items } = this.published('feed.json');
    expect(items.map(({ title }) => title).sort()).toEqual(this.expected);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const tagged = ['odd', 'even'].flatMap((tag) => this.published(`tags/${tag}.json`).items);
    expect(tagged).toHaveLength(items.length);
    const files = readdirSync(this.folder, { recursive: true }).map(String);
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }

  async doctor(): Promise<void> {
    expect((await tagwire(['doctor'], this.folder)).out).toMatch(/^All is well/);
  }

  /** Titles of all posts that readers must find, each once. */
  private get expected(): readonly string[] {
    const own = range(1 - this.history, this.round - 1).map((n) => `own ${n} ${this.edited(n)}`);
    const others = range(1, this.round).map((n) => `other ${n} other`);
    return [...own, ...others, `copy ${this.round} copied`].sort();
  }

  private published(file: string): { items: readonly { id: string; title: string }[] } {
    return JSON.parse(readFileSync(path.join(this.folder, 'public', file), 'utf8'));
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
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

/** A step that shows to whoever reads the folder: before it the file was as it had been. */
const isShown = ({ name }: Step): boolean => /^(link|rename|unlink) (data|public)\//.test(name);

/** Files of one kind: in public/ those of a folder, in data/ those of a folder with as many dots. */
const kindOf = ({ name }: Step): string =>
  name.replace(/(public\/)(\w+\/)?.*/, '$1$2').replace(/(data\/\w+\/)[^.]+/, '$1');

/** The steps at which a pass turns to files of another kind. */
function turns(steps: readonly Step[]): readonly Step[] {
  const shown = steps.filter(isShown);
  return shown.filter((step, index) => {
    const previous = shown[index - 1];
    return previous === undefined || kindOf(previous) !== kindOf(step);
  });
}

/** About so many of them, evenly, the first and the last among them. */
function some(steps: readonly Step[], count: number): readonly Step[] {
  const gap = Math.max(1, (steps.length - 1) / (count - 1));
  return range(0, count - 1).flatMap((n) => steps[Math.round(n * gap)] ?? []);
}

/** Steps one after another; a failure names the one that it came with. */
async function atEach(steps: readonly Step[], work: (step: Step) => Promise<void>): Promise<void> {
  expect(steps.length).toBeGreaterThan(1);
  for (const step of steps)
    await work(step).catch((cause) =>
      Promise.reject(new Error(`killed before "${step.name}" (${step.nth})`, { cause })),
    );
}

describe('a pass that is killed is made good by the next', () => {
  test(
    'before whichever step it was',
    async () => {
      const site = new Site('any', LONG);
      site.advance();
      await site.check();
      site.advance();
      const steps = await site.steps();
      await atEach(isThorough ? steps : some(turns(steps), 16), async (step) => {
        await site.dieSoon(step);
        await site.check();
      });
      await site.doctor();
    },
    TIMEOUT,
  );

  test(
    'also after the next, which goes on, was killed at the same step',
    async () => {
      const site = new Site('twice', SHORT);
      site.advance();
      await site.check();
      site.advance();
      const steps = turns(await site.steps());
      await atEach(isThorough ? steps : some(steps, 4), async (step) => {
        await site.dieSoon(step);
        await site.die({ ...step, nth: 1 }); // where it still has that to do
        await site.check();
      });
      await site.doctor();
    },
    TIMEOUT,
  );

  test(
    'also where it was the first of all',
    async () => {
      const measured = new Site('first', SHORT);
      measured.advance();
      const steps = turns(await measured.steps());
      await atEach(isThorough ? steps : some(steps, 4), async (step) => {
        const site = new Site('first', SHORT);
        site.advance();
        expect(await site.die(step)).toBe(true);
        await site.check();
        await site.doctor();
      });
    },
    TIMEOUT,
  );
});
