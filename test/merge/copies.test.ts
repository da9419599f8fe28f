import { describe, expect, test } from 'vitest';
import { rankBy } from '../../src/merge/first-party.js';
import type { FeedEntry } from '../../src/model/feed.js';
import { day, url } from '../support/build.js';
import { type Brought, Planet } from '../support/planet.js';

const BLOG = 'https://blog.example/feed';
const COPYIST = 'https://copyist.example/feed';
const THIRD = 'https://third.example/feed';

/** Post `n` of the blog, as the blog has it. */
const own = (n: number | string, part: Partial<FeedEntry> = {}): Partial<FeedEntry> => ({
  id: `https://blog.example/${n}`,
  url: url(`https://blog.example/${n}`),
  title: `Own ${n}`,
  published: day(Number(n) || 1),
  ...part,
});

/** The same post, as another site has it. */
const copy = (n: number | string, part: Partial<FeedEntry> = {}): Partial<FeedEntry> =>
  own(n, {
    id: `https://copyist.example/${n}`,
    url: url(`http://www.blog.example/${n}/?utm_source=copyist#top`),
    title: `Copy ${n}`,
    ...part,
  });

const credited = async (planet: Planet) =>
  (await planet.feed()).map(({ title, also }) => [title, also.map((credit) => credit.title)]);

describe('one post of two sources is one entry, credited to both', () => {
  const rows: readonly (readonly [string, readonly (readonly Brought[])[]])[] = [
    ['the blog’s own first', [[[BLOG, [own(1)]]], [[COPYIST, [copy(1)]]]]],
    ['the copy first', [[[COPYIST, [copy(1)]]], [[BLOG, [own(1)]]]]],
    [
      'both in one pass',
      [
        [
          [BLOG, [own(1)]],
          [COPYIST, [copy(1)]],
        ],
      ],
    ],
    [
      'both in one pass, the copy faster',
      [
        [
          [COPYIST, [copy(1)]],
          [BLOG, [own(1)]],
        ],
      ],
    ],
    [
      'the copy long out of every feed',
      [[[COPYIST, [copy(1)]]], [[COPYIST, [copy(2)]]], [[BLOG, [own(1), own(2)]]]],
    ],
  ];
  test.each(rows)('%s', async (_name, passes) => {
    const planet = new Planet([COPYIST, BLOG]);
    for (const [index, brought] of passes.entries())
      await planet.pass(
        10 + index,
        ...brought.map(
          ([address, entries]): Brought => [
            address,
            entries,
            { title: address === BLOG ? 'Blog' : 'Copyist' },
          ],
        ),
      );
    expect((await credited(planet)).at(-1)).toEqual(['Own 1', ['Copyist']]);
    expect(await planet.count()).toBe(await planet.titles().then(({ length }) => length));
  });
});

describe('two sources with one IRI as id, one title and one link but for its query', () => {
  const withId = (id: string, link: string): Partial<FeedEntry> => ({
    id,
    url: url(link),
    title: 'Ownership',
    published: day(1),
  });
  const first = withId('https://blog.example/p/3f2a', 'https://pub.example/ownership?feed=a');
  const second = { ...first, url: url('https://pub.example/ownership?feed=b') };
  const inOnePass = [
    [
      [COPYIST, [first]],
      [THIRD, [second]],
    ],
  ] as const;
  const rows: readonly (readonly [string, readonly (readonly Brought[])[]])[] = [
    ['in two passes', [[[COPYIST, [first]]], [[THIRD, [second]]]]],
    ['in one pass', inOnePass],
    ['in one pass, the later in feeds.json faster', [inOnePass[0].toReversed()]],
  ];
  test.each(rows)('have one post, credited to both: %s', async (_name, passes) => {
    const planet = new Planet([COPYIST, THIRD]);
    for (const [index, brought] of passes.entries()) await planet.pass(10 + index, ...brought);
    const posts = await planet.feed();
    expect(posts.map(({ id, also }) => [id, also.length])).toEqual([['https://blog.example/p/3f2a', 1]]);
    expect(await planet.count()).toBe(1);
  });

  test.each([
    ['a number', { ...first, id: '1' }, { ...second, id: '1' }],
    ['another title', first, { ...second, title: 'Hello' }],
    ['another path', first, { ...second, url: url('https://pub.example/lifetimes?feed=b') }],
    ['no link', first, { ...second, url: null }],
  ])('are two with %s', async (_name, one, other) => {
    const planet = new Planet([COPYIST, THIRD]);
    await planet.pass(10, [COPYIST, [one]]);
    await planet.pass(11, [THIRD, [other]]);
    expect(await planet.count()).toBe(2);
  });
});

describe('of one link and one title in a document', () => {
  const storm = (guid: string, part: Partial<FeedEntry> = {}): Partial<FeedEntry> => ({
    id: guid,
    url: url('https://blog.example/storm'),
    title: 'Storm',
    published: day(1),
    ...part,
  });
  test.each([
    ['whose guids differ in a fragment', 'https://blog.example/storm#0', 'https://blog.example/storm#3'],
    ['whose guids differ in a counter', 'urn:storm:1', 'urn:storm:12'],
    ['one of whose guids has a fragment', 'https://blog.example/storm', 'https://blog.example/storm#1'],
  ])('two items %s are one, whenever they come', async (_name, former, later) => {
    const planet = new Planet([BLOG]);
    await planet.pass(10, [BLOG, [storm(former)]]);
    const [{ id } = { id: '' }] = await planet.feed();
    for (const [days, guids] of [[later, former], [former, later], [later]].entries()) {
      const entries = guids.map((guid) => storm(guid));
      expect((await planet.pass(11 + days, [BLOG, entries])).added).toBe(0);
      expect((await planet.feed()).map((post) => post.id)).toEqual([id]);
    }
  });

  test.each([
    ['of other links', [storm('urn:a:1'), storm('urn:a:2', { url: url('https://blog.example/b') })]],
    ['of other titles', [storm('urn:a:1'), storm('urn:a:2', { title: 'Sun' })]],
    ['of other guids', [storm('urn:a:1'), storm('urn:b:1')]],
    ['whose guids are nothing but numbers', [storm('1'), storm('2')]],
  ])('two %s are two', async (_name, entries) => {
    const planet = new Planet([BLOG]);
    await planet.pass(10, [BLOG, entries]);
    expect(await planet.count()).toBe(2);
  });

  test('and one of a later day is another, where the known one is listed no more', async () => {
    const planet = new Planet([BLOG]);
    await planet.pass(10, [BLOG, [storm('urn:storm:1')]]);
    expect((await planet.pass(20, [BLOG, [storm('urn:storm:2', { published: day(9) })]])).added).toBe(1);
  });
});

test('a better copy keeps the id and date that readers know', async () => {
  const planet = new Planet([COPYIST, BLOG]);
  await planet.pass(10, [COPYIST, [copy(1, { published: day(5) })]]);
  await planet.pass(11, [BLOG, [own(1, { published: day(4), updated: day(4) })]]);
  const [post] = await planet.feed();
  expect([post?.id, post?.published, post?.updated, post?.title]).toEqual([
    'https://copyist.example/1',
    day(5),
    day(5),
    'Own 1',
  ]);
});

test.each([
  ['never earlier than they know', { title: 'Older', updated: day(4) }, day(9)],
  ['as before, where it shows the same', { title: 'Edited', updated: day(10) }, day(9)],
  ['later, where it shows something newer', { title: 'Newer', updated: day(10) }, day(10)],
])('a better copy was updated %s', async (_name, part, expected) => {
  const planet = new Planet([COPYIST, BLOG]);
  await planet.pass(8, [COPYIST, [copy(1, { title: 'First', published: day(4) })]]);
  await planet.pass(9, [COPYIST, [copy(1, { title: 'Edited', published: day(4), updated: day(9) })]]);
  await planet.pass(11, [BLOG, [own(1, { published: day(4), ...part })]]);
  expect((await planet.feed()).map(({ title, updated }) => [title, updated])).toEqual([
    [part.title, expected],
  ]);
});

test('copies that alternate never take turns', async () => {
  const planet = new Planet([COPYIST, THIRD]);
  await planet.pass(10, [COPYIST, [copy(1)]]);
  for (let days = 11; days < 15; days++) {
    await planet.pass(days, [THIRD, [copy(1, { id: 'urn:third:1', title: `Third ${days}` })]]);
    await planet.pass(days, [COPYIST, [copy(1, { title: `Copy ${days}` })]]);
    expect(await planet.titles()).toEqual([`Copy ${days}`]);
  }
});

describe('ties', () => {
  test('go to the copy stored first', async () => {
    const planet = new Planet([THIRD, COPYIST]);
    await planet.pass(10, [COPYIST, [copy(1)]]);
    await planet.pass(11, [THIRD, [copy(1, { id: 'urn:third:1', title: 'Third' })]]);
    expect(await planet.titles()).toEqual(['Copy 1']);
  });

  test.each([
    ['in its order', false],
    ['whatever the network says', true],
  ])('within one pass go to the earlier in feeds.json, %s', async (_name, reversed) => {
    const planet = new Planet([THIRD, COPYIST]);
    const brought: readonly Brought[] = [
      [THIRD, [copy(1, { id: 'urn:third:1', title: 'Third' })]],
      [COPYIST, [copy(1)]],
    ];
    await planet.pass(10, ...(reversed ? brought.toReversed() : brought));
    expect((await planet.feed()).map(({ id, title }) => [id, title])).toEqual([['urn:third:1', 'Third']]);
  });

  test.each([
    ['in its order', false],
    ['whatever the network says', true],
  ])('for one id of two posts go to the earlier in feeds.json, %s', async (_name, reversed) => {
    const planet = new Planet([THIRD, COPYIST]);
    const brought: readonly Brought[] = [
      [THIRD, [{ id: 'urn:x:1', url: url('https://third.example/1'), title: 'Third' }]],
      [COPYIST, [{ id: 'urn:x:1', url: url('https://copyist.example/1'), title: 'Copyist' }]],
    ];
    await planet.pass(10, ...(reversed ? brought.toReversed() : brought));
    const ids = new Map((await planet.feed()).map(({ id, title }) => [title, id]));
    expect(ids.get('Third')).toBe('urn:x:1');
    expect(ids.get('Copyist')).toMatch(/^urn:uuid:/);
    await planet.pass(11, ...brought);
    expect(await planet.count()).toBe(2);
  });

  test('an id that the first-party copy shares with a faster one is its own', async () => {
    const planet = new Planet([COPYIST, BLOG]);
    await planet.pass(10, [COPYIST, [copy(1, { id: 'https://blog.example/1' })]], [BLOG, [own(1)]]);
    expect((await planet.feed()).map(({ id, title }) => [id, title])).toEqual([
      ['https://blog.example/1', 'Own 1'],
    ]);
  });
});

describe('a link that several entries of one source share merges nothing', () => {
  test('within a document', async () => {
    const planet = new Planet([BLOG, COPYIST]);
    await planet.pass(10, [BLOG, [own(1)]]);
    const shared = [1, 2].map((n) => copy(1, { id: `urn:c:${n}`, title: `Link ${n}` }));
    await planet.pass(11, [COPYIST, shared]);
    expect(await planet.count()).toBe(3);
  });

  test('over time', async () => {
    const planet = new Planet([COPYIST, BLOG]);
    await planet.pass(10, [COPYIST, [copy(1, { id: 'urn:c:1' })]]);
    await planet.pass(11, [COPYIST, [copy(1, { id: 'urn:c:2', title: 'Again' })]]);
    await planet.pass(12, [BLOG, [own(1)]]);
    expect(await planet.count()).toBe(3);
  });
});

describe('a hostile source', () => {
  test('that reuses another’s ids can’t touch its entries', async () => {
    const planet = new Planet([COPYIST, BLOG]);
    await planet.pass(10, [BLOG, [own(1)]]);
    await planet.pass(11, [
      COPYIST,
      [own(1, { url: url('https://copyist.example/spam'), title: 'Spam', updated: day(11) })],
    ]);
    expect((await planet.feed()).map(({ id, title }) => [id, title])).toContainEqual([
      'https://blog.example/1',
      'Own 1',
    ]);
    expect((await planet.feed()).find(({ title }) => title === 'Spam')?.id).toMatch(/^urn:uuid:/);
  });

  test('that claims another’s home doesn’t get its posts', async () => {
    const planet = new Planet([COPYIST, BLOG]);
    const home = url('https://blog.example/');
    await planet.pass(10, [BLOG, [own(1)]]);
    await planet.pass(11, [COPYIST, [copy(1)], { home }]);
    expect(await planet.titles()).toEqual(['Own 1']);
  });
});

test('a home that is claimed counts where nobody is polled, from the first pass on', async () => {
  const burner = 'https://feeds.burner.example/blog';
  const planet = new Planet([COPYIST, burner]);
  const home = url('https://blog.example/');
  await planet.pass(10, [COPYIST, [copy(1)]], [burner, [own(1)], { home }]);
  expect(await planet.titles()).toEqual(['Own 1']);
});

test('a first-party copy that `only` holds back leaves the post to one that passes', async () => {
  const planet = new Planet([BLOG, { url: COPYIST, only: [] }], { only: ['rust'] });
  await planet.pass(10, [BLOG, [own(1)]], [COPYIST, [copy(1)]]);
  expect(await planet.titles()).toEqual(['Copy 1']);
});

describe('first party is', () => {
  const residences: Readonly<Record<string, { polled: readonly string[]; home: string | null }>> = {
    own: { polled: ['https://host.example/ann/feed.xml'], home: null },
    neighbour: { polled: ['https://host.example/bob/feed.xml'], home: null },
    burner: { polled: ['https://burner.example/x'], home: 'https://blog.example/' },
    thief: { polled: ['https://thief.example/x'], home: 'https://host.example/ann/' },
  };
  const rank = rankBy(
    Object.values(residences).flatMap(({ polled }) => polled.map(url)),
    (key) => {
      const found = residences[key];
      return found === undefined
        ? null
        : { polled: found.polled.map(url), home: found.home === null ? null : url(found.home) };
    },
  );
  test.each([
    ['the longest match of host and path', 'https://host.example/ann/2026/post', 'own', 'neighbour'],
    ['who is polled there, rather than who claims it', 'https://host.example/ann/post', 'neighbour', 'thief'],
    ['a claimed home on a host where nobody is polled', 'https://www.blog.example/post', 'burner', 'thief'],
    ['not who has left feeds.json', 'https://host.example/post', 'own', 'gone'],
  ])('%s', (_name, link, better, worse) => {
    expect(rank(better, url(link))).toBeGreaterThan(rank(worse, url(link)));
  });
});

test('a credit tells nothing of where a private source is, from when it is private and after it has left', async () => {
  const secret = 'https://copyist.example/secret/feed';
  const planet = new Planet([BLOG, secret]);
  const told = async () => JSON.stringify(await planet.feed());
  await planet.pass(1, [BLOG, [own(1)]], [secret, [copy(1)], { home: url(secret) }]);
  expect(await told()).toContain(secret);
  planet.configure([BLOG, { url: secret, private: true }]);
  await planet.pass(2);
  expect(await told()).not.toContain(secret);
  planet.configure([BLOG]);
  await planet.pass(3, [BLOG, [own(1, { title: 'Edited' })]]);
  expect(await told()).toContain('Edited');
  expect(await told()).not.toContain(secret);
});
