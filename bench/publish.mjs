// What it costs to render and write a site: 300 sources with 20 posts each under 100 tags, all of it, after a new post
// from each twentieth source, and where nothing has changed. CPU seconds of the process, files written and their size.
import path from 'node:path';
import { publish } from '../src/publish/publish.ts';
import { PLAIN_THEME } from '../src/publish/site/theme.ts';
import { NO_STATICS } from '../src/publish/write/statics.ts';
import { broughtFeeds, measured, storeFeeds, temporaryFolder, withSite } from './support/stored-site.mjs';

const folder = temporaryFolder();
const data = path.join(folder, 'data');
const out = path.join(folder, 'public');
const { feeds, news } = await broughtFeeds();

const rows = [];
const stored = (brought) => withSite(data, (site) => storeFeeds(site, brought));
const published = (what) =>
  withSite(data, async (site) => {
    const row = await measured(what, out, async () => {
      const input = {
        ...site,
        theme: PLAIN_THEME,
        statics: NO_STATICS,
        out,
        version: '0',
        render: 'changes',
      };
      const { edition } = await publish(input);
      await site.store.rendered(edition, { published: true });
    });
    rows.push(row);
  });

await stored(feeds);
await published('all of it');
await stored(news);
await published('one new post from 5 % of the sources');
await published('nothing new');
console.table(rows);
