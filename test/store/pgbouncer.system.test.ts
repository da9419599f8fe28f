import { once } from 'node:events';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startPgBouncer } from '../support/pgbouncer.js';
import { blog, polledSite, serve } from '../support/polled-site.js';
import { startPostgres } from '../support/postgres.js';
import { runProgram, spawnTagwire } from '../support/program.js';
import { isThorough } from '../support/thorough.js';
import { databaseAt } from './at-postgres.js';
import { storeContract } from './contract.js';
import { removalContract } from './removal-contract.js';

const server = await startPostgres();
// With one connection to each database, whoever held one and waited for a second would wait for ever.
const bouncer = server === null ? null : await startPgBouncer(new URL(await server.database()), 1);
afterAll(async () => {
  await bouncer?.stop();
  await server?.stop();
});

const database = async (): Promise<string> =>
  bouncer === null || server === null ? '' : bouncer.through(await server.database());

describe.skipIf(bouncer === null)('through a PgBouncer in transaction mode, with one connection', () => {
  test('processes share passes, one is killed, and all commands work', async () => {
    const blogs = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`/${n}`, blog(`Blog ${n}`, `${n}-1`, `${n}-2`)]),
    );
    const { origin, answers } = await serve(blogs);
    const { folder } = polledSite(Object.keys(blogs).map((name) => `${origin}${name}`));
    const address = await database();
    const line = (command: string, out = 'one') => [
      ...[...command.split(' '), '--data', address, '--out', out],
      ...(command.startsWith('run') ? ['--allow-private'] : []),
    ];
    const well = async (command: string, out?: string) => {
      const done = await runProgram(line(command, out), folder);
      expect(done, command).toMatchObject({ code: 0, err: '' });
      return done.out;
    };
    const doomed = spawnTagwire(line('run', 'doomed'), folder);
    answers['/7'] = () => {
      doomed.kill('SIGKILL');
      return { status: 503 };
    };
    await once(doomed, 'close');
    answers['/7'] = blog('Blog 7', '7-1', '7-2');
    await databaseAt(async () => address).leasesAge(600_000);
    await Promise.all([well('run', 'one'), well('run', 'two')]);
    expect(JSON.parse(await well('export --json')).items).toHaveLength(40);
    await well('remove https://blog.example/7-1 --yes');
    await well('remove --undo');
    expect(await well('doctor')).toMatch(/^All is well/);
    const there = await database();
    await runProgram(['migrate', '--from', address, '--to', there], folder);
    const back = path.join(folder, 'data');
    expect(await runProgram(['migrate', '--from', there, '--to', back], folder)).toMatchObject({
      code: 0,
      err: '',
    });
  });

  if (isThorough && bouncer !== null) {
    storeContract('the PostgreSQL store', () => databaseAt(database));
    removalContract('the PostgreSQL store', () => databaseAt(database));
  }
});

if (bouncer === null) test.skip('PgBouncer: none on this machine', () => {});
