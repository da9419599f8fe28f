// What it costs to render and write a site: 300 sources with 20 posts each under 100 tags, all of it, after a new post
// from each twentieth source, and where nothing has changed. CPU seconds of the process, files written and their size.
import path from 'node:path';
import { publish } from '../src/publish/publish.ts';
import { PLAIN_THEME } from '../src/publish/site/theme.ts';
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
const out = path.join(folder, 'public');
const all = Array.from({ length: SOURCES }, (_, n) => n);
const feeds = await Promise.all(all.map((n) => feedOf(n, POSTS)));
const news = await Promise.all(all.map((n) => (n % 20 === 0 ? feedOf(n, POSTS + 1) : null)));

const rows = [];
const measure = (what) =>
  withSite(data, async (site) => {
    const start = Date.now();
    const cpu = await cpuOf(async () => {
      const input = { ...site, theme: PLAIN_THEME, out, version: '0', render: 'changes' };
      const { edition } = await publish(input);
      await site.store.rendered(edition, { published: true });
    });
    const { files, megabytes } = writtenSince(out, start);
    rows.push({ what, 'CPU s': cpu.toFixed(2), files, MB: megabytes.toFixed(1) });
  });

await withSite(data, (site) => storeFeeds(site, feeds));
await measure('all of it');
await withSite(data, (site) => storeFeeds(site, news));
await measure('one new post from 5 % of the sources');
await measure('nothing new');
console.table(rows);
