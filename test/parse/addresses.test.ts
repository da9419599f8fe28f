import { describe, expect, test } from 'vitest';
import type { Feed } from '../../src/model/feed.js';
import { httpUrl } from '../../src/model/values.js';
import { parseFeed } from '../../src/parse/index.js';

const url = httpUrl('https://blog.example/feed');

async function read(document: string): Promise<Feed> {
  const result = await parseFeed(Buffer.from(document), { url, contentType: null });
  if (result.kind !== 'feed') throw new Error(result.message);
  return result.feed;
}

const rss = (item: string, channel = ''): string =>
  `<rss version="2.0"><channel><title>t</title>${channel}<item><title>one</title>${item}</item></channel></rss>`;
const atom = (entry: string, feed = ''): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>${feed}<entry><title>one</title>${entry}</entry></feed>`;
const json = (item: object): string =>
  JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 't', items: [{ id: '1', ...item }] });

describe('what is longer than any address', () => {
  const giant = `https://blog.example/${'x/'.repeat(5000)}`;
  const problem = `an address of 10,021 characters is left out: "${giant.slice(0, 60)}"…`;

  test.each([
    ['a link of RSS', rss(`<link>${giant}</link>`)],
    ['a link of Atom', atom(`<link href="${giant}"/>`)],
    ['an address of JSON Feed', json({ url: giant, title: 'one' })],
  ])('is no link: %s', async (_name, document) => {
    const { entries, problems } = await read(document);
    expect([entries.map((entry) => entry.url), problems]).toEqual([[null], [problem]]);
  });

  test.each([
    ['a home', rss('', `<link>${giant}</link>`)],
    ['an enclosure', rss(`<enclosure url="${giant}"/>`)],
    ['a picture', atom('', `<logo>${giant}</logo>`)],
    ['an author’s page', atom(`<author><name>Ann</name><uri>${giant}</uri></author>`)],
    [
      'a base',
      rss('<link xml:base="https://b.example/">a</link>').replace(
        '<channel>',
        `<channel xml:base="${giant}">`,
      ),
    ],
  ])('is left out with a problem: %s', async (_name, document) => {
    const feed = await read(document);
    expect(feed.problems).toEqual([problem]);
    expect(JSON.stringify({ ...feed, problems: [] })).not.toContain('x/x/');
  });

  test('a picture of that length within the document is no problem', async () => {
    const { problems } = await read(rss(`<enclosure url="data:image/png;base64,${'A'.repeat(9000)}"/>`));
    expect(problems).toEqual([]);
  });
});

describe('an id that is longer than any address', () => {
  const giant = 'g'.repeat(9000);

  test.each([
    ['a guid', rss(`<guid>${giant}</guid>`)],
    ['an id of Atom', atom(`<id>${giant}</id>`)],
    ['an id of JSON Feed', json({ id: giant, title: 'one' })],
  ])('is known by its hash, always the same: %s', async (_name, document) => {
    const { entries, problems } = await read(document);
    expect([entries.map(({ id }) => id), problems]).toEqual([
      ['urn:sha256:7eb7fcc11efac0322b1f7084bc80bfbbf1e520ebc4cc9dd5fae1a51af0d7e2d7'],
      ['an id of 9,000 characters is replaced by its hash'],
    ]);
  });

  test('two that begin alike are two', async () => {
    const { entries } = await read(
      rss(`<guid>${giant}1</guid></item><item><guid>${giant}2</guid><title>two</title>`),
    );
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
  });

  test('the feed’s own', async () => {
    expect((await read(atom('', `<id>${giant}</id>`))).id).toMatch(/^urn:sha256:/);
  });
});

describe('a user name and password', () => {
  const secret = 'https://me:secret@a.example/';

  test.each([
    [
      'RSS',
      rss(
        `<link>${secret}1</link><guid>${secret}2</guid><enclosure url="${secret}3.mp3"/><source url="${secret}4">S</source>`,
        `<link>${secret}</link><image><url>${secret}5.png</url></image><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="${secret}6"/>`,
      ),
    ],
    [
      'Atom',
      atom(
        `<id>${secret}1</id><link href="${secret}2"/><author><name>Ann</name><uri>${secret}3</uri></author><link rel="enclosure" href="${secret}4"/>`,
        `<id>${secret}</id><link href="${secret}"/><link rel="hub" href="${secret}5"/><icon>${secret}6</icon>`,
      ),
    ],
    [
      'JSON Feed',
      json({
        id: `${secret}1`,
        url: `${secret}2`,
        image: `${secret}3`,
        title: 'one',
        authors: [{ name: 'Ann', url: `${secret}4` }],
        attachments: [{ url: `${secret}5`, mime_type: 'audio/mpeg' }],
      }),
    ],
    ['a base', rss('<link>a</link>').replace('<rss', `<rss xml:base="${secret}"`)],
  ])('are nowhere in what is read of %s', async (_name, document) => {
    const text = JSON.stringify(await read(document));
    expect(text).toContain('https://a.example/');
    expect(text).not.toMatch(/me:|secret/);
  });

  test.each([
    ['of any scheme', 'ssh://me:secret@a.example/1', 'ssh://a.example/1'],
    ['with signs in the password', 'https://me:a@b@a.example/1', 'https://a.example/1'],
    ['but an @ in a path stays', 'https://a.example/@me', 'https://a.example/@me'],
    ['and that of a tag URI', 'tag:me@a.example,2026:1', 'tag:me@a.example,2026:1'],
    ['and that of a mail', 'mailto:me@a.example', 'mailto:me@a.example'],
  ])('in an id: %s', async (_name, guid, id) => {
    const { entries } = await read(rss(`<guid isPermaLink="false">${guid}</guid>`));
    expect(entries.map((entry) => entry.id)).toEqual([id]);
  });
});
