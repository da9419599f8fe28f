import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { runProgram, spawnTagwire } from '../support/program.js';

let blogs: Blogs;
let folder: string;
let service: ChildProcess | null = null;

beforeEach(async () => {
  blogs = await startBlogs({ '/a': atom('Blog A', [{ id: 'a1', title: 'Calling C with bindgen' }]) });
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-service-'));
  configure([`${blogs.origin}/a`]);
});

afterEach(async () => {
  service?.kill('SIGKILL');
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

function configure(sources: readonly (string | object)[], publish: object = {}, more: object = {}): void {
  const site = { title: 'Test', url: 'https://site.example/' };
  const config = {
    site,
    schedule: '0 0 1 1 *',
    publish,
    sources,
    tags: { ffi: { match: ['bindgen'], aliases: ['c-abi'] } },
    ...more,
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
}

/** Starts the service; resolves when its output has `words`. */
async function start(
  words: string,
  ...more: readonly string[]
): Promise<{ readonly child: ChildProcess; readonly out: string }> {
  const child = spawnTagwire(['start', '--port', '0', '--allow-private', ...more], folder);
  service = child;
  let out = '';
  while (!out.includes(words)) {
    const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    out += chunk.toString();
  }
  return { child, out };
}

/** What a stream of a process says from now on, as far as it has come. */
function heard(stream: Readable | null): { until(words: string): Promise<string> } {
  let said = '';
  const more = new EventEmitter();
  stream?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    more.emit('more');
  });
  return {
    async until(words) {
      while (!said.includes(words)) await once(more, 'more');
      const end = said.indexOf(words) + words.length;
      const found = said.slice(0, end);
      said = said.slice(end);
      return found;
    },
  };
}

async function stop(child: ChildProcess): Promise<unknown> {
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  return (await closed)[0];
}

test('polls at once, serves what it published, and ends well when asked to', async () => {
  const { child, out } = await start('Serving');
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  const feed = await fetch(`${address}tags/ffi.atom`);
  expect([feed.status, feed.headers.get('content-type')]).toEqual([
    200,
    'application/atom+xml; charset=utf-8',
  ]);
  expect(await feed.text()).toContain('https://blog.example/a1');
  const moved = await fetch(`${address}tags/c-abi.atom`, { redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '../tags/ffi.atom']);
  expect(await (await fetch(`${address}healthz`)).json()).toMatchObject({ ok: true, lastPass: { ok: true } });
  expect(await stop(child)).toBe(0);
});

test('what is for the operator is on a port of its own where there is one, and never in a cache', async () => {
  const { out } = await start('Serving', '--ops-port', '0');
  const [site = '', ops = ''] = out.match(/http:\/\/127\.0\.0\.1:\d+\//g) ?? [];
  const asked = async (url: string) => {
    const { status, headers } = await fetch(url);
    return [status, headers.get('cache-control')];
  };
  expect(await asked(`${ops}healthz`)).toEqual([200, 'no-store']);
  expect(await asked(`${ops}metrics`)).toEqual([200, 'no-store']);
  expect(await asked(`${ops}health.atom`)).toEqual([200, 'no-store']);
  expect(await (await fetch(`${ops}health.atom`)).text()).toBe(
    readFileSync(path.join(folder, 'data/health.atom'), 'utf8'),
  );
  const elsewhere = [`${site}healthz`, `${site}metrics`, `${site}health.atom`, `${ops}feed.atom`];
  for (const address of elsewhere) expect([address, (await asked(address))[0]]).toEqual([address, 404]);
  const metrics = await (await fetch(`${ops}metrics`)).text();
  for (const sample of ['passes_total{result="well"} 1', 'entries 1', 'http_requests_total{code="404"} 3'])
    expect(metrics).toContain(`\ntagwire_${sample}\n`);
});

test('an archive whose posts have all been taken out is gone for good', async () => {
  const items = (from: number) =>
    Array.from({ length: 6 }, (_, n) => ({
      id: `a${from + n}`,
      title: 'bindgen',
      date: `2026-01-${10 + from + n}T00:00:00Z`,
    }));
  const run = () => runProgram(['run', '--all', '--allow-private'], folder);
  configure([`${blogs.origin}/a`], { limit: 2, retention: { perSource: 6 } });
  blogs.pages.set('/a', atom('Blog A', items(0)));
  await run();
  const first = path.join(folder, 'public/tags/ffi/archive/1.atom');
  expect(readFileSync(first, 'utf8')).toContain('https://blog.example/a0');
  blogs.pages.set('/a', atom('Blog A', items(6)));
  await run();
  const { out } = await start('Serving');
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  const status = async (n: number) => (await fetch(`${address}tags/ffi/archive/${n}.atom`)).status;
  expect([await status(1), await status(99)]).toEqual([410, 404]);
});

test('does what its roles say and nothing else', async () => {
  const statusOf = async (address: string) => (await fetch(address)).status;
  const polling = await start('metrics at', '--role', 'poll');
  const [own = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(polling.out) ?? [];
  await heard(polling.child.stderr).until('1 new post');
  expect([await statusOf(`${own}healthz`), await statusOf(`${own}feed.atom`)]).toEqual([200, 404]);
  expect(existsSync(path.join(folder, 'public'))).toBe(false);
  await stop(polling.child);
  expect(blogs.asked()).toHaveLength(1);
  for (const role of ['publish, serve', 'serve']) {
    const serving = await start('Serving', '--role', role);
    const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(serving.out) ?? [];
    expect(await statusOf(`${address}tags/ffi.atom`)).toBe(200);
    await stop(serving.child);
  }
  expect(blogs.asked()).toEqual([]);
  expect(await runProgram(['start', '--role', 'poll,dance'], folder)).toEqual({
    code: 2,
    out: '',
    err: 'error: --role: expected poll, publish, serve or several of them, received "poll,dance"\n',
  });
});

test('lets cron run beside it: the database is locked for a pass only', async () => {
  await start('Serving');
  const { code, out } = await runProgram(['run', '--all', '--allow-private'], folder);
  expect([code, out]).toEqual([0, expect.stringContaining('nothing new')]);
});

/** A source that takes connections and never answers: a pass over it goes on. */
async function silentSource(): Promise<{ readonly url: string; readonly asked: Promise<unknown> }> {
  const silent: Server = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/feed`, asked: once(silent, 'connection') };
}

test('says where it listens before the first pass, and shows there what is going on', async () => {
  const { url, asked } = await silentSource();
  configure([url, `${blogs.origin}/a`]);
  const { child, out } = await start('Listening at');
  await asked;
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  const home = await fetch(address);
  expect([home.status, home.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const page = await home.text();
  expect(page).toMatch(/Asked [01] of 2 sources so far\./);
  expect(page).toContain('http-equiv="refresh"');
  expect((await fetch(`${address}assets/site.css`)).status).toBe(200);
  expect((await fetch(`${address}feed.atom`)).status).toBe(503);
  expect((await fetch(`${address}healthz`)).status).toBe(200);
  expect(await stop(child)).toBe(0);
});

test('a site that was published before is served at once', async () => {
  await runProgram(['run', '--allow-private'], folder);
  const { url, asked } = await silentSource();
  configure([url, `${blogs.origin}/a`]);
  const { child, out } = await start('Listening at');
  await asked;
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  expect(await (await fetch(`${address}feed.atom`)).text()).toContain('https://blog.example/a1');
  expect(await (await fetch(address)).text()).toContain('Calling C with bindgen');
  expect((await fetch(`${address}tags/c-abi/`, { redirect: 'manual' })).status).toBe(301);
  expect(await healthAt(address)).toMatchObject({ ok: true, lastPass: { ok: true } });
  expect(await stop(child)).toBe(0);
});

test('is stopped at once in the middle of a pass whose sources never answer, and leaves no lock', async () => {
  const { url, asked } = await silentSource();
  configure([url]);
  const { child } = await start('Test');
  const complaints = text(child.stderr ?? Readable.from([]));
  await asked;
  expect(await stop(child)).toBe(0);
  expect(await complaints).not.toContain('timed out'); // the source would have had its 20 s
  expect(() => readFileSync(path.join(folder, 'data/lock'))).toThrow('ENOENT');
});

test('neither a pass nor a client that dawdles keeps it from ending within ten seconds', async () => {
  const { url, asked } = await silentSource();
  configure([url]);
  const { child, out } = await start('Listening at');
  const [, port = ''] = /:(\d+)\//.exec(out) ?? [];
  const client = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void client.destroy());
  client.write('GET / HTTP/1.1\r\nHost: x\r\n'); // and no end of it
  await asked;
  expect(await stop(child)).toBe(0);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a run that is interrupted says so by its exit code: %s', async (signal, code) => {
  const { url, asked } = await silentSource();
  configure([url]);
  const child = spawnTagwire(['run', '--allow-private'], folder);
  const out = text(child.stdout ?? Readable.from([]));
  await asked;
  const closed = once(child, 'close');
  child.kill(signal);
  expect([(await closed)[0], await out]).toEqual([code, expect.stringContaining(': interrupted\n')]);
});

const healthAt = async (address: string) =>
  (await (await fetch(`${address}healthz`)).json()) as Record<string, unknown>;

/** All that a service says on stderr until its first pass is over and it is stopped. */
async function complaints(...more: readonly string[]): Promise<string> {
  const child = spawnTagwire(['start', '--port', '0', '--allow-private', ...more], folder);
  service = child;
  const said = text(child.stderr ?? Readable.from([]));
  const out = heard(child.stdout);
  if (more.includes('--json')) {
    const { listening } = JSON.parse(await out.until('\n')) as { listening: string };
    while ((await healthAt(listening))['lastPass'] === null);
  } else await out.until('Serving');
  await stop(child);
  return said;
}

test('with --json each line on stderr is one JSON object, of a failing source too', async () => {
  configure([`${blogs.origin}/a`, { url: `${blogs.origin}/nothing`, title: 'Blog N' }]);
  const lines = (await complaints('--json')).trimEnd().split('\n');
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      ...{ level: 'error', time, source: 'Blog N', url: `${blogs.origin}/nothing` },
      ...{ reason: '404 from the server', again: time, msg: 'Blog N failed' },
    },
    { level: 'info', time, msg: expect.stringContaining('polled 2 sources') },
  ]);
});

test('without it each line has its time, and with --log-level silent there is none', async () => {
  const url = `${blogs.origin}/nothing`;
  configure([url]);
  const line = /^\d{4}-\d\d-\d\dT[\d:.]+Z ✗ (\S+): 404 from the server, again in .*\n$/;
  expect(line.exec(await complaints())?.[1]).toBe(url);
  rmSync(path.join(folder, 'data'), { recursive: true }); // or the source would wait
  expect(await complaints('--log-level', 'silent')).toBe('');
});

test('what keeps it from beginning is told as asked for, too', async () => {
  writeFileSync(path.join(folder, 'feeds.json'), '{ "site": {} }');
  const begin = (...more: string[]) => runProgram(['start', '--port', '0', ...more], folder);
  const { code, err } = await begin('--json');
  const problems = err
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([code, problems[0]]).toEqual([
    2,
    expect.objectContaining({ level: 'error', file: 'feeds.json', line: 1, path: expect.any(String) }),
  ]);
  expect(await begin('--log-level', 'silent')).toEqual({ code: 2, out: '', err: '' });
});

test('says of itself that nothing works where every source fails', async () => {
  configure([`${blogs.origin}/nothing-here`]);
  const { out } = await start('Serving');
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  const health = await fetch(`${address}healthz`);
  expect([health.status, await health.json()]).toMatchObject([200, { ok: true, failing: true }]);
});

test('goes on serving what is there where the database was lost, and says so', async () => {
  await runProgram(['run', '--allow-private'], folder);
  rmSync(path.join(folder, 'data'), { recursive: true });
  const { child, out } = await start('Serving');
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  expect((await fetch(`${address}feed.atom`)).status).toBe(200);
  expect(await (await fetch(`${address}healthz`)).json()).toMatchObject({
    lastPass: null,
    problem: expect.stringContaining('has no posts, but public has'),
  });
  expect(await stop(child)).toBe(0);
});

test('goes by feeds.json as it changes, by the last good one while it is broken, and says so', async () => {
  const { child, out } = await start('Serving');
  const log = heard(child.stderr);
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  const health = async () => (await fetch(`${address}healthz`)).json();
  const moved = async () => (await fetch(`${address}tags/old-name/`, { redirect: 'manual' })).status;

  configure(
    [`${blogs.origin}/a`],
    {},
    { schedule: '0 0 2 1 *', tags: { ffi: { match: [], aliases: ['old-name'] } } },
  );
  expect(await log.until('read feeds.json again: 1 source, 1 tag\n')).not.toContain('error');
  expect(await health()).toMatchObject({ nextPass: expect.stringMatching(/-01-02T/), configProblem: null });
  expect(await moved()).toBe(301);

  writeFileSync(path.join(folder, 'feeds.json'), '{ "site": {}');
  await log.until('the last good configuration goes on, tagwire check shows what is wrong\n');
  const { configProblem } = (await health()) as { configProblem: string };
  expect(configProblem).toMatch(/^feeds\.json:1:\d+: /);
  expect(await (await fetch(`${address}metrics`)).text()).toContain('\ntagwire_config_ok 0\n');
  expect(await moved()).toBe(301);
  const { code, err } = await runProgram(['status'], folder);
  expect([code, err]).toEqual([2, expect.stringContaining(configProblem.replace(/:\d+: .*/, ':'))]);

  configure([`${blogs.origin}/a`, `${blogs.origin}/b`]);
  child.kill('SIGHUP');
  await log.until('read feeds.json again: 2 sources, 1 tag\n');
  expect(await health()).toMatchObject({ nextPass: expect.stringMatching(/-01-01T/), configProblem: null });
  expect(await stop(child)).toBe(0);
});

test('learns of a pass that is made beside it: what that published is there', async () => {
  blogs.pages.set('/b', atom('Blog B', [{ id: 'b1', title: 'Calling C with bindgen' }]));
  const { child, out } = await start('Serving');
  const log = heard(child.stderr);
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  configure([`${blogs.origin}/a`, `${blogs.origin}/b`]);
  expect((await runProgram(['run', '--allow-private'], folder)).out).toContain('new');
  expect(await (await fetch(`${address}tags/ffi.atom`)).text()).toContain('https://blog.example/b1');
  await log.until('another process has published');
  expect(await (await fetch(`${address}metrics`)).text()).toContain('\ntagwire_entries 2\n');
});

test('says in one line that its port is taken', async () => {
  const { out } = await start('Serving');
  const [, port = ''] = /:(\d+)\//.exec(out) ?? [];
  const { code, err } = await runProgram(['start', '--port', port], folder);
  expect([code, err]).toEqual([
    1,
    `error: port ${port} on 127.0.0.1 is in use; stop the other program or name another with --port\n`,
  ]);
});

test('serves what was published before, though the first pass cannot be made', async () => {
  writeFileSync(path.join(folder, 'data'), 'a file in the place of the database');
  const { out } = await start('Serving');
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
  const health = await fetch(`${address}healthz`);
  expect([health.status, await health.json()]).toMatchObject([503, { ok: false, lastPass: { ok: false } }]);
});
