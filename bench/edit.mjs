// What an edit of feeds.json costs where much is stored: 20,000 entries of 300 sources under 100 tags. Each edit is
// followed by `tagwire publish` and, from the same state, by a `tagwire run` in which no source is due; CPU seconds of
// the whole process, start included, and files written. The blogs are served from 127.0.0.1; all is in a temporary
// folder.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SOURCES = 300;
const ENTRIES = 20_000;
const TAGS = 100;
const CLI = path.resolve('dist/cli.js');
/** Has the program tell its CPU time, in microseconds, as the last line on stderr. */
const TELL = `data:text/javascript,${encodeURIComponent(`process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('cpu ' + (user + system) + String.fromCharCode(10));
})`)}`;

const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-bench-edit-'));
const site = path.join(folder, 'site');

const wordsOf = (n, count) =>
  Array.from({ length: count }, (_, at) => `word${(n * 7919 + at * at * 31) % 5000}`);

function post(source, n) {
  const number = source * 1000 + n;
  const words = wordsOf(number, 160).join(' ');
  const tags = [number % TAGS, (number * 7) % TAGS].map((tag) => `topic${tag}`).join(' and ');
  const date = new Date(Date.UTC(2020, 0, 1) + number * 3_600_000).toUTCString();
  const link = `http://blog${source}.example/${n}`;
  return `<item><title>Post ${number} about ${tags}</title><link>${link}</link><guid>${link}</guid><pubDate>${date}</pubDate>
<description>&lt;p&gt;On ${tags}.&lt;/p&gt;&lt;p&gt;${words}&lt;/p&gt;</description></item>`;
}

function feed(source) {
  const count = Math.ceil(ENTRIES / SOURCES);
  const items = Array.from({ length: count }, (_, n) => post(source, n)).join('\n');
  return `<rss version="2.0"><channel><title>Blog ${source}</title><link>http://blog${source}.example/</link>
<description>A blog</description><ttl>1440</ttl>${items}</channel></rss>`;
}

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/rss+xml' });
  response.end(feed(Number(request.url?.slice(1))));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const plain = {
  site: { title: 'Bench', url: 'https://bench.example/' },
  sources: Array.from({ length: SOURCES }, (_, n) => ({ url: `${origin}/${n}` })),
  tags: Object.fromEntries(
    Array.from({ length: TAGS }, (_, n) => [`topic${n}`, { title: `Topic ${n}`, match: [`topic${n}`] }]),
  ),
};
const edited = (change) => {
  const config = structuredClone(plain);
  change(config);
  return config;
};

function run(place, config, ...args) {
  writeFileSync(path.join(place, 'feeds.json'), JSON.stringify(config));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', TELL, CLI, ...args, '--json'], { cwd: place });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${args.join(' ')} exited with ${code}: ${err}`));
      const report = JSON.parse(out);
      resolve({
        cpu: Number(/cpu (\d+)\n$/.exec(err)?.[1]) / 1e6,
        written: (report.files ?? report).written,
      });
    });
  });
}

const EDITS = [
  ['nothing', () => undefined],
  ['a source added, disabled', ({ sources }) => sources.push({ url: `${origin}/9999`, disabled: true })],
  ['a source disabled', ({ sources }) => (sources[7].disabled = true)],
  ['a source renamed', ({ sources }) => (sources[7].title = 'Another name')],
  ['a source taken out', ({ sources }) => sources.splice(7, 1)],
  ['a source’s tags', ({ sources }) => (sources[7].tags = ['topic1'])],
  ['one tag’s words, 1 post', ({ tags }) => tags.topic5.match.push('post 12005')],
  ['one tag’s words, 600 posts', ({ tags }) => tags.topic5.match.push('word77')],
  ['a tag added', ({ tags }) => (tags.new = ['word78'])],
  ['a tag’s description', ({ tags }) => (tags.topic5.description = 'All about it')],
  ['a tag’s title', ({ tags }) => (tags.topic5.title = 'Fifth')],
  ['the site’s title', (config) => (config.site.title = 'Another')],
];

try {
  mkdirSync(site);
  const first = await run(site, plain, 'run', '--all', '--allow-private');
  console.log(`first pass                  ${first.cpu.toFixed(1)} s, ${first.written} files`);
  rmSync(path.join(site, 'public'), { recursive: true });
  const whole = await run(site, plain, 'publish');
  console.log(`publish into an empty folder ${whole.cpu.toFixed(1)} s, ${whole.written} files\n`);
  console.log(
    `${'edit'.padEnd(28)}${'publish'.padStart(9)}${'files'.padStart(8)}${'run'.padStart(9)}${'files'.padStart(8)}`,
  );
  for (const [name, change] of EDITS) {
    const figures = [];
    for (const args of [['publish'], ['run', '--allow-private']]) {
      const copy = path.join(folder, 'copy');
      cpSync(site, copy, { recursive: true, preserveTimestamps: true });
      const { cpu, written } = await run(copy, edited(change), ...args);
      rmSync(copy, { recursive: true });
      figures.push(`${cpu.toFixed(2)} s`.padStart(9), String(written).padStart(8));
    }
    console.log(name.padEnd(28) + figures.join(''));
  }
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
