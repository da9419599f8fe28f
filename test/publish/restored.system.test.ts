import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';
import { bury, dying } from '../support/dying.js';
import { startPostgres } from '../support/postgres.js';
import { isThorough } from '../support/thorough.js';

/*
 * A database that is put back from a backup, while public/ stays as it was: ahead of it, or beside it. The
 * next publication comes to the bytes of one into an empty folder, and renders what differs.
 */

const server = await startPostgres();
afterAll(() => server?.stop());

/** Where a database is, how it is copied, and how the copy takes its place. */
interface Engine {
  readonly name: string;
  /** Of the first database; names are those of folders. */
  first(folder: string): Promise<string>;
  copy(folder: string, data: string, name: string): Promise<string>;
}

const json: Engine = {
  name: 'json',
  first: async (folder) => path.join(folder, 'data'),
  async copy(folder, data, name) {
    const to = path.join(folder, name);
    rmSync(to, { recursive: true, force: true });
    cpSync(data, to, { recursive: true });
    return to;
  },
};

const postgres: Engine = {
  name: 'postgres',
  first: async () => (await server?.database()) ?? '',
  copy: async (_folder, data) => (await server?.database(data)) ?? '',
};

const engines = server !== null && isThorough ? [json, postgres] : [json];

const NAMES: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f'];
const TOPICS = ['ffi', 'async', 'wasm'] as const;
const HOUR = 3_600_000;

/** What a publication did to public/. */
interface Files {
  readonly written: number;
  readonly removed: number;
  /** Rendered, and found to be there already. */
  readonly left: number;
}

interface Settings {
  tags: Record<string, object>;
  publish: object;
  sources: readonly string[];
}

/** A site with many passes behind it, whose database is put back. */
class RestoredSite {
  private hour = 0;
  private readonly posts = new Map<string, Item[]>();
  private readonly backups = new Map<string, string>();
  private settings: Settings = {
    tags: Object.fromEntries(TOPICS.map((topic) => [topic, [topic]])),
    publish: { limit: 4, digest: ['weekly'] },
    sources: NAMES,
  };

  private constructor(
    private readonly engine: Engine,
    readonly folder: string,
    private readonly blogs: Blogs,
    private data: string,
  ) {}

  static async begin(engine: Engine): Promise<RestoredSite> {
    const blogs = await startBlogs();
    onTestFinished(() => blogs.close());
    const folder = configFolder();
    const site = new RestoredSite(engine, folder, blogs, await engine.first(folder));
    for (const name of NAMES) site.write(name, 10);
    await site.pass();
    for (const name of NAMES) site.write(name, 1);
    await site.pass();
    return site;
  }

  /** Has a blog write so many posts more, with these words; less than none: takes its last back. */
  write(name: string, posts: number, words = ''): void {
    const all = this.posts.get(name) ?? [];
    const from = all.length;
    if (posts <= 0) all.splice(from + posts);
    for (let n = from; n < from + posts; n++)
      all.push({
        id: `${name}${n}${words}`,
        title: `${TOPICS[n % 3]} ${name}${n} ${words}`,
        date: new Date(Date.UTC(2025, 0, 1 + n)).toISOString(),
      });
    this.posts.set(name, all);
    this.blogs.pages.set(`/${name}`, atom(`Blog ${name}`, all, `https://${name}.example/`));
  }

  configure(part: Partial<Settings>): void {
    this.settings = { ...this.settings, ...part };
  }

  /** A pass, two days later. */
  async pass(out = 'public'): Promise<Files> {
    const { code, out: report, err } = await this.run(['run', '--all', '--json', ...this.toDo(out)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return (JSON.parse(report) as { files: Files }).files;
  }

  async remove(what: string): Promise<void> {
    expect(
      await this.run(['remove', what.replace('BLOG', this.blogs.origin), '--yes', ...this.toDo()]),
    ).toMatchObject({ code: 0 });
  }

  /** Dies in the middle of a pass, while it publishes. */
  async die(): Promise<void> {
    const begun = path.join(this.folder, 'public/.tagwire-begun');
    const work = () => this.run(['run', '--all', ...this.toDo()]);
    const kept = path.join(this.folder, 'kept');
    cpSync(path.join(this.folder, 'public'), kept, { recursive: true, preserveTimestamps: true });
    const data = await this.engine.copy(this.folder, this.data, 'before');
    const steps = await dying(Number.POSITIVE_INFINITY, work);
    for (let left = 30; left > 0; left -= 7) {
      rmSync(path.join(this.folder, 'public'), { recursive: true });
      cpSync(kept, path.join(this.folder, 'public'), { recursive: true, preserveTimestamps: true });
      this.data = await this.engine.copy(this.folder, data, 'data');
      await dying(steps - left, work);
      bury(this.folder);
      if (existsSync(begun)) return;
    }
    throw new Error('it did not die while it published');
  }

  async backUp(name: string): Promise<void> {
    this.backups.set(name, await this.engine.copy(this.folder, this.data, name));
  }

  async restore(name: string): Promise<void> {
    this.data = await this.engine.copy(this.folder, this.backups.get(name) ?? '', 'data');
  }

  /** What is published is what a publication of the same database into an empty folder is. */
  async expectWhole(out = 'public', more: 'none' | 'some' = 'none'): Promise<void> {
    const copy = await this.engine.copy(this.folder, this.data, 'copy');
    const { code, err } = await this.run(['publish', '--data', copy, '--out', 'whole']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [files, whole] = [out, 'whole'].map((name) => filesIn(path.join(this.folder, name)));
    if (more === 'some') expect(files).toMatchObject(whole ?? {});
    else expect(files).toEqual(whole);
    rmSync(path.join(this.folder, 'whole'), { recursive: true });
  }

  private toDo(out = 'public'): readonly string[] {
    this.hour += 48;
    return ['--data', this.data, '--out', out];
  }

  private run(args: readonly string[]) {
    const { sources, ...settings } = this.settings;
    const site = { title: 'T', url: 'https://t.example/' };
    const all = { site, ...settings, sources: sources.map((name) => `${this.blogs.origin}/${name}`) };
    writeFileSync(
      path.join(this.folder, 'feeds.json'),
      JSON.stringify({ ...all, fetch: { allow: ['127.0.0.0/8'] } }),
    );
    const now = Date.UTC(2026, 0, 1) + this.hour * HOUR;
    return tagwire(args, this.folder, '', { now: () => now });
  }
}

/** Path → text of all files below a folder, but what only tagwire reads. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.tagwire'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(files.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}

/** All that there is, some eighty files. */
const ALL = 100;

const tags = (more: Record<string, object> = {}) => ({
  tags: { ...Object.fromEntries(TOPICS.map((topic) => [topic, [topic]])), ...more },
});

/** What happens to a site after its backup, and the most files that are rendered once that is put back. */
const HISTORIES: readonly [string, most: number, after: (site: RestoredSite) => Promise<unknown>][] = [
  ['nothing', 0, async () => undefined],
  [
    'news',
    30,
    (site) => {
      site.write('a', 1);
      return site.pass();
    },
  ],
  [
    'news that its blog has taken back since',
    30,
    async (site) => {
      site.write('a', 1, 'draft');
      await site.pass();
      site.write('a', -1);
    },
  ],
  [
    'news in several editions',
    45,
    async (site) => {
      for (const name of ['a', 'b', 'c', 'a'] as const) {
        site.write(name, 1);
        await site.pass();
      }
    },
  ],
  [
    'archives that were sealed',
    45,
    async (site) => {
      site.write('a', 15, 'draft');
      await site.pass();
      site.write('a', -15);
      site.write('a', 1);
    },
  ],
  ['the removal of a post', 30, (site) => site.remove('https://blog.example/b9')],
  ['the removal of a blog that comes back', 60, (site) => site.remove('BLOG/b')],
  [
    'a blog that came and left',
    50,
    async (site) => {
      site.write('new', 3);
      site.configure({ sources: [...NAMES, 'new'] });
      await site.pass();
      site.configure({ sources: NAMES });
    },
  ],
  [
    'a change of rules',
    60,
    async (site) => {
      site.configure(tags({ ffi: ['ffi', 'a7', 'wasm'] }));
      await site.pass();
    },
  ],
  [
    'a change of rules that was taken back',
    66,
    async (site) => {
      site.configure(tags({ ffi: ['ffi', 'a7', 'wasm'] }));
      await site.pass();
      site.configure(tags());
    },
  ],
  [
    'a tag that came and left',
    60,
    async (site) => {
      site.configure(tags({ third: ['a3', 'b3', 'c3', 'd3', 'e3', 'f3', 'a4'] }));
      await site.pass();
      site.configure(tags());
    },
  ],
  [
    'a tag that came, left and said farewell',
    50,
    async (site) => {
      site.configure(tags({ third: ['a3', 'b3', 'c3', 'd3', 'e3', 'f3', 'a4'] }));
      await site.pass();
      site.configure(tags());
      await site.pass();
    },
  ],
  [
    'an alias that came, left and said farewell',
    40,
    async (site) => {
      site.configure(tags({ ffi: { match: ['ffi'], aliases: ['bindings'] } }));
      await site.pass();
      site.configure(tags());
      await site.pass();
    },
  ],
  [
    'a tag that left and came back',
    ALL,
    async (site) => {
      site.configure({ tags: { ffi: ['ffi'], async: ['async'] } });
      await site.pass();
      site.configure(tags());
    },
  ],
  [
    'a tag that was renamed, and got its name back',
    ALL,
    async (site) => {
      const { ffi, ...others } = tags().tags;
      site.configure({ tags: { ...others, bindings: { match: ffi, aliases: ['ffi'] } } });
      await site.pass();
      site.configure(tags());
    },
  ],
  [
    'a title that was changed and changed back',
    45,
    async (site) => {
      site.configure(tags({ ffi: { match: ['ffi'], title: 'Foreign' } }));
      await site.pass();
      site.configure(tags());
    },
  ],
  [
    'a tag that left',
    40,
    async (site) => {
      site.configure({ tags: { ffi: ['ffi'], async: ['async'] } });
      await site.pass();
    },
  ],
  [
    'feeds of another length',
    ALL,
    async (site) => {
      site.configure({ publish: { limit: 3, digest: ['weekly'] } });
      await site.pass();
    },
  ],
];

/** What is rendered goes by the names of editions, which both engines give alike: a third tells. */
const historiesOf = (engine: Engine) => HISTORIES.filter((_, n) => engine === json || n % 3 === 0);

describe.each(engines)('with a database of $name, put back after', (engine) => {
  test.each(historiesOf(engine))('%s', async (_name, most, after) => {
    const site = await RestoredSite.begin(engine);
    await site.backUp('early');
    await after(site);
    await site.backUp('late');
    await site.restore('early');
    const { written, left, removed } = await site.pass();
    await site.expectWhole();
    expect(written + left + removed).toBeLessThanOrEqual(most);
    expect((await site.pass()).written).toBe(0);
    for (const backup of ['early', 'late', null]) {
      if (backup !== null) await site.restore(backup);
      site.write('b', 1);
      await site.pass();
      await site.expectWhole();
    }
  });

  test('an edition, also where it is counted up to the same number beside public/', async () => {
    const site = await RestoredSite.begin(engine);
    await site.backUp('early');
    site.write('a', 1, 'draft');
    await site.pass();
    await site.restore('early');
    site.write('a', -1);
    site.write('b', 1);
    await site.pass('beside');
    await site.pass();
    await site.expectWhole();
    await site.expectWhole('beside');
  });
});

test('so it is where a pass that was killed while it published had come further than it noted', async () => {
  const site = await RestoredSite.begin(json);
  await site.backUp('early');
  site.write('a', 5, 'draft');
  await site.die();
  await site.restore('early');
  site.write('a', -5);
  site.write('b', 1);
  await site.pass();
  await site.expectWhole('public', 'some'); // nobody knows of files that it had not listed
});
