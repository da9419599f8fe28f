import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { nameOf } from '../../src/events/event.js';
import { openStoreReader } from '../../src/store/index.js';
import { atom, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';
import { killedAnywhere } from '../support/killed.js';
import { isThorough } from '../support/thorough.js';

/*
 * Wherever a pass is killed, and its successor too, each event is told once: it is stored with the poll that
 * made it, and what readers saw of it stays.
 */

const EVERY = isThorough ? 2 : 5;
const NOW = Date.UTC(2026, 0, 20);
const HOUR = 3_600_000;

test('a pass that is killed anywhere loses no event and tells none twice', { timeout: 600_000 }, async () => {
  const blogs = await startBlogs();
  const run = (where: string, hours: number) =>
    tagwire(['run', '--all', '--allow-private'], where, '', { now: () => NOW + hours * HOUR });
  for (const name of ['a', 'b', 'c'])
    blogs.pages.set(`/${name}`, atom(name, [{ id: `${name}1`, title: 'ffi' }]));
  blogs.pages.set('/b', 403);
  const sources = ['a', 'b', 'c'].map((name) => `${blogs.origin}/${name}`);
  const site = { title: 'Test', url: 'https://site.example/' };
  const base = configFolder(JSON.stringify({ site, sources, tags: { ffi: ['ffi'] } }));
  await run(base, 0);
  blogs.pages.set('/a', 404); // starts failing
  blogs.pages.set('/b', atom('b', [{ id: 'b1', title: 'ffi' }])); // recovers
  for await (const { folder, how } of killedAnywhere(base, EVERY, (at) => run(at, 2))) {
    const file = path.join(folder, 'data/health.atom');
    const seen = readFileSync(file, 'utf8');
    await run(folder, 4);
    const store = await openStoreReader(path.join(folder, 'data'));
    const events = await store.events();
    expect(new Set(events.map(nameOf)).size).toBe(events.length);
    const kinds = events.map(({ kind }) => kind).sort();
    expect(kinds, how).toEqual(['failing', 'failing', 'recovered']);
    const ids = (text: string) => [
      ...new Set([...text.matchAll(/<id>(urn:uuid:[^<]+)</g)].map(([, id]) => id)),
    ];
    const now = ids(readFileSync(file, 'utf8'));
    expect(now).toHaveLength(1 + events.length);
    expect(now).toEqual(expect.arrayContaining(ids(seen)));
  }
  await blogs.close();
});
