import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, blog, polledSite, serve } from '../../support/polled-site.js';

/** A server with three blogs, and lists of them as a test writes them. */
async function lists(answers: Record<string, Answer> = {}) {
  const blogs = { '/a': blog('Blog A', 'a1'), '/b': blog('Blog B', 'b1'), '/c': blog('Blog C', 'c1') };
  const server = await serve({ ...blogs, ...answers });
  const row = (name: string): string => `<outline text="Blog ${name}" xmlUrl="${server.origin}/${name}"/>`;
  const opml = (...names: readonly string[]): string =>
    `<opml version="2.0"><body>${names.map((name) => (name.startsWith('<') ? name : row(name))).join('')}</body></opml>`;
  /** A list with an ETag that follows from what it names. */
  const list = (...names: readonly string[]): Answer => ({
    status: 200,
    headers: { etag: `"${names.join('')}"` },
    body: opml(...names),
  });
  server.answers['/list'] = list('a', 'b');
  return { ...server, opml, list, url: `${server.origin}/list` };
}

const polled = async (site: ReturnType<typeof polledSite>, at = 0) =>
  (await site.status(at)).map(({ url }) => new URL(String(url)).pathname).toSorted();
const run = (site: ReturnType<typeof polledSite>, at: number, ...more: readonly string[]) =>
  site.run(['run', '--allow-private', ...more].join(' '), at);
const listStatus = async (site: ReturnType<typeof polledSite>, at = 0) =>
  JSON.parse((await site.run('status --json', at)).out).lists;

test('what a list names is polled, filed by the rules of the list, and published', async () => {
  const { url, paths } = await lists();
  const site = polledSite([{ opml: url, tags: ['web'] }], { tags: { web: [] } });
  expect((await run(site, 0)).code).toBe(0);
  expect(paths().toSorted()).toEqual(['/a', '/b', '/list']);
  expect(await polled(site)).toEqual(['/a', '/b']);
  expect(readFileSync(path.join(site.folder, 'public/tags/web.json'), 'utf8')).toContain(
    'https://blog.example/a1',
  );
  expect(await listStatus(site)).toEqual([
    { opml: url, feeds: 2, lastPoll: '2026-01-01T00:00:00Z', nextDue: expect.any(String), problem: null },
  ]);
});

test('it is asked conditionally, at its own rhythm', async () => {
  const { url, asked } = await lists();
  const site = polledSite([{ opml: url }]);
  await run(site, 0);
  asked();
  await run(site, 0.1);
  expect(asked()).toEqual([]);
  await run(site, 1);
  const [request] = asked().filter((one) => one.path === '/list');
  expect(request?.headers['if-none-match']).toBe('"ab"');
  expect(await polled(site, 1)).toEqual(['/a', '/b']);
});

test('what is gone from the list is polled no more, its posts stay, and it is told', async () => {
  const { url, answers, list, paths } = await lists();
  const site = polledSite([{ opml: url }]);
  await run(site, 0);
  answers['/list'] = list('b', 'c');
  paths();
  const { err } = await run(site, 30);
  expect(paths().toSorted()).toEqual(['/b', '/c', '/list']);
  expect(err).toContain(`reading list ${url}: 1 feed no longer in it, polled no more; posts stay\n`);
  expect((await site.run('export --json', 30)).out).toContain('https://blog.example/a1');
  answers['/list'] = list('a', 'b', 'c');
  await run(site, 60);
  expect(await polled(site, 60)).toEqual(['/a', '/b', '/c']);
});

describe('a list that can not be had or believed changes nothing, and is told', () => {
  test.each<[string, Answer, RegExp]>([
    ['fails', { status: 500 }, /500 from the server/],
    ['is gone', { status: 410 }, /410/],
    ['is a page', '<html><body>Sorry</body></html>', /no OPML but <html>/],
    ['is empty', '<opml version="2.0"><body></body></opml>', /a list without feeds/],
    [
      'was cut',
      '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/"/><out',
      /ends too early/,
    ],
    ['names a bomb', '<!DOCTYPE opml [<!ENTITY a "aa">]><opml><body>&a;</body></opml>', /without feeds/],
  ])('one that %s', async (_name, answer, why) => {
    const { url, answers, paths } = await lists();
    const site = polledSite([{ opml: url }]);
    await run(site, 0);
    answers['/list'] = answer;
    paths();
    const { code, err } = await run(site, 30);
    expect(code).toBe(0);
    expect(err).toMatch(new RegExp(`reading list ${url}: .*${why.source}.*; what it named before goes on`));
    expect(paths().toSorted()).toEqual(['/a', '/b', '/list']);
    const [{ feeds, problem }] = await listStatus(site, 30);
    expect([feeds, problem.message]).toEqual([2, expect.stringMatching(why)]);
    expect((await site.run('status', 30)).out).toMatch(
      new RegExp(`reading list ${url}: 2 feeds, .*; .*${why.source}`),
    );
    expect((await site.run('check', 30)).out).toMatch(
      new RegExp(`warning: sources\\[0\\]\\.opml: .*${why.source}`),
    );
  });

  test('one that has lost more than half, until the operator names it', async () => {
    const { url, answers, list } = await lists();
    answers['/list'] = list('a', 'b', 'c');
    const site = polledSite([{ opml: url }]);
    await run(site, 0);
    answers['/list'] = list('a');
    expect((await run(site, 30)).err).toContain('it names 1 where it named 3');
    expect(await polled(site, 30)).toEqual(['/a', '/b', '/c']);
    const health = readFileSync(path.join(site.folder, 'data/health.atom'), 'utf8');
    expect(health).toContain('A reading list is not as it should be');
    expect((await run(site, 31, url)).err).toContain('2 feeds no longer in it');
    expect(await polled(site, 31)).toEqual(['/a']);
    expect((await listStatus(site, 31))[0].problem).toBeNull();
  });

  test('one that is well again is taken, and its 304 is that of the last that was taken', async () => {
    const { url, answers, list, asked } = await lists();
    const site = polledSite([{ opml: url }]);
    await run(site, 0);
    answers['/list'] = { status: 200, headers: { etag: '"empty"' }, body: '<opml><body/></opml>' };
    await run(site, 30);
    answers['/list'] = list('a', 'b');
    asked();
    await run(site, 90);
    expect(asked().find((one) => one.path === '/list')?.headers['if-none-match']).toBe('"ab"');
    expect((await listStatus(site, 90))[0].problem).toBeNull();
  });
});

test('lists that it includes are asked too, one level deep', async () => {
  const { url, origin, answers, list, paths } = await lists();
  const include = (name: string) => `<outline type="include" text="x" url="${name}"/>`;
  answers['/list'] = list('a', include('more'));
  answers['/more'] = list('b', include('deeper'));
  answers['/deeper'] = list('c');
  const site = polledSite([{ opml: url }]);
  await run(site, 0);
  expect(paths().toSorted()).toEqual(['/a', '/b', '/list', '/more']);
  answers['/more'] = { status: 404 };
  expect((await run(site, 30)).err).toContain(`reading list ${origin}/more: 404 from the server`);
  expect(await polled(site, 30)).toEqual(['/a', '/b']);
  answers['/list'] = list('a');
  await run(site, 60, url);
  expect(await polled(site, 60)).toEqual(['/a']);
});

test('a source of feeds.json wins, with its own settings', async () => {
  const { url, origin } = await lists();
  const site = polledSite([{ opml: url }, { url: `${origin}/a`, disabled: true }]);
  await run(site, 0);
  const found = await site.status();
  expect(found.map(({ url: address, kind, list }) => [address, kind, list]).toSorted()).toEqual([
    [`${origin}/a`, 'disabled', null],
    [`${origin}/b`, 'ok', url],
  ]);
});

test('a list may be a file beside feeds.json, which is read in each pass', async () => {
  const { opml } = await lists();
  const site = polledSite([{ opml: 'lists.opml' }]);
  const file = path.join(site.folder, 'lists.opml');
  expect((await run(site, 0)).err).toContain('reading list lists.opml: no such file');
  writeFileSync(file, opml('a', 'b'));
  await run(site, 0.1);
  expect(await polled(site)).toEqual(['/a', '/b']);
  rmSync(file);
  expect((await run(site, 0.2)).err).toContain('no such file; what it named before goes on');
  expect((await run(site, 0.3)).err).not.toContain('no such file'); // said once
  expect(await polled(site)).toEqual(['/a', '/b']);
});

test('private addresses are refused, of lists and of what they name', async () => {
  const { url, paths, opml } = await lists();
  const site = polledSite([{ opml: url }, { opml: 'own.opml' }]);
  writeFileSync(path.join(site.folder, 'own.opml'), opml('a'));
  const { err } = await site.run('run');
  expect(err).toContain('private');
  expect(paths()).toEqual([]);
});

test('commands that ask nobody go by what was known last', async () => {
  const { url, paths } = await lists();
  const site = polledSite([{ opml: url }]);
  await run(site, 0);
  paths();
  expect((await site.run('publish', 1)).code).toBe(0);
  expect((await site.run('doctor', 1)).code).toBe(0);
  expect(await polled(site, 1)).toEqual(['/a', '/b']);
  expect(paths()).toEqual([]);
});

test('where just some sources are polled, by name, no list is asked', async () => {
  const { url, origin, paths } = await lists();
  const site = polledSite([{ opml: url }, `${origin}/c`]);
  await run(site, 0);
  paths();
  await run(site, 30, `${origin}/a`);
  expect(paths()).toEqual(['/a']);
});

test('a list that leaves feeds.json is forgotten', async () => {
  const { url } = await lists();
  const site = polledSite([{ opml: url }]);
  await run(site, 0);
  site.configure([]);
  await run(site, 1);
  site.configure([{ opml: url }]);
  expect(await polled(site, 1)).toEqual([]);
});
