import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FORMATS } from '../../src/publish/feeds/formats.js';
import { freePort } from '../support/free-port.js';
import { blog, polledSite, serve } from '../support/polled-site.js';
import { program, spawnTagwire } from '../support/program.js';

/* What hosting/ has, run as far as this machine has the other programs. */

const HOSTING = fileURLToPath(new URL('../../hosting', import.meta.url));
const at = (name: string): string => path.join(HOSTING, name);

const isInstalled = (name: string, ...args: readonly string[]): boolean =>
  spawnSync(name, args).error === undefined;

describe.skipIf(!isInstalled('systemd-analyze', '--version'))('systemd', () => {
  test.each(['tagwire.service', 'tagwire-run.service'])('%s leaves little to whoever breaks in', (unit) => {
    const said = spawnSync('systemd-analyze', ['security', '--offline=true', at(unit)], { encoding: 'utf8' });
    const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(said.stdout) ?? [];
    expect(Number(exposure), said.stderr).toBeLessThan(3);
  });

  test('finds nothing wrong with the units', () => {
    const units = ['tagwire.service', 'tagwire-run.service', 'tagwire-run.timer'].map(at);
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', ...units], {
      encoding: 'utf8',
    });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
  });
});

/** A site of one blog after a pass. */
async function publishedSite(more: object = {}) {
  const { origin, answers } = await serve({ '/a': blog('Blog A', 'a1') });
  const site = polledSite([`${origin}/a`], more);
  expect((await site.run('run --all --allow-private')).code).toBe(0);
  return { ...site, answers };
}

/** nginx with a configuration for `http { }`, made to fit a folder and free ports; until the test ends. */
async function nginx(written: string, folder: string, upstream = 0): Promise<string> {
  const port = await freePort();
  const conf = written
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('listen [::]:80;', '')
    .replace('/srv/tagwire', folder)
    .replace('/var/cache/nginx/tagwire', path.join(folder, 'cache'))
    .replace('127.0.0.1:8080', `127.0.0.1:${upstream}`);
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/temp;`,
  );
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `${user} daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
    http { include /etc/nginx/mime.types; access_log off; ${temporary.join(' ')} ${conf} }`,
  );
  const args = ['-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'error.log')];
  const checked = spawnSync('nginx', ['-t', ...args], { encoding: 'utf8' });
  expect(checked.stderr).not.toMatch(/\[(?:warn|emerg|alert)\]/);
  const child = spawn('nginx', args, { stdio: 'ignore' });
  onTestFinished(() => ended(child));
  const origin = `http://127.0.0.1:${port}/`;
  while (
    !(await fetch(origin).then(
      () => true,
      () => false,
    ))
  )
    expect(child.exitCode).toBeNull();
  return origin;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** What an answer says of itself; a person's browser says where it will show it. */
async function headersOf(address: string, person = false) {
  const { hostname, port, pathname, search } = new URL(address);
  const { request } = await import('node:http'); // fetch sets Sec-Fetch-Dest aside
  const headers = person ? { 'Sec-Fetch-Dest': 'document' } : {};
  const asked = request({ hostname, port, path: pathname + search, headers }).end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  await once(answer, 'end');
  const { 'content-type': type, 'cache-control': cache, location = null, vary = '' } = answer.headers;
  return {
    status: answer.statusCode,
    type,
    cache,
    location,
    vary: vary.split(', ').includes('Sec-Fetch-Dest'),
  };
}

/** `tagwire start`, until the test ends. */
async function serviceIn(folder: string) {
  const port = await freePort();
  const service = spawnTagwire(['start', '--port', String(port), '--allow-private'], folder);
  onTestFinished(() => ended(service));
  await once(service.stdout ?? service, 'data');
  return { service, port };
}

/** The lines of docs/hosting.md for a site below a path. */
const belowPath = (): readonly string[] =>
  readFileSync(path.join(HOSTING, '../docs/hosting.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('location /blogs/'));

describe.skipIf(!isInstalled('nginx', '-v'))('nginx', () => {
  test.each([
    ['before the service', 0],
    ['with the files', 1],
  ])('has a site below a path, %s', async (_how, line) => {
    const { folder } = await publishedSite({
      site: { title: 'T', url: 'https://t.example/blogs/' },
      tags: { ffi: { match: ['ffi'], aliases: ['foreign'] } },
    });
    const { port } = await serviceIn(folder);
    const conf = `server { listen 80;\n${belowPath()[line]}\n}`;
    const origin = await nginx(conf, folder, port);
    const published = (name: string): string => readFileSync(path.join(folder, 'public', name), 'utf8');
    for (const name of ['', 'tags/ffi/', 'tags/ffi.atom', 'assets/site.css'])
      expect(await (await fetch(`${origin}blogs/${name}`)).text()).toBe(
        published(name === '' || name.endsWith('/') ? `${name}index.html` : name),
      );
    const missing = await fetch(`${origin}blogs/nothing`);
    expect([missing.status, await missing.text()]).toEqual([404, published('404.html')]);
    const led = await fetch(`${origin}blogs/tags/ffi`);
    expect([led.status, new URL(led.url).pathname]).toEqual([200, '/blogs/tags/ffi/']);
  });

  test('serves what is published as readers expect it, and a person the page of a feed', async () => {
    const { folder } = await publishedSite({ publish: { digest: ['weekly'] } });
    // As a site of more than `publish.limit` posts has it.
    mkdirSync(path.join(folder, 'public/feed/archive'), { recursive: true });
    writeFileSync(path.join(folder, 'public/feed/archive/1-1-0badcafe.atom'), '<feed/>');
    const origin = await nginx(readFileSync(at('nginx-static.conf'), 'utf8'), folder);
    const feed = { status: 200, cache: 'public, max-age=300', location: null, vary: true };
    for (const name of ['feed', 'tags/ffi']) {
      for (const { extension: format, mediaType: type } of FORMATS) {
        const address = `${origin}${name}.${format}`;
        expect(await headersOf(address)).toEqual({ ...feed, type: `${type}; charset=utf-8` });
        expect(await headersOf(address, true)).toMatchObject({
          ...{ status: 302, cache: 'no-store', vary: true },
          location: name === 'feed' ? '/' : `/${name}/`,
        });
        const digest = `${origin}tags/ffi/weekly.${format}`; // it has no page
        expect(await headersOf(digest, true)).toEqual({ ...feed, type: `${type}; charset=utf-8` });
      }
    }
    expect(await headersOf(`${origin}feed/archive/1-1-0badcafe.atom`)).toEqual({
      ...feed,
      type: 'application/atom+xml; charset=utf-8',
    });
    for (const list of ['sources.opml', 'feeds.opml', 'tags/ffi.opml'])
      expect(await headersOf(origin + list)).toMatchObject({ type: 'text/x-opml; charset=utf-8' });
    expect(await headersOf(`${origin}search/1.json`)).toMatchObject({
      type: 'application/json; charset=utf-8',
    });
    expect(await headersOf(origin, true)).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(await headersOf(`${origin}assets/site.css?v=1`)).toMatchObject({
      cache: 'public, max-age=31536000, immutable',
    });
    for (const hidden of ['.tagwire', '.tagwire-state', 'nothing']) {
      const answer = await fetch(origin + hidden);
      expect([answer.status, await answer.text()]).toEqual([
        404,
        readFileSync(path.join(folder, 'public/404.html'), 'utf8'),
      ]);
    }
  });

  test('stands before the service, and has what it served where that is away', async () => {
    const { folder } = await publishedSite();
    const { service, port } = await serviceIn(folder);
    const origin = await nginx(readFileSync(at('nginx-proxy.conf'), 'utf8'), folder, port);
    const type = 'application/atom+xml; charset=utf-8';
    const address = `${origin}tags/ffi.atom`;
    const served = await (await fetch(address)).text();
    expect(served).toBe(readFileSync(path.join(folder, 'public/tags/ffi.atom'), 'utf8'));
    const page = { status: 200, type: 'text/html; charset=utf-8', cache: 'no-store' };
    expect(await headersOf(address, true)).toMatchObject(page);
    expect(await headersOf(address)).toMatchObject({ status: 200, type, vary: true });
    expect((await fetch(`${origin}healthz`)).status).toBe(404);
    await ended(service);
    const copy = await fetch(address);
    expect([copy.headers.get('content-type'), await copy.text()]).toEqual([type, served]);
  });
});

test('what systemd does at a reload has the service read feeds.json, changed or not', async () => {
  const { folder } = await publishedSite();
  const { service } = await serviceIn(folder);
  const [, reload = ''] = /^ExecReload=(.*)$/m.exec(readFileSync(at('tagwire.service'), 'utf8')) ?? [];
  const said = new Promise<string>((resolve) => {
    let log = '';
    service.stderr?.on('data', (text: Buffer) => {
      log += text.toString();
      if (log.includes('read feeds.json again')) resolve(log);
    });
  });
  execFileSync('sh', ['-c', reload], { env: { ...process.env, MAINPID: String(service.pid) } });
  expect(await said).toContain('read feeds.json again: 1 source, 1 tag\n');
});

/** A folder with `tagwire` in it, as a shell finds it. */
function installed(folder: string, script: string): Record<string, string | undefined> {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'tagwire'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
}

test('pages.sh keeps the site in two branches of a repository, and sends what differs', async () => {
  const { origin, answers } = await serve({ '/a': blog('Blog A', 'a1') });
  const { folder } = polledSite([`${origin}/a`]);
  const remote = path.join(folder, 'remote.git');
  const env = installed(folder, `exec "${process.execPath}" "${program}" "$@" --all --allow-private`);
  execFileSync('git', ['init', '-q', '--bare', remote]);
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', remote, ...args], { encoding: 'utf8' }).trim();
  const objects = (): number => Number.parseInt(git('count-objects'), 10);
  /** A runner is another machine each time: it has feeds.json and nothing else. */
  const pass = async (to = remote) => {
    const runner = path.join(folder, 'runner');
    rmSync(runner, { recursive: true, force: true });
    mkdirSync(runner);
    cpSync(path.join(folder, 'feeds.json'), path.join(runner, 'feeds.json'));
    const [code] = await once(spawn(at('pages.sh'), [to], { cwd: runner, env, stdio: 'ignore' }), 'close');
    return code;
  };
  expect(await pass()).toBe(0);
  const [before, first] = [git('rev-parse', 'tagwire-public'), objects()];
  expect(git('show', 'tagwire-public:tags/ffi.atom')).toContain('https://blog.example/a1');
  expect(git('ls-tree', '--name-only', 'tagwire-public')).toContain('.nojekyll');
  expect(await pass()).toBe(0);
  expect(git('rev-parse', 'tagwire-public')).toBe(before); // no news: nothing to publish
  expect(objects() - first).toBeLessThan(6); // of data/, when sources were asked
  answers['/a'] = { status: 200, body: blog('Blog A', 'a1', 'a2') };
  expect(await pass()).toBe(0);
  expect(git('grep', '-l', 'https://blog.example/a2', 'tagwire-public')).toContain('tags/ffi');
  for (const branch of ['tagwire-data', 'tagwire-public'])
    expect(git('rev-list', '--count', branch)).toBe('1');
  const known = git('rev-parse', 'tagwire-data');
  expect(await pass(path.join(folder, 'elsewhere.git'))).not.toBe(0); // not begun anew where git fails
  expect(git('rev-parse', 'tagwire-data')).toBe(known);
});

describe('proposal.sh', () => {
  /** A repository with a site, what a proposal of it makes of it, and the report. */
  async function proposed(change: (folder: string) => void) {
    const { origin, paths } = await serve({ '/a': blog('Blog A', 'a1'), '/b': blog('Blog B', 'b1') });
    const { folder, configure } = polledSite([`${origin}/a`]);
    const env = installed(folder, `exec "${process.execPath}" "${program}" "$@" --allow-private`);
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=T', '-c', 'user.email=t@t.example', ...args], {
        encoding: 'utf8',
      });
    git('init', '-q', '-b', 'main');
    writeFileSync(path.join(folder, '.git/info/exclude'), '/bin\n');
    git('add', 'feeds.json');
    git('commit', '-qm', 'site');
    git('checkout', '-qb', 'proposal');
    configure([`${origin}/a`, `${origin}/b`]);
    change(folder);
    git('add', '-A');
    git('commit', '-qm', 'proposal');
    git('checkout', '-q', 'main');
    const child = spawn(at('proposal.sh'), [folder, 'proposal'], { cwd: folder, env });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    const [status] = await once(child, 'close');
    return { origin, paths, git, folder, status, stdout };
  }

  test('tells what the sources are that a proposal adds, and leaves nothing', async () => {
    const { origin, paths, git, folder, status, stdout } = await proposed(() => {});
    expect(status).toBe(0);
    expect(stdout).toContain(`### \`Blog B\`\n- \`${origin}/b\``);
    expect(paths()).toEqual(['/b']);
    expect(git('worktree', 'list', '--porcelain').match(/^worktree /gm)).toHaveLength(1);
    expect(git('status', '--porcelain')).toBe('');
    expect(readFileSync(path.join(folder, 'feeds.json'), 'utf8')).not.toContain(`${origin}/b`);
  });

  test('reads symbolic links of a proposal as the text that they are', async () => {
    const { status, stdout } = await proposed((folder) => {
      writeFileSync(path.join(folder, 'secret.txt'), 'hush');
      const text = readFileSync(path.join(folder, 'feeds.json'), 'utf8');
      writeFileSync(path.join(folder, 'feeds.json'), text.replace('{', '{ "include": ["part.json"],'));
      symlinkSync('/etc/passwd', path.join(folder, 'part.json'));
    });
    expect(status).toBe(2);
    expect(stdout).toContain('- **error** `part.json:1:1`');
    expect(stdout).not.toContain('root:');
  });
});

test('backup.sh waits for a pass to end, and leaves the last good backup where it can make none', async () => {
  const { folder } = await publishedSite();
  const busy = path.join(folder, 'busy');
  const env = {
    ...installed(folder, `rm "${busy}" 2>/dev/null && exit 1; exec "${process.execPath}" "${program}" "$@"`),
    BACKUP_WAIT: '0',
  };
  writeFileSync(busy, '');
  const backUp = async () =>
    (await once(spawn(at('backup.sh'), [folder], { env, stdio: 'ignore' }), 'close'))[0];
  expect(await backUp()).toBe(0);
  const [name = '', ...others] = readdirSync(path.join(folder, 'backups'));
  expect([name, others]).toEqual([expect.stringMatching(/^[1-7]\.ndjson$/), []]);
  const backup = readFileSync(path.join(folder, 'backups', name), 'utf8');
  expect(backup).toContain('"kind":"end"');
  rmSync(path.join(folder, 'data'), { recursive: true });
  expect(await backUp()).not.toBe(0);
  expect(readdirSync(path.join(folder, 'backups'))).toEqual([name]);
  expect(readFileSync(path.join(folder, 'backups', name), 'utf8')).toBe(backup);
});
