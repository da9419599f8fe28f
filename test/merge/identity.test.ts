import { describe, expect, test } from 'vitest';
import { canonicalLink } from '../../src/model/address.js';
import type { FeedEntry } from '../../src/model/feed.js';
import { identityKey, placeKey } from '../../src/model/identity.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const A = 'https://a.example/feed';
const post = (n: number | string, part: Partial<FeedEntry> = {}): Partial<FeedEntry> => ({
  id: `https://a.example/${n}`,
  url: url(`https://a.example/${n}`),
  title: `Post ${n}`,
  ...part,
});

describe('ids are the same but for', () => {
  test.each([
    ['scheme', 'http://a.example/1', 'https://a.example/1'],
    ['www.', 'https://www.a.example/1', 'https://a.example/1'],
    ['a trailing slash', 'https://a.example/1/', 'https://a.example/1'],
    ['host casing', 'https://A.Example/1', 'https://a.example/1'],
    ['a default port', 'https://a.example:443/1', 'https://a.example/1'],
  ])('%s', (_name, one, other) => expect(identityKey(one)).toBe(identityKey(other)));
});

describe('ids differ in', () => {
  test.each([
    ['path', 'https://a.example/1', 'https://a.example/2'],
    ['casing of the path', 'https://a.example/a', 'https://a.example/A'],
    ['query', 'https://a.example/?p=1', 'https://a.example/?p=2'],
    ['fragment', 'https://a.example/#1', 'https://a.example/#2'],
    ['anything, where they are no web address', 'tag:a.example,2020:1', 'tag:a.example,2020:1/'],
  ])('%s', (_name, one, other) => expect(identityKey(one)).not.toBe(identityKey(other)));
});

test('a post without a link keeps its place on our pages when its id goes to https and back', async () => {
  const planet = new Planet([A]);
  const brought = (id: string) => [A, [post(1, { id, url: null }), post(2)]] as const;
  const [http, https] = ['http://a.example/1', 'https://a.example/1'];
  await planet.pass(1, brought(http));
  const place = async () => (await planet.feed()).find(({ title }) => title === 'Post 1')?.uuid;
  const before = await place();
  for (const [days, id] of [https, http, https, http].entries()) await planet.pass(days + 2, brought(id));
  expect(before).toBeDefined();
  expect(await place()).toBe(before);
  expect((await planet.stored(A)).find(({ title }) => title === 'Post 1')?.ids).toEqual([http, https, http]);
});

test.each([
  ['scheme, www. and slash', 'http://www.a.example/post/', 'a.example/post'],
  ['fragment', 'https://a.example/post#comments', 'a.example/post'],
  ['campaign parameters', 'https://a.example/post?utm_source=rss&id=7&fbclid=x', 'a.example/post?id=7'],
  [
    'where a feed’s reader comes from',
    'https://a.example/post?source=rss----a1---2&s=rss&pk_kwd=x',
    'a.example/post',
  ],
  [
    'but not what names a page',
    'https://a.example/post?source=7&ref=rss2&from=me',
    'a.example/post?source=7&ref=rss2&from=me',
  ],
  ['but not the fragment of a page made by script', 'https://a.example/#!/post', 'a.example#!/post'],
])('a canonical link is without %s', (_name, link, canonical) => expect(canonicalLink(link)).toBe(canonical));

test('the home page and an entry without title are no place', () => {
  expect(placeKey('a', 'https://a.example/', 'Hello')).toBeNull();
  expect(placeKey('a', 'https://a.example/1', null)).toBeNull();
});

describe('within one document', () => {
  test('exact repeats are one entry', async () => {
    const planet = new Planet([A]);
    expect(await planet.pass(1, [A, [post(1), post(1), post(2)]])).toEqual({ added: 2, edited: 0 });
  });

  test('an entry with nothing to read and nowhere to go is none', async () => {
    const planet = new Planet([A]);
    const empty = post(1, { url: null, title: null, content: null });
    expect(await planet.pass(1, [A, [empty, post(2)]])).toEqual({ added: 1, edited: 0 });
  });

  test('an id shared by entries of different links is none, and the links tell them apart', async () => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [post(1, { id: 'x' }), post(2, { id: 'x' })]]);
    expect((await planet.stored(A)).map(({ ids }) => ids)).toEqual([
      ['https://a.example/1'],
      ['https://a.example/2'],
    ]);
  });

  test('without links the titles tell entries of one id apart', async () => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [1, 2].map((n) => post(n, { id: 'x', url: null }))]);
    expect(await planet.titles()).toHaveLength(2);
  });

  test('a link shared by entries without id is none either', async () => {
    const planet = new Planet([A]);
    const home = url('https://a.example/');
    await planet.pass(1, [A, [1, 2, 3].map((n) => post(n, { id: null, url: home }))]);
    expect(new Set(await planet.titles())).toEqual(new Set(['Post 1', 'Post 2', 'Post 3']));
    const edited = [1, 2, 3].map((n) =>
      post(n, { id: null, url: home, content: { type: 'text', value: 'Edited', base: null } }),
    );
    expect(await planet.pass(2, [A, edited])).toEqual({ added: 0, edited: 3 });
  });

  test('an entry that is stored keeps its key when a second one takes its id', async () => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [post(1, { id: 'x' })]]);
    expect(await planet.pass(2, [A, [post(2, { id: 'x' }), post(1, { id: 'x' })]])).toMatchObject({
      added: 1,
    });
    expect(await planet.stored(A)).toHaveLength(2);
  });
});

describe('the published id', () => {
  test.each([
    ['a web address', 'https://a.example/1', 'https://a.example/1'],
    ['a tag URI', 'tag:a.example,2020:1', 'tag:a.example,2020:1'],
    ['a URN', 'urn:isbn:0451450523', 'urn:isbn:0451450523'],
  ])('is the source’s own, verbatim: %s', async (_name, id, published) => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [post(1, { id })]]);
    expect((await planet.feed())[0]?.id).toBe(published);
  });

  test.each([['1'], ['12 monkeys'], ['http://'], ['https://a.example/a b'], ['urn:x:%zz']])(
    'is a urn:uuid of source and id where that is no IRI: %s',
    async (id) => {
      const planet = new Planet([A]);
      await planet.pass(1, [A, [post(1, { id })]]);
      const [first] = await planet.feed();
      expect(first?.id).toMatch(
        /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      const again = new Planet([A]);
      await again.pass(5, [A, [post(1, { id })]]);
      expect((await again.feed())[0]?.id).toBe(first?.id);
    },
  );
});

describe('what moved is the entry it was', () => {
  const before = [1, 2, 3].map((n) => post(n, { published: day(n) }));
  const table: readonly (readonly [string, readonly Partial<FeedEntry>[]])[] = [
    [
      'from http to https and to www.',
      [1, 2, 3].map((n) =>
        post(n, { id: `http://www.a.example/${n}/`, url: url(`http://www.a.example/${n}/`) }),
      ),
    ],
    [
      'to another domain',
      [1, 2, 3].map((n) => post(n, { id: `https://new.example/${n}`, url: url(`https://new.example/${n}`) })),
    ],
    ['with all ids new', [1, 2, 3].map((n) => post(n, { id: `urn:new:${n}`, published: day(20 + n) }))],
    ['with its id lost', [1, 2, 3].map((n) => post(n, { id: null }))],
  ];
  test.each(table)('%s', async (_name, after) => {
    const planet = new Planet([A]);
    await planet.pass(10, [A, before]);
    const ids = (await planet.feed()).map(({ id, published }) => [id, published]);
    expect((await planet.pass(30, [A, after])).added).toBe(0);
    expect((await planet.feed()).map(({ id, published }) => [id, published])).toEqual(ids);
  });

  test('also where the first id was only its link and a real one came', async () => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [post(1, { id: null, title: null })]]);
    expect((await planet.pass(2, [A, [post(1, { id: 'urn:x:1', title: null })]])).added).toBe(0);
  });

  test('but an entry that the document still lists is another one', async () => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [post(1)]]);
    const twin = post(1, { id: 'urn:x:1' });
    expect((await planet.pass(2, [A, [twin, post(1)]])).added).toBe(1);
  });

  test('and one of the same place long after, alone, is news', async () => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [post('weekly', { published: day(1) })]]);
    const next = post('weekly', { id: 'urn:x:2', published: day(8) });
    expect((await planet.pass(8, [A, [next]])).added).toBe(1);
  });
});
