import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, blog, polledSite, serve } from '../../support/polled-site.js';

/*
 * `fetch.allow` lets the operator's own sources be at private addresses. What a stranger publishes must not
 * lead there: its answer would be published. Strangers are behind a proxy here, which is the way out; what is
 * at 127.0.0.1 is asked straight.
 */

const opml = (...rows: readonly string[]): string =>
  `<opml version="2.0"><body>${rows.join('')}</body></opml>`;
const names = (address: string): string => `<outline text="A" xmlUrl="${address}"/>`;
const includes = (address: string): string => `<outline type="include" url="${address}"/>`;
const movedTo = (address: string): string =>
  blog('Blog', 'b1').replace(
    /<entry/,
    `<itunes:new-feed-url xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">${address}</itunes:new-feed-url><entry`,
  );

/** Strangers by their addresses, and a machine of the operator's that is allowed. */
async function strangersAndInside(strangers: (inside: string) => Record<string, Answer>) {
  const within: Record<string, Answer> = {
    '/own': blog('Own', 'o1'),
    '/other': blog('Other', 'o2'),
  };
  const inside = await serve(within);
  const { origin } = inside;
  within['/list'] = opml(names(`${origin}/other`), includes(`${origin}/more`));
  within['/more'] = opml(names(`${origin}/own`));
  within['/moved'] = movedTo(`${origin}/own`);
  const outside = await serve(strangers(origin));
  const allowed = { fetch: { allow: ['127.0.0.1'] } };
  const ask = async (line: string, ...sources: readonly (string | object)[]) => {
    const site = polledSite(sources, allowed);
    const ran = await site.run(line, 0, { http_proxy: outside.origin });
    return { ...ran, feed: () => readFileSync(path.join(site.folder, 'public/feed.json'), 'utf8') };
  };
  return { origin, ask, outside: outside.paths, inside: inside.paths };
}

describe('what strangers publish leads to no private address that is allowed', () => {
  test.each<[string, (inside: string) => Record<string, Answer>, readonly (string | object)[]]>([
    [
      'a feed that says where it is now',
      (inside) => ({ 'http://blog.example/feed': movedTo(`${inside}/own`) }),
      ['http://blog.example/feed'],
    ],
    [
      'a feed that redirects',
      (inside) => ({ 'http://blog.example/feed': { status: 302, headers: { location: `${inside}/own` } } }),
      ['http://blog.example/feed'],
    ],
    [
      'a reading list that names it',
      (inside) => ({ 'http://lists.example/a': opml(names(`${inside}/own`)) }),
      [{ opml: 'http://lists.example/a' }],
    ],
    [
      'a reading list that includes it',
      (inside) => ({ 'http://lists.example/a': opml(includes(`${inside}/list`)) }),
      [{ opml: 'http://lists.example/a' }],
    ],
    [
      'a reading list that includes one that names it',
      (inside) => ({
        'http://lists.example/a': opml(includes('http://lists.example/b')),
        'http://lists.example/b': opml(names(`${inside}/own`)),
      }),
      [{ opml: 'http://lists.example/a' }],
    ],
  ])('%s', async (_name, strangers, sources) => {
    const { ask, outside, inside } = await strangersAndInside(strangers);
    await ask('run', ...sources);
    expect(outside()).not.toEqual([]);
    expect(inside()).toEqual([]);
  });

  test('a page that is looked at for its feed', async () => {
    const { ask, outside, inside } = await strangersAndInside((origin) => ({
      'http://blog.example/': `<!doctype html><link rel=alternate type="application/atom+xml" href="${origin}/own"><a href="${origin}/other/feed.xml">RSS</a>`,
    }));
    const { code, err } = await ask('add --dry-run http://blog.example/');
    expect(code).toBe(1);
    expect(err).toContain('private address');
    expect(outside()).not.toEqual([]);
    expect(inside()).toEqual([]);
  });

  test('a host of the operator’s that hands over to a stranger', async () => {
    const { ask, outside, inside, origin } = await strangersAndInside((at) => ({
      'http://blog.example/feed': { status: 302, headers: { location: `${at}/own` } },
    }));
    const leaving = await serve({
      '/feed': { status: 302, headers: { location: 'http://blog.example/feed' } },
    });
    await ask('run', `${leaving.origin}/feed`);
    expect(outside()).toEqual(['http://blog.example/feed']);
    expect(inside()).toEqual([]);
    expect(origin).not.toBe(leaving.origin);
  });
});

test.each([
  ['a source of feeds.json', ['/own']],
  ['a source that says where it is now', ['/moved', '/own']],
])('the operator names private addresses: %s', async (_name, paths) => {
  const { ask, inside, origin } = await strangersAndInside(() => ({}));
  const { code } = await ask('run', origin + String(paths[0]));
  expect([code, inside()]).toEqual([0, paths]);
});

test('a reading list at a private address names others there, and so does one that it includes', async () => {
  const { ask, inside, origin } = await strangersAndInside(() => ({}));
  const { code, feed } = await ask('run', { opml: `${origin}/list` });
  expect([code, inside().toSorted()]).toEqual([0, ['/list', '/more', '/other', '/own']]);
  expect(feed()).toContain('o1');
});
