import { describe, expect, test } from 'vitest';
import { believable, editDate, firstDates } from '../../src/merge/dates.js';
import type { FeedEntry } from '../../src/model/feed.js';
import type { Instant } from '../../src/model/values.js';
import { at, day, feedEntry, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const NOW = at('2026-06-01T12:00:00Z');

test.each([
  ['1969-12-31T23:59:59Z', false],
  ['1989-12-31T23:59:59Z', false],
  ['1990-01-01T00:00:00Z', true],
  ['2026-06-01T12:10:00Z', true],
  ['2026-06-01T12:10:01Z', false],
  ['2039-01-01T00:00:00Z', false],
])('a date of %s is believed: %s', (date, isBelieved) => {
  expect(believable(at(date), NOW)).toBe(isBelieved ? date : null);
});

describe('a new entry is published', () => {
  const rows: readonly (readonly [string, Instant | null, Instant | null, Instant, Instant])[] = [
    ['on its published date', day(1), null, day(1), day(1)],
    ['and was updated when it says', day(1), day(3), day(1), day(3)],
    ['never after it was updated', day(3), day(1), day(3), day(3)],
    ['else when it was updated', null, day(2), day(2), day(2)],
    ['else now', null, null, NOW, NOW],
    ['now, if it says 1969', at('1969-01-01T00:00:00Z'), null, NOW, NOW],
    ['now, if it says 2039', at('2039-01-01T00:00:00Z'), at('2039-01-01T00:00:00Z'), NOW, NOW],
    ['on its date, whatever nonsense `updated` is', day(1), at('2039-01-01T00:00:00Z'), day(1), day(1)],
  ];
  test.each(rows)('%s', (_name, published, updated, first, last) => {
    expect(firstDates(feedEntry({ published, updated }), NOW)).toEqual({ published: first, updated: last });
  });
});

test.each([
  ['when it says', day(5), day(5)],
  ['now, if it says nothing', null, day(9)],
  ['now, if it says what it said before', day(2), day(9)],
  ['now, if it says something impossible', at('2039-01-01T00:00:00Z'), day(9)],
])('an edit is dated %s', (_name, updated, date) => {
  expect(editDate(day(2), feedEntry({ updated }), day(9))).toBe(date);
});

describe('over time', () => {
  const A = 'https://a.example/feed';
  const one = {
    id: 'urn:a:1',
    url: url('https://a.example/1'),
    title: 'One',
    published: null,
    updated: null,
  };
  const html = (value: string) => ({ type: 'html' as const, value, base: null });

  test('published is what it was first, for ever; an edit moves updated only', async () => {
    const planet = new Planet([A]);
    await planet.pass(3, [A, [one], { updated: null }]);
    await planet.pass(4, [A, [{ ...one, published: day(1) }]]);
    await planet.pass(5, [A, [{ ...one, published: day(2), title: 'One, edited' }]]);
    expect(await planet.feed()).toMatchObject([{ title: 'One, edited', published: day(1), updated: day(5) }]);
  });

  const ahead = { ...one, published: day(20) };
  const settling: readonly (readonly [string, Partial<FeedEntry>, Partial<FeedEntry>])[] = [
    ['none, to the one that the feed gives', one, { ...one, published: day(2) }],
    ['one that lies ahead, to the same one when it is reached', ahead, ahead],
    ['one that lies ahead, to the one that it is corrected to', ahead, { ...one, published: day(2) }],
  ];
  test.each(settling)('our own date gives way where there was %s', async (_name, before, after) => {
    const planet = new Planet([A]);
    await planet.pass(3, [A, [before], { updated: null }]);
    const [first] = await planet.feed();
    expect(first?.published).toBe(day(3));
    await planet.pass(21, [A, [after]]);
    const { published } = after;
    expect(await planet.feed()).toMatchObject([{ id: first?.id, published, updated: published }]);
    expect(await planet.count()).toBe(1);
  });

  test('published at each request anew, it is published when it was first', async () => {
    const planet = new Planet([A]);
    for (let n = 3; n < 6; n++) {
      await planet.pass(n, [A, [{ ...one, published: day(n) }]]);
      expect(await planet.feed()).toMatchObject([{ published: day(3), updated: day(3) }]);
    }
  });

  test('what a clock that was years ahead left is mended by the doctor, and settles', async () => {
    const planet = new Planet([A]);
    const dated = { id: 'urn:a:2', url: url('https://a.example/2'), title: 'Two', published: day(2000) };
    await planet.pass(2000, [A, [one, dated], { updated: null }]);
    await planet.open(2000, async (store, { listed }) => {
      for (const { record } of listed)
        await store.polled(record.key, { ...record.poll, lastPoll: day(2000), due: day(2001) });
      await store.setFacts({ lastPass: { at: day(2000), ms: 1 } });
    });
    expect((await planet.doctor(10)).done).toEqual([
      'dates: 2 entries lay ahead of the clock',
      'polls: 1 source asked ahead of the clock, due again now',
    ]);
    expect((await planet.doctor(10)).done).toEqual([]);
    expect((await planet.feed()).map(({ published }) => published)).toEqual([day(10), day(10)]);
    expect((await planet.record(A)).poll.due).toBe(day(10));
    await planet.pass(11, [
      A,
      [
        { ...one, published: day(1) },
        { ...dated, published: day(2) },
      ],
    ]);
    expect((await planet.feed()).map(({ published }) => published)).toEqual([day(2), day(1)]);
  });

  test('and so is when something became news', async () => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [one]]);
    await planet.pass(2000, [
      A,
      [one, { id: 'urn:a:2', url: url('https://a.example/2'), published: day(2) }],
    ]);
    expect((await planet.feed()).map(({ news }) => news)).toEqual([day(2000), undefined]);
    await planet.doctor(10);
    expect((await planet.feed()).map(({ news }) => news)).toEqual([day(10), undefined]);
  });

  test('but not by a doctor whose own clock was never set', async () => {
    const planet = new Planet([A]);
    await planet.pass(10, [A, [one]]);
    expect((await planet.doctor(-20_000)).done).toEqual([]);
  });

  const long = (words: string, url = one.url) => ({
    ...one,
    url,
    content: html(`<p>${'word '.repeat(100)}${words}</p>`),
  });
  const short = { ...one, content: html('<p>Some words</p>') };
  const rows: readonly (readonly [string, object, Partial<FeedEntry>, Partial<FeedEntry>, boolean])[] = [
    ['a new title does', {}, short, { ...short, title: 'Uno' }, true],
    ['a new link does', {}, short, { ...short, url: url('https://a.example/uno') }, true],
    [
      'another query of the link does not',
      {},
      short,
      { ...short, url: url('https://a.example/1?t=2') },
      false,
    ],
    ['http that becomes https does not', {}, { ...short, url: url('http://a.example/1') }, short, false],
    ['words within the excerpt do', {}, short, { ...short, content: html('<p>Other words</p>') }, true],
    ['a counter beyond the excerpt does not', {}, long('7 views'), long('8 views'), false],
    ['but does where the source is `full`', { full: true }, long('7 views'), long('8 views'), true],
    ['another category does not', {}, short, { ...short, categories: ['ffi'] }, false],
  ];
  test.each(rows)('of what moves `updated`, %s', async (_name, settings, before, after, isEdited) => {
    const planet = new Planet([{ url: A, ...settings }], { publish: { excerpt: 100 } });
    await planet.pass(1, [A, [before]]);
    await planet.pass(2, [A, [after]]);
    expect((await planet.feed())[0]?.updated).toBe(day(isEdited ? 2 : 1));
  });

  test.each([
    ['`full`', [{ url: A, full: true }], {}],
    ['`excerpt`', [A], { publish: { excerpt: 200 } }],
  ])('a changed setting of %s moves no `updated`', async (_name, sources, more) => {
    const planet = new Planet([A], { publish: { excerpt: 100 } });
    await planet.pass(1, [A, [long('7 views')]]);
    planet.configure(sources, more);
    await planet.pass(2, [A, [long('7 views')]]);
    await planet.pass(3, [A, [{ ...long('7 views'), categories: ['new'] }]]);
    expect((await planet.feed())[0]?.updated).toBe(day(1));
  });

  test.each([
    ['white space', '<p>Some  words</p>\n<p>and more</p>'],
    ['attributes', '<p class="x">Some words</p><p id="y">and more</p>'],
    ['other markup', '<div><p>Some <b>words</b></p></div><p>and more</p>'],
  ])('an edit of nothing but %s changes nothing', async (_name, noise) => {
    const planet = new Planet([A]);
    await planet.pass(1, [A, [{ ...one, content: html('<p>Some words</p><p>and more</p>') }]]);
    const before = await planet.stored(A);
    expect(await planet.pass(2, [A, [{ ...one, content: html(noise), updated: day(2) }]])).toEqual({
      added: 0,
      edited: 0,
    });
    expect(await planet.stored(A)).toEqual(before);
  });
});
