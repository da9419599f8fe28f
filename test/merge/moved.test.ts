import { describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { at, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const A = 'https://a.example/feed';

/** A post at an address that serves as its id too. */
const post = (address: string, part: Partial<FeedEntry> = {}): Partial<FeedEntry> => ({
  id: address,
  url: url(address),
  title: 'Hello',
  published: null,
  ...part,
});

/** What subscribers know a post by. */
const known = async (planet: Planet) =>
  (await planet.feed()).map(({ id, uuid, title, published }) => ({ id, uuid, title, published }));

const noon = at('2026-01-05T12:34:56Z');
const session = (n: number): string => `https://a.example/topic?p=7&sid=${String(n).repeat(16)}`;
/** As forums have it, at their home page. */
const forum = (p: number, n: number): string => `https://a.example/?p=${p}&sid=${String(n).repeat(32)}`;

describe('a post that comes under another address is the one it was', () => {
  const rows: readonly (readonly [string, Partial<FeedEntry>, Partial<FeedEntry>])[] = [
    [
      'with another host and path, at the instant it was published',
      post('https://a.example/hello', { published: noon }),
      post('https://new.example/blog/2026/hello/', { published: noon }),
    ],
    [
      'with its slug edited together with its guid',
      post('https://a.example/helo', { published: noon }),
      post('https://a.example/hello', { published: noon }),
    ],
    [
      'with a guid that is another each time',
      post('https://a.example/hello', { id: 'urn:random:1', published: noon }),
      post('https://a.example/hello', { id: 'urn:random:2', published: noon }),
    ],
    [
      'dated by its update alone',
      post('https://a.example/hello', { updated: noon }),
      post('https://a.example/other', { updated: noon }),
    ],
    [
      'with another session in its path, where it bears no date',
      post('https://a.example/topic.do;jsessionid=0A1B?p=7'),
      post('https://a.example/topic.do;jsessionid=9F8E?p=7'),
    ],
    ['with another query, where it bears no date', post(session(1)), post(session(2))],
    ['with another session of a forum, at its home page', post(forum(7, 1)), post(forum(7, 2))],
    [
      'with another session, and edited, where it bears no date',
      post(forum(7, 1), { title: null }),
      post(forum(7, 2), { title: null, summary: { type: 'text', value: 'Edited', base: null } }),
    ],
  ];
  test.each(rows)('%s', async (_name, before, after) => {
    const planet = new Planet([A]);
    await planet.pass(10, [A, [before]]);
    const was = await known(planet);
    expect(was).toHaveLength(1);
    expect((await planet.pass(11, [A, [after]])).added).toBe(0);
    expect(await known(planet)).toEqual(was);
  });
});

describe('it is another post', () => {
  const before = post('https://a.example/hello', { published: noon });
  const later = at('2026-01-06T12:34:56Z');
  const twin = post('https://new.example/greeting', { published: noon });
  const rows: readonly (readonly [string, readonly Partial<FeedEntry>[], readonly Partial<FeedEntry>[]])[] = [
    ['under another title', [before], [{ ...twin, title: 'Goodbye' }]],
    ['without a title', [{ ...before, title: null }], [{ ...twin, title: null }]],
    ['at another instant', [before], [{ ...twin, published: later }]],
    ['where the document still lists the known one', [before], [twin, before]],
    ['where two known ones would do', [before, post('https://a.example/b', { published: noon })], [twin]],
    [
      'where neither bears a date, at another path',
      [post('https://a.example/1?p=1')],
      [post('https://a.example/2?p=1')],
    ],
    [
      'where neither bears a date, on another host',
      [post('https://a.example/1?p=1')],
      [post('https://b.example/1?p=2')],
    ],
  ];
  test.each(rows)('%s', async (_name, known, document) => {
    const planet = new Planet([A]);
    await planet.pass(10, [A, known]);
    expect((await planet.pass(11, [A, document])).added).toBe(1);
  });

  test('where two unknown ones would be it', async () => {
    const planet = new Planet([A]);
    await planet.pass(10, [A, [before]]);
    expect(
      (await planet.pass(11, [A, [twin, { ...twin, id: 'urn:x:2', url: url('https://c.example/') }]])).added,
    ).toBe(2);
  });
});

test.each([
  ['of one post', (n: number) => [session(n)]],
  ['at the home page', (n: number) => [forum(7, n)]],
  ['of several posts under one title', (n: number) => [forum(7, n), forum(8, n)]],
])(
  'a session in the address, a new one at each poll, adds nothing and changes nothing for readers: %s',
  async (_name, addresses) => {
    const planet = new Planet([A]);
    const brought = (n: number) => addresses(n).map((address) => post(address));
    await planet.pass(10, [A, brought(1)]);
    await planet.pass(11, [A, brought(2)]);
    const settled = await planet.feed();
    const stored = await planet.stored(A);
    expect(stored).toHaveLength(addresses(1).length);
    for (let n = 3; n < 9; n++)
      expect(await planet.pass(9 + n, [A, brought(n)])).toEqual({ added: 0, edited: 0 });
    expect(await planet.feed()).toEqual(settled);
    expect(await planet.stored(A)).toEqual(stored);
  },
);

test('of a guid that is another at each poll eight are remembered', async () => {
  const planet = new Planet([A]);
  const brought = (n: number) => post('https://a.example/hello', { id: `urn:random:${n}`, published: noon });
  for (let n = 1; n <= 20; n++) await planet.pass(9 + n, [A, [brought(n)]]);
  const [stored, ...others] = await planet.stored(A);
  expect(others).toEqual([]);
  expect(stored?.ids).toHaveLength(8);
  expect(stored?.id).toBe('urn:random:1');
});
