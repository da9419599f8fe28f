// What it costs to store what sources bring, once that has been read: 300 sources with 20 posts of 3 KB each under 100
// tags. Merging, cleaning, filing and the streams are in it, as they are one with storing; then a backup, restored.
// CPU seconds of the process, files written and their size.
import path from 'node:path';
import { restoreStore } from '../src/store/index.ts';
import { broughtFeeds, measured, storeFeeds, temporaryFolder, withSite } from './support/stored-site.mjs';

const folder = temporaryFolder();
const data = path.join(folder, 'data');
const { feeds, news, posts } = await broughtFeeds();
/** Sources without news list what is known. */
const again = news.map((feed, n) => feed ?? feeds[n]);

const rows = [];
const measure = async (...args) => rows.push(await measured(...args));
const stored = (brought) => () => withSite(data, (site) => storeFeeds(site, brought));

await measure(`${posts} posts, all new`, data, stored(feeds));
await measure('one new post from 5 % of the sources', data, stored(again));
await measure('the same once more', data, stored(again));
const copy = path.join(folder, 'copy');
const pieces = [];
await withSite(data, async ({ store }) => {
  for await (const piece of store.whole()) pieces.push(JSON.stringify(piece));
});
await measure('a backup, restored', copy, () =>
  restoreStore(
    copy,
    (async function* () {
      for (const piece of pieces) yield JSON.parse(piece);
    })(),
    { now: Date.now },
  ),
);
console.table(rows);
