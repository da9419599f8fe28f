import { expect, test } from 'vitest';
import type { StreamData } from '../../src/model/stream.js';
import { instant } from '../../src/model/values.js';
import { publishSiteArchives } from '../../src/publish/documents.js';
import type { OutputFile } from '../../src/publish/output-file.js';
import { siteArchives } from '../../src/publish/site/site-archives.js';
import { createSiteWriter } from '../../src/publish/write/write.js';
import { newStream } from '../../src/store/streams.js';
import { configFolder } from '../support/config-folder.js';
import { config, post, site, stream } from './pages/site.js';

const LIMIT = 50;
const day = (n: number) => instant(Date.UTC(2026, 0, 1 + n));
const upTo = (count: number) =>
  Array.from({ length: count }, (_, n) => post({ id: `urn:${n}`, published: day(n) }));

/** The site as it is read with an open segment of 60 posts. */
const data: StreamData = {
  ...newStream('site', day(0)),
  docs: [{ n: 1, count: 60, from: day(0), to: day(59) }],
};

/** The pages that are made of the open segment where it has so many posts when they are. */
async function pagesOf(count: number): Promise<readonly string[]> {
  const written: string[] = [];
  const work = {
    site: site({ config: config({ publish: { ...config().publish, limit: LIMIT } }) }),
    writer: await createSiteWriter(configFolder(), 'one'),
    async files(files: Iterable<OutputFile>) {
      for (const { path } of files) if (path.endsWith('.html')) written.push(path);
    },
    posts: async () => upTo(count),
  };
  const read = stream({ kind: 'site', archives: siteArchives(data, upTo(60), LIMIT) });
  await publishSiteArchives(work, data, read, null);
  return written.map((name) => /archive\/(1-\d)/.exec(name)?.[1] ?? name);
}

test('a page of the open segment is made where the stream that was read leads to it', async () => {
  expect(await pagesOf(60)).toEqual(['1-1', '1-2']);
  // Another worker has added a post since: the page with it leads nowhere yet, so its edition brings it.
  expect(await pagesOf(61)).toEqual(['1-1']);
});
