import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../../src/model/errors.js';
import { createSiteWriter } from '../../../src/publish/write/write.js';

test('a pipe that is in the way is named and left alone: it is not waited for', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'tagwire-pipe-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(path.join(root, 'tags'));
  const pipe = path.join(root, 'tags', 'ffi.atom');
  execFileSync('mkfifo', [pipe]);
  const writer = await createSiteWriter(root, 'one');
  await expect(writer.write({ path: 'tags/ffi.atom', body: 'x' })).rejects.toEqual(
    new UserError(`${pipe}: something that is not a file is in the way`),
  );
  expect(readdirSync(path.join(root, 'tags'))).toEqual(['ffi.atom']);
});
