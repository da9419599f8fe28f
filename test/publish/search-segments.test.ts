import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type ChangedDocs, publishSearch } from '../../src/publish/documents.js';
import { createSiteWriter } from '../../src/publish/write/write.js';
import { newStream } from '../../src/store/streams.js';
import { day } from '../support/build.js';
import { site } from './pages/site.js';

/** A folder with the segments of a site's stream. */
function published() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-segments-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return {
    /** Publishes documents 1 to `last`, of which these have changed; answers which were read. */
    async search(last: number, changed: ChangedDocs) {
      const docs = Array.from({ length: last }, (_, at) => ({
        ...{ n: at + 1, count: 500, from: day(1), to: day(2) },
      }));
      const writer = await createSiteWriter(folder, 'one');
      const rendered: number[] = [];
      const work = {
        site: site(),
        writer,
        async files(files: Iterable<{ path: string; body: string | Uint8Array }>) {
          for (const file of files) await writer.write(file);
        },
        async posts(_name: string, n: number) {
          rendered.push(n);
          return [];
        },
      };
      await publishSearch(work, { ...newStream('site', day(1)), docs, last }, changed);
      await writer.finish({ editions: [], statics: '' });
      return rendered;
    },
    there: () =>
      Array.from({ length: 30 }, (_, n) => n).filter((n) =>
        existsSync(path.join(folder, `search/${n}.json`)),
      ),
  };
}

const upTo = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

test('search has the newest twenty segments, of which those are rendered that have changed', async () => {
  const { search, there } = published();
  await search(20, null);
  expect(there()).toEqual(upTo(1, 20));
  expect(await search(22, new Set([20, 21, 22]))).toEqual([20, 21, 22]);
  expect(there()).toEqual(upTo(3, 22));
});

test('so it has where later segments are gone: those that had been dropped are rendered again', async () => {
  const { search, there } = published();
  await search(22, null);
  expect(await search(20, new Set([20, 21, 22]))).toEqual([1, 2, 20]);
  expect(there()).toEqual(upTo(1, 20));
});
