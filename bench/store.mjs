// What it costs to store what sources bring, once that has been read: 300 sources with 20 posts of 3 KB each under 100
// tags. Merging, cleaning, filing and the streams are in it, as they are one with storing; then a backup, restored.
// CPU seconds of the process, files written and their size.
import path from 'node:path';
import { restoreStore } from '../src/store/index.ts';
import {
  cpuOf,
  feedOf,
  POSTS,
  SOURCES,
  storeFeeds,
  temporaryFolder,
  withSite,
  writtenSince,
} from './support/stored-site.mjs';

const folder = temporaryFolder();
const data = path.join(folder, 'data');
const feeds = await Promise.all(Array.from({ length: SOURCES }, (_, n) => feedOf(n, POSTS)));
/** A post more from each twentieth source; the rest is known. */
const news = await Promise.all(feeds.map((feed, n) => (n % 20 === 0 ? feedOf(n, POSTS + 1) : feed)));

const rows = [];
async function measure(what, place, work) {
  const start = Date.now();
  const cpu = await cpuOf(work);
  const { files, megabytes } = writtenSince(place, start);
  rows.push({ what, 'CPU s': cpu.toFixed(2), files, MB: megabytes.toFixed(1) });
}
const stored = (brought) => () => withSite(data, (site) => storeFeeds(site, brought));

await measure(`${SOURCES * POSTS} posts, all new`, data, stored(feeds));
await measure('one new post from 5 % of the sources', data, stored(news));
await measure('the same once more', data, stored(news));
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
