import { once } from 'node:events';
import pg from 'pg';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { polledSite, serve } from '../support/polled-site.js';
import { startPostgres } from '../support/postgres.js';
import { runProgram, spawnTagwire } from '../support/program.js';

const server = await startPostgres();
afterAll(() => server?.stop());

const SECRET = 's3cret';

async function ask(address: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database, and its address for a user of this name who has nothing but a password. */
async function withUser(name: string) {
  const own = (await server?.database()) ?? '';
  await ask(own, `create role ${name} login password '${SECRET}'`);
  onTestFinished(() => ask(own, `drop owned by ${name}`, `drop role ${name}`));
  const theirs = new URL(own);
  theirs.username = name;
  theirs.password = SECRET;
  return { own, theirs };
}

async function site() {
  const { origin } = await serve({
    '/a': '<rss version="2.0"><channel><title>A</title><item><guid>1</guid><title>ffi</title></item></channel></rss>',
  });
  return polledSite([`${origin}/a`]);
}

/** A command that fails in one line which names no password. */
async function failing(line: string, code: number, words: RegExp): Promise<void> {
  const { folder } = await site();
  const done = await runProgram(line.split(' '), folder);
  expect(done).toMatchObject({ code, out: '' });
  expect(done.err).toMatch(/^error: [^\n]+\n$/);
  expect(done.err).toMatch(words);
  expect(done.err).not.toContain(SECRET);
}

describe.skipIf(!server?.crash)('what the server refuses is one line without the password', () => {
  test('TLS, where it has none: and nothing of what pg thinks of sslmode', async () => {
    const { theirs } = await withUser('tls');
    for (const mode of ['require', 'verify-full']) {
      theirs.search = `?sslmode=${mode}`;
      await failing(`run --data ${theirs}`, 1, /offers no TLS/);
      await failing(`status --data ${theirs}`, 1, /offers no TLS/);
    }
    theirs.search = '?sslmode=verify-ca';
    await failing(`run --data ${theirs}`, 2, /sslrootcert/);
    theirs.search = '?sslmode=verify-full&sslrootcert=/nowhere/ca.pem';
    await failing(`run --data ${theirs}`, 2, /nowhere\/ca\.pem/);
  });

  test('a wrong password, a missing one, a database that is not there', async () => {
    const { theirs } = await withUser('ann');
    const wrong = new URL(theirs);
    wrong.password = `${SECRET}2`;
    await failing(`run --data ${wrong}`, 1, /refuses this user or password/);
    const missing = new URL(theirs);
    missing.password = '';
    await failing(`run --data ${missing}`, 1, /asks for a password/);
    theirs.pathname = '/nothing';
    await failing(`run --data ${theirs}`, 1, /no database of that name/);
  });

  test('a user who may make no tables; one with rights on rows is enough once there are some', async () => {
    const { own, theirs } = await withUser('rows');
    await failing(`run --data ${theirs}`, 1, /permission denied/);
    const { run } = await site();
    await run(`run --allow-private --data ${own}`);
    await failing(`run --data ${theirs}`, 1, /permission denied/);
    await ask(
      own,
      'grant usage on schema tagwire to rows',
      'grant select, insert, update, delete on all tables in schema tagwire to rows',
    );
    const data = `--data ${theirs}`;
    for (const line of [
      `run --all --allow-private ${data}`,
      `publish ${data}`,
      `doctor ${data}`,
      `export --all ${data}`,
      `status ${data}`,
    ])
      expect(await run(line, 48)).toMatchObject({ code: 0, err: '' });
    const found = JSON.parse((await run(`export --json ${data}`, 48)).out).items;
    expect(found).toHaveLength(1);
    expect(await run(`remove ${found[0].id} --yes ${data}`, 48)).toMatchObject({ code: 0, err: '' });
    expect(await run(`remove --undo ${data}`, 48)).toMatchObject({ code: 0, err: '' });
  });

  test('writing, where it is a replica, which can be read; tables of a newer tagwire', async () => {
    const own = (await server?.database()) ?? '';
    const { run } = await site();
    await run(`run --allow-private --data ${own}`);
    const name = new URL(own).pathname.slice(1);
    await ask(own, `alter database ${name} set default_transaction_read_only = on`);
    await failing(`run --data ${own}`, 1, /read-only/);
    expect(await run(`status --data ${own}`)).toMatchObject({ code: 0, err: '' });
    await ask(own, 'set default_transaction_read_only = off', 'update tagwire.version set version = 99');
    await failing(`status --data ${own}`, 1, /newer tagwire/);
  });

  test('the service goes on, and neither its log nor /healthz names password or place', async () => {
    const { theirs } = await withUser('service');
    theirs.pathname = '/nothing';
    const { folder } = await site();
    const service = spawnTagwire(['start', '--port', '0', '--json', '--data', theirs.href], folder);
    onTestFinished(() => void service.kill('SIGKILL'));
    let log = '';
    service.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    const [line] = (await once(service.stdout ?? service, 'data')) as [Buffer];
    const { listening } = JSON.parse(line.toString()) as { listening: string };
    while (!log.includes('the pass failed')) await once(service.stderr ?? service, 'data');
    const health = await (await fetch(`${listening}healthz`)).text();
    expect(JSON.parse(health)).toMatchObject({ ok: false, lastPass: { error: /no database/ } });
    for (const text of [log, health]) expect(text).not.toMatch(/s3cret|service@|127\.0\.0\.1:\d+\/nothing/);
  });
});

test('no other scheme becomes a folder', async () => {
  await failing('run --data redis://ann:s3cret@x', 2, /no database is at redis:/);
});
