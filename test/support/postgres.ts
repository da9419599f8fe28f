import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Certificates, makeCertificates } from './certificates.js';
import { freePort } from './free-port.js';

/**
 * A real PostgreSQL for tests: the server of DATABASE_URL (its user may create databases), else one of this
 * machine's own programs in a temporary folder, as one with TLS always is. Null where there is neither: `npm
 * test` needs none, .ci/run requires it.
 */
export interface PostgresServer {
  /** An empty database, or a copy of one that nobody has open; the URL names it. */
  database(like?: string): Promise<string>;
  /** Kills the server as a power cut would, and starts it again. Null where the server isn't ours. */
  readonly crash: (() => void) | null;
  /** Of one that was started with TLS. */
  readonly certificates: Certificates | null;
  stop(): Promise<void>;
}

export async function startPostgres({ tls = false } = {}): Promise<PostgresServer | null> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && !tls)
    return serverAt(given, { crash: null, certificates: null, stop: async () => {} });
  const programs = programsFolder();
  if (programs === null) {
    if (process.env['TAGWIRE_REQUIRE_ALL']) throw new Error('no PostgreSQL here');
    return null;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-postgres-'));
  const user = process.getuid?.() === 0 ? ownerOf('postgres', 'nobody') : null;
  chmodSync(folder, 0o700);
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const as = { ...(user ?? {}), cwd: folder, stdio: 'ignore' as const };
  const run = (name: string, ...args: readonly string[]): void =>
    void execFileSync(path.join(programs, name), args, as);
  run('initdb', '-D', data, '-U', 'tagwire', '-A', 'trust', '-E', 'UTF8', '--locale=C');
  // Other users need their password, as on a server in earnest.
  const host = tls ? 'hostssl' : 'host';
  writeFileSync(
    path.join(data, 'pg_hba.conf'),
    `${host} all tagwire 127.0.0.1/32 trust\n${host} all all 127.0.0.1/32 scram-sha-256\n`,
  );
  const certificates = tls ? makeCertificates(folder) : null;
  if (certificates !== null) {
    copyFileSync(certificates.certificate, path.join(data, 'server.crt'));
    const key = path.join(data, 'server.key');
    copyFileSync(certificates.key, key);
    chmodSync(key, 0o600);
    if (user !== null)
      for (const name of ['server.crt', 'server.key']) chownSync(path.join(data, name), user.uid, user.gid);
  }
  const port = await freePort();
  // Connections of what has just been closed are there for a moment more.
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=300 -c ssl=${tls ? 'on' : 'off'}`;
  const start = (): void =>
    run('pg_ctl', '-D', data, '-w', '-o', settings, '-l', path.join(folder, 'log'), 'start');
  start();
  return serverAt(
    `postgres://tagwire@127.0.0.1:${port}/postgres${tls ? '?sslmode=require&uselibpqcompat=true' : ''}`,
    {
      certificates,
      crash() {
        run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
        start();
      },
      async stop() {
        run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
        rmSync(folder, { recursive: true, force: true });
      },
    },
  );
}

function serverAt(
  url: string,
  { crash, certificates, stop }: Omit<PostgresServer, 'database'>,
): PostgresServer {
  const made: string[] = [];
  const ask = async (sql: string): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    crash,
    certificates,
    async database(like = '/template1') {
      const name = `tagwire_${randomBytes(6).toString('hex')}`;
      await ask(`create database ${name} template ${like.replace(/^.*\//, '')}`);
      made.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async stop() {
      // A server of our own goes with all that it has, also where it lets nobody in any more.
      if (crash === null) for (const name of made) await ask(`drop database if exists ${name} with (force)`);
      await stop();
    },
  };
}

/** Resolves when so many connections wait for a lock, or what they do is over. */
export async function waitingForLocks(address: string, many: number, isOver = () => false): Promise<void> {
  const client = new pg.Client(address);
  await client.connect();
  for (let waiting = 0; waiting < many && !isOver(); ) {
    const { rows } = await client.query(
      `select count(*)::int as waiting from pg_locks where not granted
         and pid in (select pid from pg_stat_activity where datname = current_database())`,
    );
    waiting = rows[0].waiting;
  }
  await client.end();
}

/** Where `initdb` and `postgres` are; Debian keeps them outside PATH. */
function programsFolder(): string | null {
  const told = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim();
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(told ? [told] : []),
    ...versions.map((version) => path.join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
  ];
  return folders.find((each) => existsSync(path.join(each, 'initdb'))) ?? null;
}

/** `postgres` refuses to run as root. */
export function ownerOf(...names: readonly string[]): { uid: number; gid: number } | null {
  for (const name of names) {
    const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return null;
}
