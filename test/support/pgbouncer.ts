import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { ownerOf } from './postgres.js';

/** A PgBouncer before a server of the test's own. */
export interface PgBouncer {
  /** The address of the same database by way of it. */
  through(url: string): string;
  stop(): Promise<void>;
}

/** Where Debian has it; ordinary users have no /usr/sbin in PATH. */
const PROGRAM = '/usr/sbin/pgbouncer';

/**
 * Starts this machine's PgBouncer in transaction mode, with so many connections to each database. Null where
 * there is none: .ci/run requires it.
 */
export async function startPgBouncer(server: URL, poolSize: number): Promise<PgBouncer | null> {
  if (!existsSync(PROGRAM)) {
    if (process.env['TAGWIRE_REQUIRE_ALL']) throw new Error('no PgBouncer here');
    return null;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-pgbouncer-'));
  const user = process.getuid?.() === 0 ? ownerOf('postgres', 'nobody') : null;
  chmodSync(folder, 0o700);
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const port = await freePort();
  const file = path.join(folder, 'pgbouncer.ini');
  const password = server.password === '' ? '' : ` password=${decodeURIComponent(server.password)}`;
  writeFileSync(
    file,
    `[databases]
* = host=${server.hostname} port=${server.port || 5432} user=${server.username}${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 200
server_idle_timeout = 1
server_lifetime = 5
query_wait_timeout = 20
`,
  );
  chmodSync(file, 0o644);
  const child = spawn(PROGRAM, ['-q', file], { ...(user ?? {}), cwd: folder, stdio: 'ignore' });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`PgBouncer has ended: ${child.exitCode}`);
    await wait(20);
  }
  return {
    through(url) {
      const own = new URL(url);
      own.port = String(port);
      return own.href;
    },
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return isThere;
}
