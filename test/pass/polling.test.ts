import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { rawServer } from '../fetch/raw-server.js';
import { type Answer, blog, polledSite, serve } from '../support/polled-site.js';

/** What publishers' servers and documents say, from the answer through the database to the next pass. */

const PASS = 'run --allow-private';
const DAY = 24;

/** An RSS feed with this in its channel, of posts about ffi by their ids. */
const rss = (head: string, ...ids: readonly string[]): string => {
  const items = ids.map(
    (id) => `<item><guid isPermaLink="false">${id}</guid><title>ffi ${id}</title></item>`,
  );
  const names = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"';
  return `<rss version="2.0" ${names}><channel><title>R</title>${head}${items.join('')}</channel></rss>`;
};

const cached = (control: string): Answer => ({
  status: 200,
  headers: { 'cache-control': control },
  body: blog('Blog', 'a1'),
});

describe('how long a source is left alone', () => {
  test.each<[string, Answer, object, object, number]>([
    ['a caching header counts up to a week', cached('max-age=31536000'), {}, {}, 7 * DAY],
    ['or as far as feeds.json says', cached('max-age=31536000'), {}, { fetch: { freshness: '2d' } }, 2 * DAY],
    ['no-cache takes its age from it', cached('no-cache, max-age=31536000'), {}, {}, 1],
    ['a ttl counts for weeks', rss('<ttl>28800</ttl>', 'a1'), {}, {}, 20 * DAY],
    ['an interval of its own beats them', cached('max-age=31536000'), { interval: '2h' }, {}, 2],
  ])('%s', async (_name, answer, own, more, hours) => {
    const server = await serve({ '/a': answer });
    const { run, status } = polledSite([{ url: `${server.origin}/a`, ...own }], more);
    await run(PASS);
    const [source] = await status();
    expect((Date.parse(String(source?.['nextDue'])) - Date.UTC(2026, 0, 1)) / 3_600_000).toBeCloseTo(
      hours,
      0,
    );
  });

  test('an hour that its feed skips is skipped by a pass that comes late, too', async () => {
    const server = await serve({ '/a': rss('<skipHours><hour>5</hour></skipHours>', 'a1') });
    const { run } = polledSite([`${server.origin}/a`]);
    await run(PASS);
    server.asked();
    await run(PASS, 2 * DAY + 5);
    expect(server.paths()).toEqual([]);
    await run(PASS, 2 * DAY + 6);
    expect(server.paths()).toEqual(['/a']);
  });
});

test('a document is asked for whole after 30 days in which it has not changed', async () => {
  const server = await serve({ '/a': blog('Blog', 'a1') });
  const { run } = polledSite([`${server.origin}/a`]);
  const whole: number[] = [];
  for (const day of [0, 1, 16, 30, 31, 32]) {
    await run(`${PASS} --all`, day * DAY);
    if (server.asked().some(({ headers }) => headers['if-none-match'] === undefined)) whole.push(day);
  }
  expect(whole).toEqual([0, 31]);
});

test('a document that breaks off gives its whole entries, and is asked for whole until it is', async () => {
  const whole = rss('', 'a1', 'a2');
  let body = whole.slice(0, whole.indexOf('ffi a2') + 3);
  const server = await rawServer(() => `HTTP/1.1 200 OK\r\nETag: "${body.length}"\r\n\r\n${body}`);
  const { run, status } = polledSite([server.url('/a')]);
  const { code, err } = await run(PASS);
  expect([code, err, (await status())[0]]).toMatchObject([0, '', { kind: 'ok', entries: 1 }]);
  body = whole;
  await run(`${PASS} --all`, 2);
  expect((await status(2))[0]).toMatchObject({ entries: 2 });
  await run(`${PASS} --all`, 4);
  const sent = server.requests.map((head) => /if-none-match: (.*)/i.exec(head)?.[1] ?? null);
  expect(sent).toEqual([null, null, `"${whole.length}"`]);
});

test('the rest of a first document that breaks off is published, however old it is', async () => {
  const dated = (id: string, year: number): string =>
    `<item><guid isPermaLink="false">${id}</guid><title>ffi ${id}</title><pubDate>5 May ${year} 10:00 GMT</pubDate></item>`;
  const whole = `<rss version="2.0"><channel><title>R</title>${dated('a1', 2024)}${dated('a2', 2023)}</channel></rss>`;
  const server = await serve({ '/a': whole.slice(0, whole.indexOf('ffi a2') + 3) });
  const { folder, run } = polledSite([`${server.origin}/a`]);
  const published = (): unknown =>
    (
      JSON.parse(readFileSync(path.join(folder, 'public/feed.json'), 'utf8')) as {
        items: { title: string }[];
      }
    ).items.map(({ title }) => title);
  await run(PASS);
  expect(published()).toEqual(['ffi a1']);
  server.answers['/a'] = { status: 200, body: whole };
  await run(`${PASS} --all`, 2);
  expect(published()).toEqual(['ffi a1', 'ffi a2']);
  // What is old from then on goes to the archives.
  server.answers['/a'] = { status: 200, body: whole.replace('</channel>', `${dated('a3', 2022)}</channel>`) };
  await run(`${PASS} --all`, 4);
  expect(published()).toEqual(['ffi a1', 'ffi a2']);
});

describe('a document that says where the feed is now', () => {
  test.each([
    ['a podcast', (there: string) => rss(`<itunes:new-feed-url>${there}</itunes:new-feed-url>`, 'old'), 2],
    ['a redirect in XML', (there: string) => `<redirect><newLocation>${there}</newLocation></redirect>`, 2],
  ])('is followed there each time: %s', async (_name, document, entries) => {
    const server = await serve({ '/new': rss('', 'old', 'new') });
    server.answers['/old'] = document(`${server.origin}/new`);
    const { run, status } = polledSite([`${server.origin}/old`]);
    expect(await run(PASS)).toMatchObject({ code: 0, err: '' });
    await run(`${PASS} --all`, 2);
    expect(server.paths().filter((path) => path === '/new')).toHaveLength(2);
    expect((await status(2))[0]).toMatchObject({ entries, movedTo: null });
  });
});

test('a cookie is given back within a chain of redirects, and not at the next poll', async () => {
  const server = await serve({
    '/a': ({ headers }) =>
      headers.cookie === 'k=1'
        ? { status: 200, body: blog('Blog', 'a1') }
        : { status: 302, headers: { 'set-cookie': 'k=1', location: '/a' } },
  });
  const { run } = polledSite([`${server.origin}/a`]);
  for (const at of [0, 2]) {
    expect((await run(`${PASS} --all`, at)).code).toBe(0);
    expect(server.asked().map(({ headers }) => headers.cookie)).toEqual([undefined, 'k=1']);
  }
});

describe('a source that moved for good', () => {
  const moved = async () => {
    const server = await serve({
      '/a': { status: 301, headers: { location: '/b' } },
      '/b': blog('Blog', 'a1'),
    });
    const it = polledSite([`${server.origin}/a`]);
    await it.run(PASS);
    expect((await it.status())[0]).toMatchObject({ movedTo: `${server.origin}/b`, entries: 1 });
    server.asked();
    return { server, ...it };
  };

  test('is taken back by its listed address, which is asked monthly, where known posts are there again', async () => {
    const { server, run, status } = await moved();
    server.answers['/a'] = blog('Blog', 'a1', 'a2');
    await run(`${PASS} --all`, 10 * DAY);
    await run(`${PASS} --all`, 31 * DAY);
    expect(server.paths()).toEqual(['/b', '/a']);
    expect((await status(31 * DAY))[0]).toMatchObject({ movedTo: null, entries: 2 });
  });

  test('but of strangers who have its listed address now nothing is stored', async () => {
    const { server, run, status } = await moved();
    server.answers['/a'] = blog('Parked', 'spam');
    await run(`${PASS} --all`, 31 * DAY);
    const movedTo = `${server.origin}/b`;
    expect((await status(31 * DAY))[0]).toMatchObject({ movedTo, title: 'Blog', entries: 1, failures: 0 });
  });
});
