import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishStored } from '../../src/operate/publish-stored.js';
import { readSite } from '../../src/operate/site.js';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-edits-'));
const at = (name: string): string => path.join(folder, name);
const world = { now: Date.now, version: '1.2.3' };

const POSTS = 40;
const topics = ['ffi', 'async', 'wasm', 'embedded'] as const;
const items = (blog: string) =>
  Array.from({ length: POSTS }, (_, n) => ({
    id: `${blog}-${n}`,
    title: `${topics[n % 4]} and ${topics[(n * 3 + 1) % 4]}, part ${n} ${n === 7 ? 'rare' : ''}`,
    date: `2025-01-${String((n % 28) + 1).padStart(2, '0')}T00:00:00Z`,
  }));

/** feeds.json as an operator edits it, one change after the other. */
interface Edited {
  site: object;
  publish: object;
  sources: { url: string; [key: string]: unknown }[];
  tags: Record<string, { title?: string; description?: string; match: string[]; aliases?: string[] }>;
  bundles: Record<string, { title: string; any: string[] }>;
}
let config: Edited;
let blogs: Blogs;

beforeAll(async () => {
  const names = ['a', 'b', 'c'];
  blogs = await startBlogs(
    Object.fromEntries(names.map((name) => [`/${name}`, atom(`Blog ${name}`, items(name))])),
  );
  config = {
    site: { title: 'Test', url: 'https://site.example/' },
    publish: { limit: 10 },
    sources: names.map((name) => ({ url: `${blogs.origin}/${name}` })),
    tags: Object.fromEntries(topics.map((topic) => [topic, { match: [topic] }])),
    bundles: { low: { title: 'Low', any: ['ffi', 'embedded'] } },
  };
  save();
  await tagwire(['run', '--allow-private'], folder);
  await publish(); // this program's version is another
});
afterAll(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true });
});

const save = (): void => writeFileSync(at('feeds.json'), JSON.stringify(config));

async function publish(data = 'data', out = 'public') {
  const site = await readSite({ config: at('feeds.json') });
  return publishStored(site, { data: at(data), out: at(out), newSite: false }, world);
}

function tree(out: string): ReadonlyMap<string, string> {
  const files = readdirSync(at(out), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.tagwire'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return new Map(files.map((file) => [path.relative(at(out), file), readFileSync(file, 'utf8')]));
}

/** All that is published is a few hundred files; of an edit that touches little only some are written. */
const LITTLE = 12;

test.each<[string, (edited: Edited) => void, most: number]>([
  ['nothing', () => undefined, 0],
  [
    'a source added, disabled',
    ({ sources }) => sources.push({ url: 'https://d.example/', disabled: true }),
    LITTLE,
  ],
  ['a source disabled', ({ sources }) => Object.assign(sources[0] ?? {}, { disabled: true }), LITTLE],
  ['a source renamed', ({ sources }) => Object.assign(sources[0] ?? {}, { title: 'Another' }), 40],
  ['a source’s own tags', ({ sources }) => Object.assign(sources[0] ?? {}, { tags: ['embedded'] }), 400],
  ['a source taken out', ({ sources }) => sources.splice(1, 1), 40],
  [
    'a tag’s description',
    ({ tags }) => Object.assign(tags['ffi'] ?? {}, { description: 'C and others' }),
    40,
  ],
  ['a tag’s title', ({ tags }) => Object.assign(tags['ffi'] ?? {}, { title: 'Foreign' }), 400],
  ['a tag’s alias', ({ tags }) => Object.assign(tags['async'] ?? {}, { aliases: ['futures'] }), 40],
  ['a tag’s words', ({ tags }) => tags['async']?.match.push('rare'), 60],
  ['a tag added', (edited) => Object.assign(edited.tags, { rare: { match: ['rare'] } }), 80],
  ['an empty tag added', (edited) => Object.assign(edited.tags, { none: { match: ['nothing'] } }), LITTLE],
  ['an empty tag taken out', ({ tags }) => Reflect.deleteProperty(tags, 'none'), LITTLE],
  ['a tag taken out', ({ tags }) => Reflect.deleteProperty(tags, 'wasm'), 400],
  ['a bundle’s tags', ({ bundles }) => Object.assign(bundles['low'] ?? {}, { any: ['ffi', 'async'] }), 120],
  ['a bundle’s title', ({ bundles }) => Object.assign(bundles['low'] ?? {}, { title: 'Deep' }), 80],
  ['a bundle taken out', (edited) => Object.assign(edited, { bundles: {} }), 80],
  [
    'a tag renamed, its old name an alias',
    (edited) => {
      const { async: renamed, ...others } = edited.tags;
      edited.tags = { ...others, waiting: { match: [], ...renamed, aliases: ['async', 'futures'] } };
    },
    400,
  ],
  ['an alias taken away', ({ tags }) => Object.assign(tags['waiting'] ?? {}, { aliases: ['async'] }), 40],
  ['a source made private', ({ sources }) => Object.assign(sources[0] ?? {}, { private: true }), 400],
  ['the site’s title', (edited) => Object.assign(edited.site, { title: 'Best' }), 1000],
])('%s: what is published is what a whole rendering gives', async (_name, edit, most) => {
  edit(config);
  save();
  const { written, removed } = await publish();
  expect(written + removed).toBeLessThanOrEqual(most);
  cpSync(at('data'), at('copy'), { recursive: true });
  await publish('copy', 'whole');
  expect(tree('public')).toEqual(tree('whole'));
  expect(await publish()).toMatchObject({ written: 0, removed: 0 });
  for (const name of ['copy', 'whole']) rmSync(at(name), { recursive: true });
});

test.each<[string, (file: string) => void]>([
  ['lost', (file) => rmSync(file)],
  ['altered', (file) => writeFileSync(file, 'somebody’s')],
])('publish brings back a file that was %s', async (_how, damage) => {
  const before = tree('public');
  damage(at('public/tags/ffi.atom'));
  expect(await publish()).toMatchObject({ written: 1 });
  expect(tree('public')).toEqual(before);
  expect(await publish()).toMatchObject({ written: 0, unchanged: 0 });
});
