import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { atom } from '../../support/blogs.js';
import { startHub } from '../../support/hub.js';
import { polledSite } from '../../support/polled-site.js';
import { startPostgres } from '../../support/postgres.js';
import { runProgram, spawnTagwire } from '../../support/program.js';
import { startWebhook } from '../../support/webhook.js';

const server = await startPostgres();
afterAll(() => server?.stop());

/** A blog on a host of its own, whose answers wait for what a test has them wait for. */
async function startBlog(title: string) {
  const date = new Date().toISOString(); // posts of long ago are no news
  const one = { url: '', posts: ['0'], before: async (): Promise<unknown> => undefined };
  const host = createServer(async (_request, response) => {
    const ids = one.posts.map((post) => `${title}${post}`);
    const document = atom(
      title,
      ids.map((id) => ({ id, title: `ffi ${id}`, date })),
    );
    await one.before();
    response.end(document);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void host.close().closeAllConnections());
  return Object.assign(one, { url: `http://127.0.0.1:${(host.address() as AddressInfo).port}/feed` });
}

/** Two blogs, a hub and a webhook, and processes that work on one database; the first pass has been made. */
async function fleet() {
  const [a, b] = [await startBlog('a'), await startBlog('b')];
  const [hub, hook] = [await startHub(), await startWebhook()];
  const { folder } = polledSite([a.url, b.url], {
    publish: { hub: hub.url },
    notify: [{ tag: 'ffi', url: `${hook.origin}/` }],
  });
  const address = (await server?.database()) ?? '';
  const line = (out: string) => ['run', '--all', '--allow-private', '--data', address, '--out', out];
  const run = async (out: string) =>
    expect(await runProgram(line(out), folder)).toMatchObject({ code: 0, err: '' });
  const ask = async (sql: string): Promise<readonly unknown[]> => {
    const client = new pg.Client(address);
    await client.connect();
    return (await client.query(sql).finally(() => client.end())).rows as unknown[];
  };
  const told = () =>
    hook.told().map(({ headers, body }) => ({
      id: headers['webhook-id'],
      title: (body as { data: { item: { title: string } } }).data.item.title,
    }));
  await run('one');
  await run('two');
  hub.told();
  return {
    ...{ a, b, hub, hook, told, run, ask },
    spawn: (out: string): ChildProcess => spawnTagwire(line(out), folder),
    leasesAge: () =>
      Promise.all(
        ['letters', 'hosts', 'sources'].map((table) =>
          ask(`update tagwire.${table} set leased_until = leased_until - interval '10 minutes'`),
        ),
      ),
  };
}

const titlesOf = (told: readonly { readonly title: string }[]) => told.map(({ title }) => title).toSorted();

test.skipIf(server === null)(
  'of processes that publish at once, one tells a webhook of each post and a hub of each feed',
  async () => {
    const { a, b, hub, told, run } = await fleet();
    const all: { title: string }[] = [];
    for (const round of [1, 2, 3]) {
      for (const one of [a, b]) one.posts.unshift(`${round}`);
      await Promise.all([run('one'), run('two'), run('three')]);
      await Promise.all([run('one'), run('two'), run('three')]);
      all.push(...told());
      const pings = hub.told().map((form) => form['hub.topic'] ?? '');
      // What is stored while another publishes is news of its own: once for each blog at most.
      for (const feed of ['feed.atom', 'tags/ffi.atom']) {
        const times = pings.filter((topic) => topic === `https://t.example/${feed}`).length;
        expect([1, 2], feed).toContain(times);
      }
    }
    expect(titlesOf(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3'].map((post) => `ffi ${post}`));
  },
);

test.skipIf(server === null)(
  'what a process had stored that is killed before it publishes is told by another',
  async () => {
    const { a, b, told, run, ask, spawn, leasesAge } = await fleet();
    a.posts.unshift('1');
    const doomed = spawn('two');
    // Another begins later, and has published before the post of the first is stored.
    a.before = async () => {
      a.before = async () => undefined;
      await run('one');
    };
    b.before = async () => {
      b.before = async () => undefined;
      while ((await ask(`select from tagwire.entries where entry::text like '%ffi a1%'`)).length === 0);
      doomed.kill('SIGKILL');
    };
    await once(doomed, 'close');
    expect(told()).toEqual([]);
    await leasesAge();
    await run('one');
    expect(titlesOf(told())).toEqual(['ffi a1']);
    await run('two');
    expect(told()).toEqual([]);
  },
);

test.skipIf(server === null)(
  'a letter whose sender is killed before it has noted it is sent again by another, under one id',
  async () => {
    const { a, hook, told, run, spawn, leasesAge } = await fleet();
    a.posts.unshift('2', '1');
    const doomed = spawn('two');
    hook.answer = () => {
      doomed.kill('SIGKILL');
      return 200;
    };
    await once(doomed, 'close');
    hook.answer = 200;
    const [first] = told();
    await run('one');
    expect(told()).toEqual([]); // it may be about to note it
    await leasesAge();
    await Promise.all([run('one'), run('three')]);
    const again = told();
    expect(titlesOf(again)).toEqual(['ffi a1', 'ffi a2']);
    expect(again).toContainEqual(first);
    await run('one');
    expect(told()).toEqual([]);
  },
);
