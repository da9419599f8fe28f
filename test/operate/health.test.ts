import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.js';
import { readHealthFeed } from '../../src/operate/health.js';
import { passOver } from '../../src/operate/pass-over.js';
import { readSite } from '../../src/operate/site.js';
import { parseFeed } from '../../src/parse/index.js';
import { openStoreReader } from '../../src/store/index.js';
import { type Answer, blog, HOUR, polledSite, serve } from '../support/polled-site.js';

const RUN = 'run --all --allow-private';

const fileOf = (folder: string): string => path.join(folder, 'data/health.atom');

/** Titles, ids and texts of data/health.atom, read by our own parser. */
async function healthOf(folder: string) {
  const parsed = await parseFeed(readFileSync(fileOf(folder)), { url: null, contentType: null });
  if (parsed.kind !== 'feed') throw new Error(parsed.message);
  expect(parsed.feed.problems).toEqual([]);
  return parsed.feed.entries.map(({ id, title, summary }) => ({ id, title, text: summary?.value ?? '' }));
}
const lastEntryIn = (folder: string) =>
  readFileSync(fileOf(folder), 'utf8').split('<entry>').at(-1)?.split('</entry>')[0];
const titlesOf = async (folder: string) => (await healthOf(folder)).map(({ title }) => title);

describe('the operator’s feed', () => {
  test('has one entry when a source starts failing and one when it recovers, however often it is asked', async () => {
    const { origin, answers } = await serve({ '/a': blog('Blog A', 'a1') });
    const { folder, run } = polledSite([`${origin}/a`]);
    await run(RUN);
    expect(await titlesOf(folder)).toEqual([]);
    answers['/a'] = { status: 404 };
    for (const hour of [2, 4, 8]) await run(RUN, hour);
    const [failing] = await healthOf(folder);
    const before = lastEntryIn(folder);
    expect(await healthOf(folder)).toEqual([
      {
        id: expect.stringMatching(/^urn:uuid:/),
        title: 'Blog A fails: 404 from the server',
        text: `${origin}/a: 404 from the server since 1 January 2026. It was last read on 1 January 2026.`,
      },
    ]);
    answers['/a'] = blog('Blog A', 'a1', 'a2');
    for (const hour of [20, 24]) await run(RUN, hour);
    expect(await titlesOf(folder)).toEqual(['Blog A is well again', 'Blog A fails: 404 from the server']);
    expect((await healthOf(folder)).at(-1)).toEqual(failing);
    expect(lastEntryIn(folder)).toBe(before);
  });

  test('is for its owner alone, is left as it is where nothing happened, and not in public/', async () => {
    const { origin } = await serve({});
    const { folder, run } = polledSite([`${origin}/a`]);
    await run(RUN);
    const { mode, mtimeMs } = statSync(fileOf(folder));
    expect(mode & 0o777).toBe(0o600);
    await run(RUN, 4);
    expect(statSync(fileOf(folder)).mtimeMs).toBe(mtimeMs);
    expect(existsSync(path.join(folder, 'public/health.atom'))).toBe(false);
    expect(readFileSync(path.join(folder, 'public/sitemap.xml'), 'utf8')).not.toContain('health');
  });

  test('is made again, the same, where it is lost or cut', async () => {
    const { origin } = await serve({});
    const { folder, run } = polledSite([`${origin}/a`]);
    await run(RUN);
    const before = readFileSync(fileOf(folder), 'utf8');
    for (const spoil of [() => rmSync(fileOf(folder)), () => truncateSync(fileOf(folder), 500)]) {
      spoil();
      await run(RUN, 4);
      expect(readFileSync(fileOf(folder), 'utf8')).toBe(before);
    }
  });

  test('tells of thousands of sources at once in a handful of entries', async () => {
    const { origin } = await serve({});
    const { folder, run } = polledSite(Array.from({ length: 40 }, (_, n) => `${origin}/${n}`));
    await run(RUN);
    const [first, ...others] = await titlesOf(folder);
    expect([first, others.length]).toEqual(['35 more sources fail', 5]);
  });

  test('tells no address of a private source, whether it was one then or is one by now', async () => {
    const { origin, answers } = await serve({});
    const secret = 'hunter2hunter2';
    const sources = (isPrivate: boolean) => [
      { url: `${origin}/${secret}/feed`, private: isPrivate },
      { url: `${origin}/moved?key=${secret}`, private: isPrivate },
    ];
    const { folder, run, configure } = polledSite(sources(true));
    const moved: Answer = { status: 301, headers: { location: `/new/${secret}` } };
    for (const isPrivate of [true, false, true]) {
      configure(sources(isPrivate));
      answers[`/moved?key=${secret}`] = moved;
      answers[`/new/${secret}`] = blog('Blog', 'a');
      await run(RUN, isPrivate ? 2 : 30);
      const text = readFileSync(fileOf(folder), 'utf8');
      expect(text).toContain('fails');
      expect(text).toContain('has moved');
      if (isPrivate) expect(text).not.toContain(secret);
      if (isPrivate) expect(text).not.toContain(origin.slice('http://'.length));
      else expect(text).toContain(secret); // else the next round shows nothing
    }
  });

  test('is read by a server without the lock, the same', async () => {
    const { origin } = await serve({});
    const { folder, run } = polledSite([`${origin}/a`]);
    await run(RUN);
    const config = await readConfig(path.join(folder, 'feeds.json'));
    expect(await readHealthFeed({ data: path.join(folder, 'data') }, config)).toBe(
      readFileSync(fileOf(folder), 'utf8'),
    );
  });
});

describe('mistakes in feeds.json', () => {
  test('are told once, until they are mended, without what stands there', async () => {
    const { origin } = await serve({ '/a': blog('Blog A', 'a1') });
    const { folder, run } = polledSite([`${origin}/a`]);
    await run(RUN);
    const good = readFileSync(path.join(folder, 'feeds.json'), 'utf8');
    writeFileSync(
      path.join(folder, 'feeds.json'),
      good.replace(`${origin}/a`, 'https://u:hunter2@b.example/'),
    );
    expect([(await run(RUN, 1)).code, (await run(RUN, 2)).code]).toEqual([2, 2]);
    const [broken, ...others] = await healthOf(folder);
    expect([broken?.title, broken?.text, others]).toEqual([
      'feeds.json has mistakes',
      expect.stringMatching(
        /^feeds\.json, line 1, column \d+ \(sources\[0\]\): tagwire check tells them\.$/i,
      ),
      [],
    ]);
    writeFileSync(path.join(folder, 'feeds.json'), good);
    await run(RUN, 3);
    await run(RUN, 4);
    expect(await titlesOf(folder)).toEqual(['feeds.json is in order again', 'feeds.json has mistakes']);
  });

  test('are told by status, and that passes go on by the last good configuration as soon as one has', async () => {
    const { origin } = await serve({ '/a': blog('Blog A', 'a1') });
    const { folder, run } = polledSite([`${origin}/a`]);
    await run(RUN);
    const places = { config: path.join(folder, 'feeds.json'), data: path.join(folder, 'data') };
    const good = await readSite(places);
    writeFileSync(places.config, '{');
    await run(RUN, 1);
    const alone = await run('status', 2);
    expect([alone.code, alone.err]).toEqual([2, expect.stringMatching(/^feeds\.json:1:2: error: .*\n$/)]);
    const begun = Date.UTC(2026, 0, 1, 3);
    await passOver(
      good,
      {
        ...{ ...places, out: path.join(folder, 'public'), newSite: false, allowPrivate: true, push: null },
        ...{ all: true, fresh: false, names: null, configTrouble: 'feeds.json, line 1' },
      },
      { now: () => begun, version: '1', env: {} },
      new AbortController().signal,
      {},
    );
    const { code, err } = await run('status', 3.5);
    expect([code, err]).toEqual([
      2,
      `the last pass, 30 min ago, went by the last good configuration\n${alone.err}`,
    ]);
  });

  test('make no database where there is none', async () => {
    const { folder, run, configure } = polledSite(['no address']);
    await run(RUN);
    expect(existsSync(path.join(folder, 'data'))).toBe(false);
    configure([], { tags: {} });
  });
});

test('a database that was mended is told', async () => {
  const { origin } = await serve({ '/a': blog('Blog A', 'a1') });
  const { folder, run } = polledSite([`${origin}/a`]);
  await run(RUN);
  await run('doctor', 1);
  expect(await titlesOf(folder)).toEqual([]);
  writeFileSync(path.join(folder, 'data/tags/ffi.json'), '{');
  await run('doctor', 2);
  await run('doctor', 3);
  expect(await titlesOf(folder)).toEqual(['The database was mended']);
});

test('events go into a backup and come back from it', async () => {
  const { origin } = await serve({});
  const { folder, run } = polledSite([`${origin}/a`]);
  await run(RUN);
  const before = await healthOf(folder);
  writeFileSync(path.join(folder, 'backup.ndjson'), (await run('export --all')).out);
  await run('import backup.ndjson --data copy');
  const copy = await openStoreReader(path.join(folder, 'copy'));
  expect(await copy.events()).toMatchObject([{ kind: 'failing' }]);
  await run(`${RUN} --data copy --out elsewhere`, HOUR / HOUR);
  expect(readFileSync(path.join(folder, 'copy/health.atom'), 'utf8')).toContain(String(before[0]?.id));
});
