import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { StreamFiles } from '../../../../src/store/json/streams/stream-files.js';
import { day, post } from '../../../support/build.js';
import { configFolder } from '../../../support/config-folder.js';

test('the JSON of a post that waits is written as it is, into each of its streams', async () => {
  const folder = configFolder();
  const one = post('one', { tags: ['ffi'] });
  const json = JSON.stringify(one).replace('{', '{ '); // as nobody would make it anew
  const { id, published, source } = one;
  const change = { id, published, was: [], now: ['site', 'tags/ffi'], archivedOnly: false, isNew: true };
  const waiting = { ...change, post: { source, json: Buffer.from(json) } };
  await new StreamFiles(folder, 'write').apply([waiting], 50, day(30), new Map());
  for (const file of ['site.json', 'site/1.json', 'tags/ffi.json'])
    expect(readFileSync(path.join(folder, file), 'utf8')).toContain(`{"post":${json},`);
});
