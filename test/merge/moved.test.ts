import { describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import type { Instant } from '../../src/model/values.js';
import { at, day, url } from '../support/build.js';
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
      'without a title, under another guid at one link',
      post('https://a.example/hello', { id: 'urn:x:1', title: null, published: noon }),
      post('https://a.example/hello', { id: 'urn:x:2', title: null, published: noon }),
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

test('a title that was edited together with its guid is an edit, at one link and instant', async () => {
  const planet = new Planet([A]);
  const before = post('https://a.example/hello', { id: 'urn:x:1#0', published: noon });
  await planet.pass(10, [A, [before]]);
  const [was] = await known(planet);
  const after = { ...before, id: 'urn:x:1#1', title: 'Hello, world' };
  expect((await planet.pass(11, [A, [after]])).added).toBe(0);
  expect(await known(planet)).toEqual([{ ...was, title: 'Hello, world' }]);
});

describe('it is another post', () => {
  const before = post('https://a.example/hello', { published: noon });
  const later = at('2026-01-06T12:34:56Z');
  const twin = post('https://new.example/greeting', { published: noon });
  const rows: readonly (readonly [string, readonly Partial<FeedEntry>[], readonly Partial<FeedEntry>[]])[] = [
    ['under another title', [before], [{ ...twin, title: 'Goodbye' }]],
    [
      'under another title and guid, at one link and instant',
      [{ ...before, id: 'urn:x:1' }],
      [{ ...before, id: 'urn:x:2', title: 'Goodbye' }],
    ],
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

describe('a blog of other software, with other ids and links', () => {
  const NEW = 'https://new.example';
  const precise = (n: number) => at(`2026-01-${String(n).padStart(2, '0')}T22:45:07Z`);
  const posts = (of: (n: number) => Partial<FeedEntry>, days = [3, 5, 7, 9]) =>
    days.map((n) => post(`https://a.example/${n}`, { title: `Post ${n}`, published: precise(n), ...of(n) }));
  const moved = (n: number, part: Partial<FeedEntry> = {}): Partial<FeedEntry> => ({
    id: `urn:new:${n}`,
    url: url(`${NEW}/blog/${n}`),
    ...part,
  });
  const here = post(`${NEW}/here`, { title: 'We are here now', published: at('2026-01-11T08:00:00Z') });
  const midnight = (n: number) => moved(n, { published: day(n) });

  const usual = posts(() => ({}));

  test.each<readonly [string, readonly Partial<FeedEntry>[], readonly Partial<FeedEntry>[]]>([
    ['that keeps days only', posts(midnight), usual],
    ['that tells of it in a post', [here, ...posts(midnight)], usual],
    [
      'that has straight quotes',
      posts((n) => ({ ...midnight(n), title: `Post "${n}" - It's` })),
      posts((n) => ({ title: `Post “${n}” – it’s` })),
    ],
    [
      'that puts its name behind titles',
      posts((n) => ({ id: `urn:new:${n}`, title: `Post ${n} | A Blog`, published: day(n) })),
      posts((n) => ({ id: `urn:old:${n}` })),
    ],
    [
      'without titles, at the same links',
      posts((n) => ({ id: `urn:new:${n}`, title: null })),
      posts((n) => ({ id: `urn:old:${n}`, title: null })),
    ],
    ['in another time zone', posts((n) => moved(n, { published: at(`2026-01-0${n}T13:45:07Z`) })), usual],
    [
      'at the same links, under the date of its import',
      [here, ...posts((n) => ({ id: `urn:new:${n}`, published: day(10) }))],
      usual,
    ],
  ])('%s has the posts it had', async (_name, after, before) => {
    const planet = new Planet([A]);
    const known = async () =>
      (await planet.feed()).map(({ id, uuid, published }) => ({ id, uuid, published }));
    await planet.pass(10, [A, before]);
    const was = await known();
    const isNew = after.includes(here) ? 1 : 0;
    expect((await planet.pass(11, [A, after])).added).toBe(isNew);
    expect((await known()).slice(isNew)).toEqual(was);
    expect((await planet.pass(12, [A, after])).added).toBe(0);
  });

  test('has those that it had not listed for a while, too, at the same link', async () => {
    const planet = new Planet([A]);
    const before = posts((n) => ({ id: `urn:old:${n}` }));
    await planet.pass(10, [A, before]);
    await planet.pass(11, [A, before.slice(1)]);
    const after = posts((n) => ({ id: `urn:new:${n}`, title: `Post ${n} | A Blog` }));
    expect((await planet.pass(12, [A, after])).added).toBe(0);
  });

  test('that tells only when posts were updated has those that were edited, too', async () => {
    const planet = new Planet([A]);
    const dated = (date: Instant) => ({ published: null, updated: date });
    const edited = post('https://a.example/3', {
      title: 'Post 3',
      content: { type: 'text', value: 'Edited', base: null },
      ...dated(day(10)),
    });
    const others = posts((n) => dated(precise(n)), [5, 7, 9]);
    await planet.pass(9, [A, posts((n) => dated(precise(n)))]);
    expect(await planet.pass(11, [A, [edited, ...others]])).toEqual({ added: 0, edited: 1 });
    const after = [{ ...edited, ...moved(3) }, ...posts((n) => moved(n, dated(day(n))), [5, 7, 9])];
    expect((await planet.pass(12, [A, after])).added).toBe(0);
  });

  test.each<readonly [string, readonly Partial<FeedEntry>[], readonly Partial<FeedEntry>[]]>([
    [
      'where it still lists one of those before',
      posts(() => ({})),
      [
        post('https://a.example/3', { title: 'Post 3', published: precise(3) }),
        ...posts(midnight, [5, 7, 9]),
      ],
    ],
    ['where there are two posts', posts(() => ({}), [3, 9]), posts(midnight, [3, 9])],
    [
      'where the dates are of another week',
      posts(() => ({})),
      posts((n) => moved(n, { published: day(n + 7) })),
    ],
    [
      'where each bears the title of the day before',
      posts((n) => ({ published: day(5 + n / 24) })),
      posts((n) => moved(n, { published: day(6 + n / 24) })),
    ],
    [
      'where a title stands twice',
      posts(() => ({ title: 'Links' })),
      posts((n) => ({ ...midnight(n), title: 'Links' })),
    ],
  ])('but they are new %s', async (_name, before, after) => {
    const planet = new Planet([A]);
    await planet.pass(20, [A, before]);
    const isKnown = after.filter(({ id }) => before.some((one) => one.id === id)).length;
    expect((await planet.pass(21, [A, after])).added).toBe(after.length - isKnown);
  });
});

describe('without ids, a link tells the post whatever its date', () => {
  const link = 'https://a.example/hello';
  const edited = { url: url(`${link}#rss`), updated: at('2026-01-09T10:00:00Z') };
  test.each<readonly [string, Partial<FeedEntry>]>([
    ['its fragment is another', post(link, { id: null, updated: noon })],
    ['it has lost its id', post(link, { id: 'urn:x:1', updated: noon })],
  ])('%s', async (_name, before) => {
    const planet = new Planet([A]);
    await planet.pass(5, [A, [before]]);
    const was = await known(planet);
    const news = post('https://a.example/new', { title: 'News' });
    expect((await planet.pass(10, [A, [news, { ...before, id: null, ...edited }]])).added).toBe(1);
    expect((await known(planet)).slice(1)).toEqual(was);
  });
});
