import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that Linux, macOS and Windows give to whoever asks for any, connections included: nobody
 * comes to one of these by chance between the look and its use, or while a server is away for a moment.
 */
const [FROM, TO] = [20_000, 32_000];

/** A port of this machine that nobody has, for what has to be told where to listen. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FROM, TO);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
