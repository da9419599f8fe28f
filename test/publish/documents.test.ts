import { expect, test } from 'vitest';
import type { StreamData } from '../../src/model/stream.js';
import { instant } from '../../src/model/values.js';
import { publishSiteArchives } from '../../src/publish/documents.js';
import type { OutputFile } from '../../src/publish/output-file.js';
import { archivePath } from '../../src/publish/site/paths.js';
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

test('the site’s archives are those that its stream leads to, whatever another worker adds meanwhile', async () => {
  const written: string[] = [];
  const work = {
    site: site({ config: config({ publish: { ...config().publish, limit: LIMIT } }) }),
    writer: await createSiteWriter(configFolder(), 'one'),
    async files(files: Iterable<OutputFile>) {
      for (const { path } of files) if (path.endsWith('.html')) written.push(path);
    },
    posts: async () => upTo(61),
  };
  const open = upTo(60);
  const read = stream({ kind: 'site', archives: siteArchives(data, open, LIMIT) });
  await publishSiteArchives(work, data, { stream: read, open }, null);
  expect(written).toEqual(read.archives.map(({ n }) => archivePath(read, n, 'html')));
  expect(written).toHaveLength(2);
});
