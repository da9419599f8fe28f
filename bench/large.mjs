// What a site with a million posts on PostgreSQL costs: `npm run bench -- large [POSTS [FOLDER]]`. A database is filled
// first, and all of it published, which takes an hour and 20 GB for a million. Then a pass in which 500 of 5,000 sources
// are asked and 50 have a new post, what readers ask for, a report, and a changed rule. Queries, and bytes from and to
// the database, are counted on the way by a proxy. The server is one of its own, in a temporary folder; or DATABASE_URL
// names a database, empty or of an earlier run with the same POSTS and FOLDER, which is measured at once.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { restoreStore } from '../src/store/index.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { countingProxy } from './support/counting-proxy.mjs';
import { LISTED, largeSite } from './support/large-site.mjs';
import { manyBlogs, serveBlogs } from './support/many-blogs.mjs';
import { cpuOf, memoryOf } from './support/processes.mjs';
import { temporaryFolder } from './support/stored-site.mjs';

const CLI = path.resolve('dist/cli.js');
const [posts = '1000000', folder = temporaryFolder()] = process.argv.slice(3);
const server = process.env.DATABASE_URL === undefined ? await startPostgres() : null;
const database = process.env.DATABASE_URL ?? (await server?.database());
if (database === undefined) throw new Error('no PostgreSQL here: set DATABASE_URL');
const BLOGS_PORT = 18_999;
const SITE_PORT = 18_997;
const SOURCES = Math.min(5000, Math.floor(posts / 50));
const TAGS = 100;
const ASKED = 500;
const NEWS = 50;

const blogs = manyBlogs({ blogs: SOURCES, posts: Number(posts), topics: TAGS, port: BLOGS_PORT });
const config = {
  site: { title: 'Bench', url: 'https://bench.example/' },
  sources: Array.from({ length: SOURCES }, (_, n) => blogs.feedOf(n)),
  tags: Object.fromEntries(Array.from({ length: TAGS }, (_, n) => [`topic${n}`, [`topic${n}`]])),
};
const feedsJson = (text) => writeFileSync(path.join(folder, 'feeds.json'), text);
mkdirSync(folder, { recursive: true });
feedsJson(JSON.stringify(config));

const client = new pg.Client(database);
await client.connect();
const proxy = await countingProxy(new URL(database));
const rows = [];

/** A row of what `work` takes, which says how much CPU and memory that was. */
async function measure(what, work) {
  proxy.counted();
  const begun = performance.now();
  const { cpu, megabytes, files = '' } = await work();
  const seconds = (performance.now() - begun) / 1000;
  const { queries, fromServer, toServer } = proxy.counted();
  const mb = (bytes) => (bytes / 1e6).toFixed(1);
  const row = {
    what,
    s: seconds.toFixed(2),
    'CPU s': cpu.toFixed(2),
    'memory MB': Math.round(megabytes),
    queries,
  };
  rows.push({ ...row, 'MB read': mb(fromServer), 'MB written': mb(toServer), files });
  console.error(JSON.stringify(rows.at(-1)));
}

/** Has the program tell at its end what it took, as the last line on stderr. */
const TELL = `data:text/javascript,${encodeURIComponent(`process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]) + String.fromCharCode(10));
})`)}`;

const places = ['--data', proxy.url];

function run(...args) {
  const child = spawn(process.execPath, ['--import', TELL, CLI, ...args, ...places, '--json'], {
    cwd: folder,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${args.join(' ')} exited with ${code}: ${err}`));
      const [cpu, megabytes] = JSON.parse(err.trim().split('\n').at(-1));
      const report = JSON.parse(out);
      resolve({ cpu, megabytes, files: (report.files ?? report).written, report });
    });
  });
}

/** The site as it is served, for what readers ask. */
async function serve(ask) {
  const args = ['start', '--role', 'serve', '--port', String(SITE_PORT), ...places, '--log-level', 'warn'];
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const cost = async (work) => {
    const before = cpuOf(child.pid);
    await work();
    return { cpu: cpuOf(child.pid) - before, megabytes: memoryOf(child.pid) };
  };
  try {
    await measure('start --role serve', () =>
      cost(() => new Promise((resolve) => child.stdout.once('data', resolve))),
    );
    await ask((what, address) =>
      measure(what, () =>
        cost(async () => {
          const response = await fetch(`http://127.0.0.1:${SITE_PORT}/${address}`);
          const body = await response.text();
          if (!response.ok) throw new Error(`${address}: ${response.status} ${body}`);
        }),
      ),
    );
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** All but the first sources are due tomorrow, those now; their validators are those of the feeds before. */
const dueAgain = (asked, tomorrow) =>
  client.query(
    `with told as (
       select key, case when place <= $1 then null else $2 end as due
       from (select key, row_number() over (order by n) as place from tagwire.sources) s)
     update tagwire.sources s set due = told.due,
       poll = (poll::jsonb || jsonb_build_object('due', told.due, 'validators',
         poll::jsonb->'validators' || '{"etag": "\\"0\\""}'))::json
     from told where told.key = s.key`,
    [asked, tomorrow],
  );

/** The newest post of each of the first blogs: another one at each run. */
const newest = blogs.each + Math.floor(Date.now() / 1000);
const blogServer = await serveBlogs({
  ...{ port: BLOGS_PORT, latency: 20 },
  tagOf: (blog) => (blog < NEWS ? '"1"' : '"0"'),
  documentOf(blog) {
    const known = blogs.feed(blog, blogs.each - LISTED + 1, blogs.each);
    const news = blogs.feed(blog, newest, newest + 1);
    return known.replace('<item>', `${/<item>.*<\/item>/s.exec(news)?.[0]}<item>`);
  },
});

try {
  const { rows: there } = await client.query("select to_regclass('tagwire.sources') is not null as filled");
  if (!there[0].filled) {
    await measure(`${blogs.blogs * blogs.each} posts, restored`, async () => {
      const before = process.cpuUsage();
      await restoreStore(proxy.url, largeSite(JSON.stringify(config), blogs, NEWS), { now: Date.now });
      const { user, system } = process.cpuUsage(before);
      return { cpu: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 };
    });
    await client.query('vacuum analyze');
  }
  if (!existsSync(path.join(folder, 'public'))) await measure('all of it published', () => run('publish'));
  await dueAgain(ASKED, new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, ''));
  await measure(`a pass: ${Math.min(ASKED, SOURCES)} sources asked, ${NEWS} new posts`, () =>
    run('run', '--allow-private'),
  );
  await measure('a pass: none is due', () => run('run', '--allow-private'));
  await measure('status', () => run('status'));
  await serve(async (ask) => {
    await ask('a tag’s page', 'tags/topic7/');
    await ask('a combination of two tags', 'tags/topic7+topic49.atom');
    await ask('the first search', 'search.atom?q=word7');
    await ask('a search', 'search.atom?q=word9');
    await ask('a search for a rare word', 'search.atom?q=word43219');
    await ask('a search for what is nowhere', 'search.atom?q=nowhere');
  });
  const { topic5, ...others } = config.tags;
  feedsJson(JSON.stringify({ ...config, tags: { ...others, topic5: [...topic5, 'word43219'] } }));
  await measure('publish after a changed rule', () => run('publish'));
  feedsJson(JSON.stringify(config));
  await measure('and with the rule of before', () => run('publish'));
} finally {
  console.table(rows);
  await blogServer.close();
  await proxy.close();
  await client.end();
  await server?.stop();
}
