import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { httpUrl } from '../../src/model/values.js';
import { feedToJson } from '../../src/parse/feed-to-json.js';
import { parseFeed } from '../../src/parse/index.js';

const folder = new URL('../fixtures/feeds/', import.meta.url);
const url = httpUrl('https://base.example/feed');

/** Each feed stands beside what `tagwire parse --base https://base.example/feed` prints of it. */
const feeds = readdirSync(folder).filter((name) => !name.endsWith('.json'));

test.each(feeds)('%s', async (name) => {
  const result = await parseFeed(readFileSync(new URL(name, folder)), { url, contentType: null });
  const expected: unknown = JSON.parse(
    readFileSync(new URL(name.replace(/\.\w+$/, '.json'), folder), 'utf8'),
  );
  expect(result.kind === 'feed' ? JSON.parse(JSON.stringify(feedToJson(result.feed))) : result).toEqual(
    expected,
  );
});
