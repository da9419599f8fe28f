import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { codeOf } from '../../../files/error-code.js';

/**
 * A socket in the folder of a lock, at which its holder listens. The kernel ends that with the process,
 * however the process ends, and answers everybody on the machine, in whichever container: no other sign of
 * life does.
 */
export interface LockSocket {
  /** Its name in the folder. */
  readonly name: string;
  close(): void;
}

/** What a socket of a lock is called: a temporary file, which goes with others that a crash left. */
export const SOCKET_NAME = /^\.lock\.\d+\.\d+\.tmp$/;

/** Most bytes of an address that all systems take (`sun_path`, unix(7): 108 on Linux, 104 elsewhere). */
const MOST = 100;

/** Listens in a folder; null where its file system has no sockets, or its path is too long for one. */
export function listenIn(folder: string): Promise<LockSocket | null> {
  const name = `.lock.${process.pid}.${randomInt(1000, 2 ** 40)}.tmp`;
  const address = addressOf(path.join(folder, name));
  if (address === null) return Promise.resolve(null);
  const server = createServer((socket) => socket.destroy());
  const close = (): void => {
    server.close();
    try {
      rmSync(path.join(folder, name), { force: true });
    } catch (error) {
      if (codeOf(error) === null) throw error; // what is left goes with the next pass
    }
  };
  return new Promise((resolve) => {
    server.on('error', () => resolve(null)); // later ones, of who asked in vain, are theirs
    server.listen(address, () => resolve({ name, close }));
    server.unref();
  });
}

/** Whether somebody on this machine listens there; null where that can't be told. */
export function isListening(file: string): Promise<boolean | null> {
  const address = addressOf(file);
  if (address === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = codeOf(error);
      if (code === 'ECONNREFUSED') resolve(false);
      else resolve(code === 'EAGAIN' ? true : null); // as many wait already as may
    });
  });
}

/** The shorter way to it. */
function addressOf(file: string): string | null {
  const [shortest = file] = [path.resolve(file), path.relative('.', file)].sort(
    (a, b) => a.length - b.length,
  );
  return Buffer.byteLength(shortest) > MOST ? null : shortest;
}
