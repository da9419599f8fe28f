import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStoreReader } from '../../src/store/index.js';
import { atom, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';
import { killedAnywhere } from '../support/killed.js';
import { isThorough } from '../support/thorough.js';

const EVERY = isThorough ? 1 : 3;
const NOW = Date.UTC(2026, 0, 20);
const HOUR = 3_600_000;
/** What follows from them (counts) is a repair too, unless the kill came between that and its note. */
const DAMAGED = ['outbox.json', 'tags/ffi.json'];

test('what a doctor had mended that was killed anywhere is told by the next, once', {
  timeout: 600_000,
}, async () => {
  const blogs = await startBlogs();
  const run = (where: string, line: string, hours: number) =>
    tagwire(line.split(' '), where, '', { now: () => NOW + hours * HOUR });
  blogs.pages.set('/a', atom('A', [{ id: 'a1', title: 'ffi' }]));
  const site = { title: 'Test', url: 'https://site.example/' };
  const sources = [`${blogs.origin}/a`];
  const base = configFolder(JSON.stringify({ site, sources, tags: { ffi: ['ffi'] } }));
  await run(base, 'run --all --allow-private', 0);
  for (const name of DAMAGED) writeFileSync(path.join(base, 'data', name), '{');
  for await (const { folder, how } of killedAnywhere(base, EVERY, (at) => run(at, 'doctor', 1))) {
    expect((await run(folder, 'doctor', 2)).code).toBe(0);
    expect((await run(folder, 'doctor', 3)).out).toMatch(/^All is well/);
    const events = await (await openStoreReader(path.join(folder, 'data'))).events();
    expect(events, how).toMatchObject([{ kind: 'mended' }]);
    expect(events[0]?.kind === 'mended' ? events[0].repairs : 0).toBeGreaterThanOrEqual(DAMAGED.length);
  }
  await blogs.close();
});
