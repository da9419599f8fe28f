import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.js';
import { blog, polledSite, serve } from '../support/polled-site.js';
import { startPostgres } from '../support/postgres.js';
import { runProgram, spawnTagwire } from '../support/program.js';

const server = await startPostgres();
afterAll(() => server?.stop());

/** A way to the server that a test closes and opens again, at one address. */
async function way(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const proxy = createServer((here) => {
    const there = connect(Number(target.port), target.hostname);
    for (const socket of [here, there]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [here, there].map((each) => each.destroy()));
    }
    here.pipe(there).pipe(here);
  });
  const port = await freePort();
  const open = () => new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', () => resolve()));
  await open();
  const close = (): void => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(close);
  const own = new URL(url);
  own.port = String(port);
  return { url: own.href, close, open };
}

/** A service over a site that has been published, a pass each second. */
async function service(address: string) {
  const feeds = await serve({ '/a': blog('A', '1', '2') });
  const site = polledSite([`${feeds.origin}/a`], { schedule: '* * * * * *' });
  const start = async () => {
    const args = ['start', '--port', '0', '--allow-private', '--json', '--data', address];
    const child = spawnTagwire(args, site.folder);
    onTestFinished(() => void child.kill('SIGKILL'));
    const log: string[] = [];
    child.stderr?.on('data', (chunk: Buffer) => log.push(...chunk.toString().split('\n').filter(Boolean)));
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const { listening } = JSON.parse(line.toString()) as { listening: string };
    const health = async () => {
      const answer = await fetch(`${listening}healthz`);
      const { lastPass } = (await answer.json()) as { lastPass: { error: string | null } | null };
      return { status: answer.status, passes: lastPass !== null, error: lastPass?.error ?? null };
    };
    return {
      log,
      health,
      get: async (at: string) => (await fetch(listening + at)).status,
      /** Until `/healthz` says that a pass has ended, well (200) or not. */
      until: async (status: 200 | 503) => {
        for (;;) {
          const { passes, error, ...now } = await health();
          if (passes && now.status === status && (error === null) === (status === 200)) return;
          await new Promise(setImmediate);
        }
      },
      /** Until so many more passes have ended. */
      passes: async (more: number) => {
        const ended = async () => {
          const metrics = await (await fetch(`${listening}metrics`)).text();
          const counts = metrics.match(/^tagwire_passes_total\{.*\} (\d+)$/gm) ?? [];
          return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
        };
        const before = await ended();
        while ((await ended()) < before + more) await new Promise(setImmediate);
      },
      async stop() {
        child.kill('SIGTERM');
        return (await once(child, 'close'))[0] as number;
      },
    };
  };
  return { ...site, feeds, start };
}

test.skipIf(server === null)(
  'a service whose database goes serves what is published, says so once, and goes on when it is back',
  async () => {
    const { url, close, open } = await way((await server?.database()) ?? '');
    const { folder, start } = await service(url);
    const own = await start();
    await own.until(200);
    close();
    await own.until(503);
    expect((await own.health()).error).toMatch(/^PostgreSQL: (nothing listens there|the connection was cut)/);
    expect(await own.get('tags/ffi.atom')).toBe(200);
    expect(await own.get('')).toBe(200);
    expect(await own.get('search.atom?q=something')).toBe(503);
    const status = await runProgram(['status', '--data', url], folder);
    expect(status).toMatchObject({ code: 1, out: '' });
    expect(status.err).toMatch(/^error: PostgreSQL: nothing listens there: [^\n]*\n$/);
    await own.passes(4);
    const told = (of: string) =>
      own.log.filter((line) => line.includes(of) && line.includes('nothing listens'));
    expect(told('the pass failed')).toHaveLength(1);
    expect(await own.get('search.atom?q=other')).toBe(503);
    expect(told('searches are not answered')).toHaveLength(1);
    await open();
    await own.until(200);
    expect(await own.get('search.atom?q=something')).toBe(200);
    expect(await own.stop()).toBe(0);
  },
);

test.skipIf(server === null)(
  'a service that starts without its database serves what is there, and takes it up when it comes',
  async () => {
    const { url, close, open } = await way((await server?.database()) ?? '');
    const { folder, feeds, start } = await service(url);
    expect(await runProgram(['run', '--allow-private', '--data', url], folder)).toMatchObject({ code: 0 });
    feeds.asked();
    close();
    const own = await start();
    await own.until(503);
    expect(await own.get('tags/ffi.atom')).toBe(200);
    expect(feeds.asked()).toEqual([]);
    await open();
    await own.until(200);
    expect(await own.stop()).toBe(0);
  },
);
