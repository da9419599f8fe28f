import { expect, test } from 'vitest';
import { parseFeed } from '../../../src/parse/index.js';

/** The content of an Atom entry whose markup has a base of its own. */
async function content(link: string): Promise<string | undefined> {
  const markup = `<div xmlns="http://www.w3.org/1999/xhtml" xml:base="https://b.example/x/">${link}</div>`;
  const entry = `<entry><id>1</id><content type="xhtml">${markup}</content></entry>`;
  const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>${entry}</feed>`;
  const result = await parseFeed(Buffer.from(feed), { url: null, contentType: null });
  return result.kind === 'feed' ? result.feed.entries[0]?.content?.value : result.message;
}

test.each([
  ['a relative one', '../y', 'https://b.example/y'],
  ['no address at all', 'http://[', 'http://['],
  ['none once it is decoded', 'http:&#47;&#47;[', 'http:&#47;&#47;['],
])('an address below an xml:base: %s', async (_name, address, expected) => {
  expect(await content(`<a href="${address}">x</a>`)).toContain(`href="${expected}"`);
});

test('a base within a base is relative to that', async () => {
  const deeper = '<p xml:base="../deeper/"><a href="y">x</a></p>';
  expect(await content(deeper)).toContain('href="https://b.example/deeper/y"');
});
