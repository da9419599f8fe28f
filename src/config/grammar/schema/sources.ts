import { z } from 'zod';
import * as requests from '../requests.js';
import * as value from '../values.js';
import { example } from './example.js';
import { names, terms } from './terms.js';

/** What sources and reading lists say alike of how entries are filed: of `entries`, by a gate for `whom`. */
const filed = (entries: string, whom: string) => ({
  tags: names
    .prefault([])
    .describe(`Every entry of ${entries} has these tags`)
    .meta(example(['embedded'])),
  hints: names
    .prefault([])
    .describe('Half a point to each of these tags')
    .meta(example(['crates'])),
  only: terms
    .optional()
    .describe(`The gate for ${whom} instead of the global one; [] lets all through`)
    .meta(example([])),
});

const sourceObject = z
  .strictObject({
    url: value.webUrl.describe('The address of the feed').meta(example('https://a.example/feed.xml')),
    title: value
      .text()
      .optional()
      .describe('Shown instead of the feed’s own title')
      .meta(example('Ann’s blog')),
    ...filed('the source', 'this source'),
    full: value.flag.prefault(false).describe('Publish the full text, not just an excerpt'),
    interval: value.duration('1m', '52w').optional().describe('Poll it this often').meta(example('6h')),
    first: value
      .whole(0, 10_000)
      .prefault(20)
      .describe('New entries of one poll that enter the feeds; others go to the archives')
      .meta(example(5)),
    private: value.flag.prefault(false).describe('Keep the address out of everything published'),
    disabled: value.flag.prefault(false).describe('Don’t poll it; its entries stay'),
    userAgent: requests.userAgent
      .optional()
      .describe('Sent as User-Agent, instead of tagwire’s own')
      .meta(example('Mozilla/5.0 (planet)')),
    headers: requests.headers
      .prefault({})
      .describe('Sent to the source; $NAME stands for a variable of the environment. They make it private')
      .meta(example({ Authorization: 'Bearer $TOKEN' })),
  })
  .describe('A source with settings of its own');

const plainSource = sourceObject.parse({ url: 'https://source.example/' });

const readingList = z
  .strictObject({
    opml: value.listPlace
      .describe('The address of an OPML list, or its path from here')
      .meta(example('https://a.example/blogs.opml')),
    ...filed('its feeds', 'its feeds'),
    max: value.whole(1, 10_000).prefault(500).describe('Feeds that are taken of it').meta(example(50)),
  })
  .describe('A list of feeds that somebody keeps: what it lists is polled')
  .meta({ title: 'a reading list' });

/** One of `sources`. */
export const source = z.union([
  value.webUrl.describe('The address of a feed').transform((url) => ({ ...plainSource, url })),
  sourceObject,
  readingList,
]);
