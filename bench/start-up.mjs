// What a start costs: CPU time and memory of the whole process, and how many files of dist/ it loads, for commands that
// have nothing to do but to start. Each is run in turn, so that what else the machine does falls on all of them.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

const RUNS = 15;
const SOURCES = 100;
const POSTS = 20;
const CLI = path.resolve('dist/cli.js');
const FEEDS = path.resolve('feeds.json');

const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-bench-start-'));
/** Has a process tell at its end what it took: milliseconds, kilobytes, files; as the last line on stderr. */
const TELL = path.join(folder, 'tell.cjs');
writeFileSync(
  TELL,
  `const fs = require('node:fs');
const { readFileSync } = fs;
let files = 0;
fs.readFileSync = (name, ...rest) => {
  if (typeof name === 'string' && /dist.[\\w-]+\\.js$/.test(name)) files += 1;
  return readFileSync(name, ...rest);
};
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  fs.writeSync(2, JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS, files]) + '\\n');
});
`,
);

function feed(source) {
  const posts = Array.from({ length: POSTS }, (_, n) => {
    const link = `http://blog${source}.example/${n}`;
    const date = new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toUTCString();
    return `<item><title>Post ${n}</title><link>${link}</link><guid>${link}</guid><pubDate>${date}</pubDate><description>On embedded Rust and bindgen.</description></item>`;
  });
  return `<rss version="2.0"><channel><title>Blog ${source}</title><link>http://blog${source}.example/</link><description>d</description><ttl>1440</ttl>${posts.join('')}</channel></rss>`;
}

function cost(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--require', TELL, ...args], { cwd: folder });
    let err = '';
    child.stdout.resume();
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${args.join(' ')} exited with ${code}: ${err}`));
      const [ms, kilobytes, files] = JSON.parse(err.trim().split('\n').at(-1));
      resolve({ ms, kilobytes, files });
    });
  });
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const CASES = {
  'Node alone': ['-e', '0'],
  '--help': [CLI, '--help'],
  'check on feeds.json': [CLI, 'check', '--config', FEEDS, '--data', path.join(folder, 'none')],
  'run, nothing due': [CLI, 'run', '--allow-private'],
};

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/rss+xml' });
  response.end(feed(Number(request.url?.slice(1))));
});
try {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const { $schema: _, ...config } = JSON.parse(readFileSync(FEEDS, 'utf8'));
  for (const part of ['rules', config.lexicon])
    cpSync(path.resolve(part), path.join(folder, part), { recursive: true });
  const include = ['rules/*.json'];
  const sources = Array.from({ length: SOURCES }, (_, n) => `${origin}/${n}`);
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify({ ...config, include, sources }));
  await cost(CASES['run, nothing due']); // the first, in which all are due
  const costs = new Map(Object.keys(CASES).map((name) => [name, []]));
  for (let n = 0; n < RUNS; n += 1)
    for (const [name, args] of Object.entries(CASES)) costs.get(name).push(await cost(args));
  const rows = [...costs].map(([name, all]) => ({
    start: name,
    'CPU ms': Math.round(middle(all.map(({ ms }) => ms))),
    'least ms': Math.round(Math.min(...all.map(({ ms }) => ms))),
    'memory MB': Math.round(middle(all.map(({ kilobytes }) => kilobytes)) / 1024),
    files: all[0].files,
  }));
  console.table(rows);
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
