import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { version } from '../../src/version.js';
import { atom, startBlogs } from '../support/blogs.js';
import { configFolder, fileIn } from '../support/config-folder.js';
import { program, runProgram, spawnTagwire } from '../support/program.js';

/**
 * What src/program.ts joins to the commands: arguments, standard input and output, exit codes, and that it
 * ends.
 */

const RSS = '<rss version="2.0"><channel><title>Piped</title><item><title>x</title></item></channel></rss>';

test.each<[string, readonly string[], string, Awaited<ReturnType<typeof runProgram>>]>([
  ['done is exit code 0', ['--version'], '', { code: 0, out: `${version}\n`, err: '' }],
  [
    'nothing worked is exit code 1',
    ['parse', '-'],
    'Hello',
    { code: 1, out: '', err: '-: plain text, not a feed\n' },
  ],
  [
    'a mistake is exit code 2',
    ['stauts'],
    '',
    { code: 2, out: '', err: 'error: unknown command "stauts"; did you mean status?\n' },
  ],
  [
    'standard input is read, standard output written',
    ['parse', '--ndjson', '-'],
    RSS,
    { code: 0, out: expect.stringMatching(/^\{"file":"-","feed":\{.*"title":"Piped".*\}\}\n$/), err: '' },
  ],
])('%s', async (_name, args, stdin, expected) => {
  expect(await runProgram(args, '.', stdin)).toEqual(expected);
});

test('a pass begins with feeds.json alone, publishes, and ends by itself', async () => {
  const blogs = await startBlogs({ '/a': atom('Blog A', [{ id: 'a1', title: 'Calling C with bindgen' }]) });
  onTestFinished(() => blogs.close());
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources: [`${blogs.origin}/a`],
    tags: { ffi: ['bindgen'] },
  };
  const folder = configFolder(JSON.stringify(config));
  const { code, err } = await runProgram(['run', '--allow-private'], folder);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(fileIn(folder, 'public/tags/ffi.json')).items).toMatchObject([
    { id: 'https://blog.example/a1', title: 'Calling C with bindgen' },
  ]);
});

test('it takes its proxy from its environment', async () => {
  const address = 'http://blog.invalid/feed';
  const proxy = await startBlogs({ [address]: atom('Blog A', [{ id: 'a1', title: 'By proxy' }]) });
  onTestFinished(() => proxy.close());
  const env = { http_proxy: proxy.origin, no_proxy: '', NO_PROXY: '' };
  const child = spawnTagwire(['parse', '--ndjson', address], '.', { env });
  child.stdin?.end();
  const out = child.stdout === null ? '' : await text(child.stdout);
  expect([JSON.parse(out).feed.title, proxy.asked()]).toEqual(['Blog A', [{ path: address, status: 200 }]]);
});

test('a reader that has gone ends it without a word', async () => {
  const child = spawnTagwire(['--help'], '.');
  child.stdout?.destroy();
  const err = await text(child.stderr ?? Readable.from([]));
  expect([child.exitCode ?? (await once(child, 'exit'))[0], err]).toEqual([0, '']);
});

// Linux has a file that is always full.
test.runIf(existsSync('/dev/full'))(
  'a report that cannot be written is one line and exit code 1',
  async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [program, '--version'], { stdio: ['ignore', full, 'pipe'] });
    const err = await text(child.stderr ?? Readable.from([]));
    expect(err).toMatch(/^error: the report can't be written: ENOSPC[^\n]*\n$/);
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
    closeSync(full);
  },
);

test('the stack of a bug names files of src/', async () => {
  const bug = "JSON.stringify = () => { throw new TypeError('a bug') };";
  const child = spawnTagwire(['check', '--json'], configFolder('{}'), {
    node: ['--import', `data:text/javascript,${bug}`],
  });
  const err = await text(child.stderr ?? Readable.from([]));
  expect(err).toMatch(/^TypeError: a bug\n(.*\n)* {4}at .*\bsrc\/[\w/-]+\.ts:\d+:\d+\)?\n/);
});
