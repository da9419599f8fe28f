import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.js';
import { atom } from '../support/blogs.js';
import { polledSite, serve } from '../support/polled-site.js';
import { startPostgres } from '../support/postgres.js';
import { runProgram, spawnTagwire } from '../support/program.js';

const server = await startPostgres();
afterAll(() => server?.stop());

const database = async (): Promise<string> => (await server?.database()) ?? '';

const posts = (from: number, to: number, words = 'ffi') =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `p${from + index}`,
    title: `${words} ${from + index}`,
    date: new Date(Date.UTC(2025, 0, 1 + from + index)).toISOString(),
  }));

/** Every file of a folder with its bytes and its time. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files
      .map((one) => path.join(one.parentPath, one.name))
      .sort()
      .map((file) => [file, `${statSync(file).mtimeMs} ${readFileSync(file, 'latin1')}`]),
  );
}

/** A site with a history: archives, copies, a removal, a source that is gone, a host that asked for quiet. */
async function oldSite() {
  const { origin, answers, paths, asked } = await serve({
    '/gone': { status: 410 },
  });
  const busy = await serve({ '/busy': { status: 429, headers: { 'retry-after': '900000' } } });
  answers['/a'] = atom('A', posts(0, 230));
  answers['/b'] = atom('B', posts(225, 240, 'ffi async'));
  const site = polledSite([...['/a', '/b', '/gone'].map((name) => origin + name), `${busy.origin}/busy`], {
    publish: { limit: 20 },
    tags: { ffi: ['ffi'], async: ['async'] },
  });
  await site.run('run --all --allow-private', 0);
  answers['/a'] = { status: 200, headers: { etag: '"2"' }, body: atom('A', posts(4, 232)) };
  await site.run('run --all --allow-private', 48);
  await site.run('remove https://blog.example/p100 --yes', 49);
  await site.run('publish', 49);
  return { ...site, answers, paths, asked };
}

test.skipIf(server === null)(
  'a database that moves to PostgreSQL and back is the same to readers and publishers',
  async () => {
    const site = await oldSite();
    const there = await database();
    const shown = `postgres://${new URL(there).host}${new URL(there).pathname}`;
    const before = filesIn(path.join(site.folder, 'public'));
    const moved = await site.run(`migrate --from data --to ${there}`, 50);
    expect(moved).toMatchObject({ code: 0, err: '' });
    expect(moved.out).toMatch(
      /^Moved 2\d\d entries of 4 sources, 3 feeds with \d+ archives from data to postgres:.* the same \([0-9a-f]{16}\)\n/,
    );
    expect(moved.out).toContain(` to ${shown}, and`);
    const back = await site.run(`migrate --json --from ${there} --to again`, 50);
    expect(JSON.parse(back.out)).toMatchObject({ from: shown, to: 'again', sources: 4, streams: 3 });
    expect(moved.out).toContain(JSON.parse(back.out).checksum);
    for (const data of ['data', there, 'again']) {
      site.asked();
      expect(await site.run(`run --allow-private --all --data ${data}`, 51)).toMatchObject({ code: 0 });
      const asked = site.asked();
      expect(asked.map((one) => one.path).sort()).toEqual(['/a', '/b']);
      expect(asked.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
      expect(filesIn(path.join(site.folder, 'public'))).toEqual(before);
      expect((await site.run(`doctor --data ${data}`, 51)).out).toMatch(/^All is well/);
    }
    for (const data of [there, 'again'])
      expect((await site.run(`remove --undo --data ${data} --out none`, 52)).out).toMatch(/1 entry|back/);
  },
);

test.skipIf(server === null)('nothing is moved onto a database, or out of none', async () => {
  const site = await oldSite();
  const there = await database();
  await site.run(`run --allow-private --data ${there} --out other`, 50);
  for (const [line, code, err] of [
    [`migrate --from data --to ${there}`, 1, /^error: there is a database already: [^\n]*\n$/],
    [`migrate --from ${there} --to data`, 1, /^error: data has a database already: [^\n]*\n$/],
    [
      `migrate --from nothing --to ${await database()}`,
      1,
      /^error: nothing has nothing to back up: [^\n]*\n$/,
    ],
    ['migrate --from data', 2, /^error: say where [^\n]*--to postgres:\/\/…\n$/],
    ['migrate --from data --to redis://ann:secret@x', 2, /^error: no database is at redis:\/\/…: [^\n]*\n$/],
  ] as const) {
    const done = await site.run(line, 51);
    expect(done).toMatchObject({ code, out: '' });
    expect(done.err).toMatch(err);
  }
  expect(existsSync(path.join(site.folder, 'nothing'))).toBe(false);
});

test.skipIf(server === null)('one that is killed on the way is simply done again', async () => {
  const site = await oldSite();
  const there = await database();
  const held = new pg.Client(there);
  await held.connect();
  const line = ['migrate', '--from', 'data', '--to', there];
  await (await openStore(there, { now: Date.now, limit: 20 })).close();
  await held.query('begin; lock table tagwire.docs in access exclusive mode');
  const killed = spawnTagwire(line, site.folder);
  const waiting = async (): Promise<boolean> =>
    (await held.query('select from pg_locks where not granted')).rows.length > 0;
  while (!(await waiting())) await new Promise(setImmediate);
  killed.kill('SIGKILL');
  await once(killed, 'close');
  await held.query('rollback');
  await held.end();
  expect(await runProgram(line, site.folder)).toMatchObject({ code: 0, err: '' });
});
