// What several workers of one PostgreSQL do together: `npm run bench -- fleet [SOURCES [WORKERS,WORKERS …]]`. Ten blogs
// a host, all on this machine, answer after 100 ms; so many `tagwire start --role poll` and one that publishes wake
// every few seconds. All blogs are asked once for their posts, then, when all are due again, once more, for a 304.
// The database is that of DATABASE_URL, or a server of its own. Linux only.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../test/support/postgres.ts';
import { manyBlogs, serveBlogs } from './support/many-blogs.mjs';
import { cpuOf, cpuOfFamily, memoryOf, parentOf } from './support/processes.mjs';
import { temporaryFolder } from './support/stored-site.mjs';

const CLI = path.resolve('dist/cli.js');
const [sources = '600', fleets = '1,2,4,8'] = process.argv.slice(3);
const PORT = 18_998;
const LATENCY = 100;
const POSTS = 10;
const TAGS = 100;
const LOOK_MS = 200;
const GIVE_UP_MS = 1_800_000;

const folder = temporaryFolder();
const blogs = manyBlogs({ blogs: Number(sources), posts: Number(sources) * POSTS, topics: TAGS, port: PORT });
const config = {
  site: { title: 'Bench', url: 'https://bench.example/' },
  schedule: '*/5 * * * * *',
  fetch: { concurrency: 100, perHost: 2 },
  sources: Array.from({ length: blogs.blogs }, (_, n) => blogs.feedOf(n)),
  tags: Object.fromEntries(Array.from({ length: TAGS }, (_, n) => [`topic${n}`, [`topic${n}`]])),
};

/** A process of the fleet, in a folder of its own. */
function start(name, role, database) {
  const own = path.join(folder, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(path.join(own, 'feeds.json'), JSON.stringify(config));
  const args = [
    'start',
    '--role',
    role,
    '--data',
    database,
    '--port',
    '0',
    '--allow-private',
    '--log-level',
    'warn',
  ];
  const child = spawn(process.execPath, [CLI, ...args], { cwd: own, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    pid: child.pid,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Waits until a query counts none. */
async function none(client, sql) {
  for (const begun = Date.now(); ; await wait(LOOK_MS)) {
    const { rows } = await client.query(sql);
    if (Number(rows[0].count) === 0) return;
    if (Date.now() - begun > GIVE_UP_MS) throw new Error(`not done after ${GIVE_UP_MS} ms: ${sql}`);
  }
}

const LEFT_TO_ASK = `select (${blogs.blogs} - count(due)) as count from tagwire.sources`;
const LEFT_TO_PUBLISH =
  'select (select count(*) from tagwire.stream_changes) + (select count(*) from tagwire.unrendered) as count';
const ALL_DUE = `update tagwire.sources set due = null, poll = (poll::jsonb || '{"due": null}')::json`;

/** One round of a fleet: from the first request until all that was asked is stored, and until it is published. */
async function round(what, { client, workers, publisher, blogServer, postmaster }, begin) {
  blogServer.counted();
  const cpu = () => [
    workers.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
    cpuOf(publisher.pid),
    cpuOfFamily(postmaster),
  ];
  const before = cpu();
  await begin();
  await none(client, LEFT_TO_ASK);
  const { asked, most, requests, first } = blogServer.counted();
  const seconds = (Date.now() - first) / 1000;
  await none(client, LEFT_TO_PUBLISH);
  const published = (Date.now() - first) / 1000;
  const [poll, publish, database] = cpu().map((now, at) => (now - before[at]).toFixed(1));
  return {
    workers: workers.length,
    round: what,
    'polled s': seconds.toFixed(1),
    'published s': published.toFixed(1),
    'sources/s': Math.round(requests / seconds),
    'most a host': most,
    twice: [...asked.values()].filter((times) => times.length > 1).length,
    never: blogs.blogs - asked.size,
    'CPU polling': poll,
    publishing: publish,
    database,
    'MB a worker': Math.round(Math.max(...workers.map(({ pid }) => memoryOf(pid)))),
  };
}

async function fleet(size, server) {
  const database = await server.database();
  const client = new pg.Client(database);
  const blogServer = await serveBlogs({
    ...{ port: PORT, latency: LATENCY },
    tagOf: () => '"1"',
    documentOf: (blog) => blogs.feed(blog, 0, POSTS),
  });
  const publisher = start(`publisher-${size}`, 'publish', database);
  const workers = [];
  try {
    await client.connect();
    await none(client, `select (to_regclass('tagwire.unrendered') is null)::int as count`);
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const postmaster = parentOf(rows[0].pid);
    const all = { client, workers, publisher, blogServer, postmaster };
    const first = await round('posts', all, () => {
      for (let n = 0; n < size; n += 1) workers.push(start(`worker-${size}-${n}`, 'poll', database));
    });
    const second = await round('304', all, () => client.query(ALL_DUE));
    return [first, second];
  } finally {
    await Promise.all([publisher, ...workers].map((each) => each.stop()));
    await client.end();
    await blogServer.close();
  }
}

const server = await startPostgres();
if (server === null) throw new Error('no PostgreSQL here: set DATABASE_URL');
try {
  const rows = [];
  for (const size of fleets.split(',')) rows.push(...(await fleet(Number(size), server)));
  console.log(`${blogs.blogs} sources, ${availableParallelism()} cores`);
  console.table(rows);
} finally {
  await server.stop();
}
