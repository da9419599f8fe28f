import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { textsIn } from '../store/disk-site.js';
import { startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { blog, polledSite, serve } from '../support/polled-site.js';

const PASS = 'run --allow-private';

describe('sources by name', () => {
  const two = async () => {
    const server = await serve({ '/a': blog('Blog A', 'a1'), '/b': blog('Blog B', 'b1') });
    const it = polledSite([`${server.origin}/a`, `${server.origin}/b`]);
    await it.run(PASS);
    server.asked();
    return { server, ...it };
  };

  test.each([
    ['its address', (origin: string) => `${origin}/b`],
    ['its address, however it is written', (origin: string) => `${origin}/b/`],
    ['its title, in any case', () => 'blog%20b'],
  ])('just that of %s is asked, with its validators, though it is not due', async (_by, name) => {
    const { server, folder } = await two();
    const args = ['run', '--allow-private', decodeURI(name(server.origin))];
    const { code, err } = await tagwire(args, folder, '', { now: () => Date.UTC(2026, 0, 1) + 60_000 });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(server.asked().map(({ path, headers }) => [path, headers['if-none-match']])).toEqual([
      ['/b', '"1"'],
    ]);
  });

  test('with --fresh the document is asked for whole', async () => {
    const { server, run } = await two();
    expect((await run(`${PASS} --fresh ${server.origin}/a`)).code).toBe(0);
    expect(server.asked().map(({ headers }) => headers['if-none-match'])).toEqual([undefined]);
  });

  test('one that fails does not back off further by it', async () => {
    const { server, run, status } = await two();
    server.answers['/a'] = { status: 500 };
    await run(`${PASS} --all`, 1);
    const [before] = await status(1);
    await run(`${PASS} ${server.origin}/a`, 1);
    const [after] = await status(1);
    expect([after?.['nextDue'], after?.['failures']]).toEqual([before?.['nextDue'], before?.['failures']]);
  });

  test('one that is disabled or held is not asked, which is told', async () => {
    const { server, configure, run } = await two();
    const [a, b] = [`${server.origin}/a`, `${server.origin}/b`];
    configure([{ url: a, disabled: true }, b]);
    expect((await run(`${PASS} ${a}`)).err).toBe(`warning: ${a}: not asked: disabled in feeds.json\n`);
    server.answers['/b'] = { status: 429, headers: { 'retry-after': '7200' } };
    await run(`${PASS} --all`, 1);
    expect((await run(`${PASS} ${b}`, 2)).err).toMatch(
      /\/b: not asked: the server asked to wait \(Retry-After\)\n$/,
    );
    expect(server.paths()).toEqual(['/b']);
  });

  test('nor one that is gone, which two answers a day apart have said', async () => {
    const { server, run } = await two();
    server.answers['/a'] = { status: 410 };
    await run(`${PASS} --all`, 1);
    await run(`${PASS} --all`, 26);
    server.asked();
    const { err } = await run(`${PASS} ${server.origin}/a`, 30);
    expect(err).toBe(`warning: ${server.origin}/a: not asked: gone for good (410)\n`);
    expect(server.paths()).toEqual([]);
  });

  test('status tells all of the one that is named, and what hosts have had of us', async () => {
    const { server, run, folder } = await two();
    const { code, out } = await tagwire(['status', 'blog b'], folder);
    expect([code, out.split('\n').slice(0, 2)]).toEqual([0, ['Blog B', `${server.origin}/b`]]);
    expect(out).toContain('asked with  If-None-Match: "1"\n');
    const json = JSON.parse((await run(`status --json ${server.origin}/a`)).out);
    expect(json.sources).toMatchObject([{ title: 'Blog A', feed: { format: 'Atom 1.0' }, polls: 1 }]);
    const { host } = new URL(server.origin);
    const polite = JSON.parse((await run('status --hosts --json')).out);
    expect(polite.hosts).toMatchObject([{ host, sources: 2, polls: 2, requests: 2 }]);
    expect((await run(`status --hosts ${server.origin}/a`)).out).toContain('1 host: 1 request, ');
    expect((await tagwire(['status', 'Blog C'], folder)).err).toBe(
      'error: no source "Blog C" in feeds.json; did you mean "Blog A"?\n',
    );
  });

  test('one that feeds.json does not have is a mistake', async () => {
    const { server, folder } = await two();
    const { code, err } = await tagwire(['run', '--allow-private', 'Blog C'], folder);
    expect([code, err]).toEqual([2, 'error: no source "Blog C" in feeds.json; did you mean "Blog A"?\n']);
    expect(server.paths()).toEqual([]);
  });
});

test('a pass in which none is due says how many wait, and what asks them', async () => {
  const server = await serve({ '/a': blog('Blog A', 'a1') });
  const { run } = polledSite([`${server.origin}/a`]);
  await run(PASS);
  expect((await run(PASS)).out).toContain('none is due; 1 waits, and --all asks it now');
});

/** An address on 127.0.0.1 where nobody listens. */
async function nobodyAt(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A proxy and what is behind it, by whole address: so it is asked for. */
async function proxyTo(pages: Readonly<Record<string, string>>) {
  const proxy = await startBlogs(pages);
  onTestFinished(() => proxy.close());
  return proxy;
}

describe('a proxy', () => {
  const address = 'http://blog.invalid/feed';

  test.each([
    ['run', 'run'],
    ['parse', `parse ${address}`],
    ['add', `add ${address}`],
  ])('of the environment that the command is given is asked: %s', async (_name, line) => {
    const { origin, asked } = await proxyTo({ [address]: blog('Blog', 'a1') });
    const { code } = await polledSite(line === 'run' ? [address] : []).run(line, 0, { http_proxy: origin });
    expect([code, asked()]).toEqual([0, [{ path: address, status: 200 }]]);
  });

  test('is asked for nothing at a private address, which stays under the address guard', async () => {
    const server = await serve({ '/a': blog('Blog A', 'a1') });
    const { origin, asked } = await proxyTo({});
    const { run } = polledSite([`${server.origin}/a`]);
    expect((await run('run', 0, { http_proxy: origin })).err).toMatch(/--allow-private|fetch\.allow/);
    expect((await run(PASS, 1, { http_proxy: origin })).code).toBe(0);
    expect([asked(), server.paths()]).toEqual([[], ['/a']]);
  });

  test('that is none is a mistake of one line', async () => {
    const { code, err } = await polledSite([address]).run('run', 0, {
      http_proxy: 'socks5://me:s3cret@p.example',
    });
    expect([code, err]).toEqual([
      2,
      'error: http_proxy in the environment: expected the address of an http or https proxy, not of a socks5 one\n',
    ]);
  });
});

describe('an outage of our own', () => {
  const hosts = ['a', 'b', 'c'].map((name) => `http://${name}.invalid/feed`);

  test('is told as one, has a line for each source and exit code 1, and is held against none', async () => {
    const { run: runWith, status } = polledSite(hosts);
    const down = { http_proxy: await nobodyAt() }; // refused on this machine: no name is looked up
    const run = (line: string) => runWith(line, 0, down);
    const { code, out, err } = await run('run');
    expect(code).toBe(1);
    expect(out).toContain(': offline, and nothing is held against the sources');
    for (const host of hosts) expect(err).toContain(`${host}: `);
    expect((await status()).map(({ failures, kind }) => [failures, kind])).toEqual(
      hosts.map(() => [0, 'new']),
    );
    expect((await run('run')).err.match(/\.invalid\/feed: /g)).toHaveLength(3); // asked again at once
    expect(JSON.parse((await run('run --json')).out)).toMatchObject({ offline: true, polled: 3 });
  });

  test('is none where hosts are there and refuse: each fails by itself', async () => {
    const refusing = await Promise.all([nobodyAt(), nobodyAt(), nobodyAt()]);
    const { run, status } = polledSite(refusing);
    const { code, out, err } = await run(PASS);
    expect([code, out.includes('offline')]).toEqual([1, false]);
    expect(err.match(/: connection refused, again in /g)).toHaveLength(3);
    expect((await status()).map(({ failures }) => failures)).toEqual([1, 1, 1]);
  });

  test('is none where anything answers', async () => {
    const server = await serve({ '/a': blog('Blog A', 'a1') });
    const { run, status } = polledSite([...hosts, `${server.origin}/a`]);
    const { code, out } = await run(PASS, 0, { http_proxy: await nobodyAt() });
    expect([code, out.includes('offline')]).toEqual([0, false]);
    expect((await status()).filter(({ failures }) => failures === 1)).toHaveLength(3);
  });

  test('what our own guard refuses is a matter of feeds.json, no failure of the source', async () => {
    const server = await serve({ '/a': blog('Blog A', 'a1') });
    const { run, status, configure } = polledSite([`${server.origin}/a`]);
    const { code, err } = await run('run');
    expect([code, err]).toEqual([1, expect.stringMatching(/--allow-private|fetch\.allow/)]);
    expect((await status())[0]).toMatchObject({ failures: 0 });
    configure([`${server.origin}/a`], { fetch: { allow: ['127.0.0.1'] } });
    expect((await run('run')).code).toBe(0);
    expect(server.paths()).toEqual(['/a']);
  });
});

test('a bare 503 holds its host for the pass; then one request a pass, the longest waiting first', async () => {
  const server = await serve({});
  const names = ['a', 'b', 'c'];
  const { run, status } = polledSite(
    names.map((name) => `${server.origin}/${name}`),
    { fetch: { perHost: 1 } },
  );
  for (const name of names) server.answers[`/${name}`] = { status: 503 };
  await run(PASS);
  expect(server.paths()).toHaveLength(1);
  expect((await status()).map(({ failures }) => failures).sort()).toEqual([0, 0, 1]);
  for (const name of names) server.answers[`/${name}`] = blog(`Blog ${name}`, name);
  await run(PASS, 1);
  expect(server.paths()[0]).toBe('/b');
});

test('a page that sends its readers on is followed to the feed', async () => {
  const server = await serve({
    '/old': {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<meta http-equiv="refresh" content="0; url=/feed">',
    },
    '/feed': blog('Blog', 'a1'),
  });
  const { run, status } = polledSite([`${server.origin}/old`]);
  expect((await run(PASS)).code).toBe(0);
  expect(server.paths()).toEqual(['/old', '/feed']);
  expect((await status())[0]).toMatchObject({ kind: 'ok', movedTo: null, entries: 1 });
});

describe('headers of a source', () => {
  const guarded = async () => {
    const server = await serve({
      '/a': ({ headers }) =>
        headers.authorization === 'Bearer s3cret-token' ? blog('Blog', 'a1') : { status: 401 },
    });
    return {
      server,
      ...polledSite([
        { url: `${server.origin}/a`, headers: { Authorization: 'Bearer $TOKEN' }, userAgent: 'mine/1' },
      ]),
    };
  };

  test('come from the environment, and are in no output', async () => {
    const { server, run } = await guarded();
    const { code, out, err } = await run(`${PASS} --json`, 0, { TOKEN: 's3cret-token' });
    expect([code, err]).toEqual([0, '']);
    expect(server.asked()[0]?.headers['user-agent']).toBe('mine/1');
    expect(out + err + (await run('status --json')).out).not.toContain('s3cret');
  });

  test('go to no other origin, and neither they nor the address are in anything published', async () => {
    const other = await serve({ '/x': blog('Blog', 'x1') });
    const { server, folder, run } = await guarded();
    server.answers['/a'] = { status: 302, headers: { location: `${other.origin}/x` } };
    expect((await run(PASS, 0, { TOKEN: 's3cret-token' })).code).toBe(0);
    expect(server.asked()[0]?.headers.authorization).toBe('Bearer s3cret-token');
    expect(other.asked().map(({ headers }) => headers.authorization)).toEqual([undefined]);
    for (const [name, text] of textsIn(`${folder}/public`))
      expect([name, text.includes('s3cret'), text.includes(`${server.origin}/a`)]).toEqual([
        name,
        false,
        false,
      ]);
  });

  test('a variable that is not set is an error of run and a warning of check', async () => {
    const { server, run } = await guarded();
    expect(await run(PASS)).toMatchObject({
      code: 2,
      err: expect.stringContaining('$TOKEN is not set in the environment'),
    });
    expect(server.paths()).toEqual([]);
    expect(await run('check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('warning: sources[0].headers'),
    });
  });
});

describe('a permanent redirect to a stranger', () => {
  const moved = async () => {
    const server = await serve({ '/a': blog('Blog A', 'a1') });
    const it = polledSite([`${server.origin}/a`]);
    await it.run(PASS);
    server.answers['/a'] = { status: 301, headers: { location: '/other' } };
    server.answers['/other'] = blog('Another', 'x1', 'x2');
    return { server, ...it };
  };

  test('is believed, and its entries are stored, after it has lasted a day', async () => {
    const { server, run, status } = await moved();
    await run(`${PASS} --all`, 2);
    await run(`${PASS} --all`, 10);
    const movedTo = `${server.origin}/other`;
    const doubtedMove = { to: movedTo, times: 2, since: '2026-01-01T02:00:00Z' };
    expect((await status(10))[0]).toMatchObject({ movedTo: null, doubtedMove, title: 'Blog A', entries: 1 });
    expect((await run('status', 10)).out).toContain(`redirects for good to ${movedTo}, where no known post`);
    await run(`${PASS} --all`, 30);
    expect((await status(30))[0]).toMatchObject({ movedTo, doubtedMove: null, title: 'Another', entries: 3 });
  });

  test('is forgotten where it was a mistake', async () => {
    const { server, run, status } = await moved();
    await run(`${PASS} --all`, 2);
    server.answers['/a'] = { status: 200, headers: { etag: '"2"' }, body: blog('Blog A', 'a1', 'a2') };
    await run(`${PASS} --all`, 30);
    expect((await status(30))[0]).toMatchObject({ movedTo: null, kind: 'ok', title: 'Blog A', entries: 2 });
  });
});
