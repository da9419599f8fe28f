import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { commands } from '../../src/commands/index.js';
import { DATA_VERSION } from '../../src/store/json/document.js';
import { atom, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

const NEWER = DATA_VERSION + 1;
const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-newer-'));

/**
 * A site with every kind of file: archives, sealed entries, something removed, something not rendered yet.
 */
beforeAll(async () => {
  const items = Array.from({ length: 210 }, (_, n) => ({ id: `a${n}`, title: `ffi ${n}` }));
  const blogs = await startBlogs({ '/a': atom('A', items) });
  const config = {
    site: { title: 'T', url: 'https://t.example/' },
    publish: { limit: 20 },
    sources: [{ url: `${blogs.origin}/a`, first: 300 }],
    tags: { ffi: ['ffi'] },
    bundles: { all: { title: 'All', any: ['ffi'] } },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'E',
    items: [{ id: 'e', content_text: 'e' }],
  };
  writeFileSync(path.join(folder, 'posts.json'), JSON.stringify(feed));
  for (const line of ['run --allow-private', 'remove https://blog.example/a7', 'import posts.json'])
    expect(await tagwire(line.split(' '), folder)).toMatchObject({ code: 0 });
  await blogs.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const filesIn = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );

function makeNewer(name: string): void {
  const file = path.join(folder, name);
  const text = readFileSync(file, 'utf8');
  onTestFinished(() => writeFileSync(file, text));
  writeFileSync(file, JSON.stringify({ ...JSON.parse(text), version: NEWER }));
}

const refusal = (name: string): string =>
  `error: ${name} was written by a newer tagwire (data version ${NEWER}); update this one\n`;

/** Each command that reads the database, as it is called. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  run: ['run --allow-private', 'run --all --allow-private', 'run --if-free'],
  drop: ['drop https://no.example/'], // one that the file doesn't have itself
  check: ['check'],
  classify: ['classify --eval --filed'],
  explain: ['explain https://blog.example/a1'],
  file: ['file https://blog.example/a1 +ffi'],
  publish: ['publish', 'publish --dry-run'],
  learn: ['learn --stored --dry-run'],
  suggest: ['suggest ffi', 'suggest --sources'],
  untagged: ['untagged'],
  held: ['held'],
  status: ['status', 'status --hosts', 'status --json'],
  import: ['import posts.json'],
  export: ['export --json', 'export --tag ffi', 'export --all'],
  remove: ['remove https://blog.example/a1 --yes', 'remove --undo --yes'],
  doctor: ['doctor'],
};

describe('a database that a newer tagwire wrote', () => {
  test('is refused by every command in one line, and stays as it is', async () => {
    const reading = commands.filter(({ reads }) => reads.includes('data')).map(({ name }) => name);
    expect(reading.filter((name) => name !== 'start')).toEqual(Object.keys(LINES)); // start says so at each pass
    makeNewer('data/db.json');
    const before = filesIn();
    for (const line of Object.values(LINES).flat())
      expect(await tagwire(line.split(' '), folder), line).toEqual({
        code: 1,
        out: '',
        err: refusal('data/db.json'),
      });
    expect(filesIn()).toEqual(before);
  });

  test.each([
    'pending.json',
    'removed.json',
    'removal.json',
    'removal/*.json',
    'summary.json',
    'site.json',
    'site/1.json',
    'tags/ffi.json',
    'tags/ffi/1.json',
    'bundles/all.json',
    'bundles/all/1.json',
    'index/*.json',
    'sources/*.json',
    'sources/*.001.json',
  ])('is known by any file of it: %s', async (pattern) => {
    const [start = '', end = ''] = pattern.split('*');
    const name = Object.keys(filesIn()).find((one) => one.startsWith(`data/${start}`) && one.endsWith(end));
    makeNewer(name ?? pattern);
    const before = filesIn();
    expect(await tagwire(['doctor'], folder)).toEqual({ code: 1, out: '', err: refusal(name ?? pattern) });
    expect(filesIn()).toEqual(before);
  });
});
