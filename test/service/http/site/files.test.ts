import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSiteFiles } from '../../../../src/service/http/site/files.js';
import { publishedSite } from '../site.js';

/** Too large to be kept with others. */
const LARGE = 40e6;

async function bytesOf(files: ReturnType<typeof createSiteFiles>, name: string): Promise<Buffer> {
  const found = await files.find(name);
  if (found.kind !== 'file') throw new Error(`${name} is not there`);
  return (await found.snapshot.represent('identity')).body;
}

test('of a large file there is one copy, however many answers of it nobody reads', async () => {
  const root = await publishedSite({});
  const file = path.join(root, 'talk.webm');
  writeFileSync(file, '');
  truncateSync(file, LARGE);
  const files = createSiteFiles(root);
  const first = await bytesOf(files, 'talk.webm');
  expect(first).toHaveLength(LARGE);
  expect((await bytesOf(files, 'talk.webm')) === first).toBe(true);
  truncateSync(file, LARGE + 1);
  expect(await bytesOf(files, 'talk.webm')).toHaveLength(LARGE + 1);
});
