import { Feed, type FeedOptions, type Item } from 'feed';
import { expect, test } from 'vitest';
import { once, PLACE, PLACE_DATE, piecesOf } from '../../../src/publish/feeds/pieces.js';

const OPTIONS: FeedOptions = {
  title: 'Posts',
  id: 'https://planet.example/',
  link: 'https://planet.example/',
};
const when = new Date('2026-11-18T12:00:00Z');

/** An item of the package with these for its title and address. */
const item = (text: string, date: Date): Item => ({ title: text, id: text, link: text, date });

function written(one: Item, write: (feed: Feed) => string): string {
  const feed = new Feed(OPTIONS);
  feed.addItem(one);
  return write(feed);
}

test.each([
  ['Atom', 'entry', when.toISOString(), (feed: Feed) => feed.atom1()],
  ['RSS', 'item', when.toUTCString(), (feed: Feed) => feed.rss2()],
])(
  '%s: an entry put together from pieces is what the package writes of it',
  (_format, element, date, write) => {
    const names = ['title', 'id', 'link', 'date'] as const;
    const {
      title,
      id,
      link,
      date: dated,
    } = piecesOf(written(item(PLACE, PLACE_DATE), write), element, names);
    const url = 'https://blog.example/1';
    const whole = title(url) + id(url) + link(url) + dated(date);
    expect(written(item(url, when), write)).toContain(`<${element}>${whole}\n`);
  },
);

test('an element with children of its own is one piece, with a place for each', () => {
  const xml =
    '<feed>\n    <entry>\n        <author>\n            <name>place:</name>\n            <uri>place:</uri>\n        </author>\n    </entry>\n</feed>';
  const { author } = piecesOf(xml, 'entry', ['author']);
  expect(author('Ada', 'https://ada.example/')).toBe(
    '\n        <author>\n            <name>Ada</name>\n            <uri>https://ada.example/</uri>\n        </author>',
  );
});

test('a package that writes other elements than expected is no package that we know', () => {
  const xml =
    '<feed>\n    <entry>\n        <id>place:</id>\n        <title>place:</title>\n    </entry>\n</feed>';
  expect(() => piecesOf(xml, 'entry', ['title'])).toThrow('entry has other children than title');
});

test('once is once', () => {
  let asked = 0;
  const made = once(() => ++asked);
  expect([made(), made(), asked]).toEqual([1, 1, 1]);
});
