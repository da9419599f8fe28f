import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { polledSite } from '../support/polled-site.js';
import { startPostgres } from '../support/postgres.js';
import { runProgram, spawnTagwire } from '../support/program.js';

const server = await startPostgres({ tls: true });
afterAll(() => server?.stop());

const SECRET = 's3cret';

/** A site, and the address of a database for a user with a password; both without `sslmode`. */
async function place() {
  const own = new URL((await server?.database()) ?? '');
  const client = new pg.Client(own.href);
  await client.connect();
  const role = own.pathname.slice(1);
  await client.query(`create role ${role} login password '${SECRET}'`);
  await client.query(`grant create on database ${role} to ${role}`);
  await client.end();
  own.username = role;
  own.password = SECRET;
  own.search = '';
  const site = polledSite([]);
  const authorities = server?.certificates;
  if (!authorities) throw new Error('the server has certificates');
  const run = (
    search: string,
    { host = own.hostname, env = {} }: { host?: string; env?: NodeJS.ProcessEnv } = {},
  ) => {
    const address = new URL(own);
    address.hostname = host;
    address.search = search;
    return runProgram(['run', '--data', address.href], site.folder, '', env);
  };
  return { ...site, ...authorities, own, run };
}

describe.skipIf(server === null)('a server with TLS', () => {
  test.each([
    ['require encrypts, whoever the server is', () => 'sslmode=require'],
    ['verify-ca asks who vouches for it', (ca: string) => `sslmode=verify-ca&sslrootcert=${ca}`],
    ['verify-full asks for its address too', (ca: string) => `sslmode=verify-full&sslrootcert=${ca}`],
  ])('%s', async (_how, search) => {
    const { run, authority } = await place();
    expect(await run(search(authority))).toMatchObject({ code: 0, err: '' });
  });

  test('verify-ca lets another name pass, which verify-full does not', async () => {
    const { run, authority } = await place();
    const host = 'localhost';
    expect(await run(`sslmode=verify-ca&sslrootcert=${authority}`, { host })).toMatchObject({ code: 0 });
    const { code, err } = await run(`sslmode=verify-full&sslrootcert=${authority}`, { host });
    expect([code, err]).toEqual([
      1,
      'error: PostgreSQL: the certificate of the server is for another host than the address names (ERR_TLS_CERT_ALTNAME_INVALID)\n',
    ]);
  });

  test('what is not to be trusted, or not to be had like this, is one line without the password', async () => {
    const { run, folder, stranger } = await place();
    const noFile = path.join(folder, 'none.pem');
    const noPem = path.join(folder, 'no.pem');
    writeFileSync(noPem, 'hello');
    const nobody =
      /^error: PostgreSQL: the certificate of the server is signed by nobody that is trusted here; sslrootcert names/;
    for (const [search, code, words] of [
      ['sslmode=verify-full', 1, nobody],
      [`sslmode=verify-full&sslrootcert=${stranger}`, 1, nobody],
      [`sslmode=verify-ca&sslrootcert=${stranger}`, 1, nobody],
      [`sslmode=require&sslrootcert=${stranger}`, 1, nobody], // as psql has it: who names one means it
      ['sslmode=disable', 1, /^error: PostgreSQL: the server does not let this user in without TLS/],
      ['', 1, /^error: PostgreSQL: the server does not let this user in without TLS/],
      [
        'sslmode=prefer',
        2,
        /^error: postgres:.* sslmode has to be disable, require, verify-ca, verify-full, not prefer/,
      ],
      ['sslmode=no-verify', 2, /sslmode has to be/],
      [`sslmode=verify-full&sslrootcert=${noFile}`, 2, /none\.pem/],
      [`sslmode=verify-full&sslrootcert=${noPem}`, 1, nobody],
    ] as const) {
      const done = await run(search);
      expect(done, search).toMatchObject({ code, out: '' });
      expect(done.err, search).toMatch(words);
      expect(done.err, search).toMatch(/^[^\n]+\n$/);
      expect(done.err).not.toContain(SECRET);
    }
  });

  test('PGSSLMODE and PGSSLROOTCERT say what the address does not', async () => {
    const { run, authority, stranger } = await place();
    const env = { PGSSLMODE: 'require' };
    expect(await run('', { env })).toMatchObject({ code: 0, err: '' });
    const full = (PGSSLROOTCERT: string) => ({ env: { PGSSLMODE: 'verify-full', PGSSLROOTCERT } });
    expect(await run('', full(authority))).toMatchObject({ code: 0, err: '' });
    expect(await run('', full(stranger))).toMatchObject({ code: 1 });
    expect(await run('sslmode=require', { env: { PGSSLMODE: 'disable' } })).toMatchObject({ code: 0 });
    const { code, err } = await run('', { env: { PGSSLMODE: 'allow' } });
    expect([code, err]).toEqual([2, expect.stringMatching(/^error: [^\n]*: PGSSLMODE has to be [^\n]*\n$/)]);
  });

  test('the service serves with a certificate of an unknown authority, and names no place', async () => {
    const { own, folder } = await place();
    own.search = 'sslmode=verify-full';
    const service = spawnTagwire(['start', '--port', '0', '--json', '--data', own.href], folder);
    onTestFinished(() => void service.kill('SIGKILL'));
    let log = '';
    const failed = new Promise<void>((resolve) =>
      service.stderr?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('the pass failed')) resolve();
      }),
    );
    const line = await new Promise<string>((resolve) =>
      service.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    await failed;
    const { listening } = JSON.parse(line) as { listening: string };
    const health = await fetch(`${listening}healthz`);
    expect(health.status).toBe(503);
    expect(await health.text()).toContain(
      'the certificate of the server is signed by nobody that is trusted here',
    );
    for (const word of [SECRET, own.port]) expect(log).not.toContain(word);
  });
});
