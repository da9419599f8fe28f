import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'rolldown';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeStaleTemps, replaceFile } from '../../src/files/replace-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);

test('the folder is made, and nothing is left beside the file', async () => {
  await replaceFile(at('a/b/feed.atom'), 'one');
  await replaceFile(at('a/b/feed.atom'), Buffer.from('two'));
  expect(readFileSync(at('a/b/feed.atom'), 'utf8')).toBe('two');
  expect(readdirSync(at('a/b'))).toEqual(['feed.atom']);
});

test.each([0o600, 0o664, 0o444])('mode %o is taken over whatever the umask says', async (mode) => {
  writeFileSync(at('feeds.json'), 'old');
  chmodSync(at('feeds.json'), mode);
  await replaceFile(at('feeds.json'), 'new', { like: statSync(at('feeds.json')), sync: true });
  expect([readFileSync(at('feeds.json'), 'utf8'), statSync(at('feeds.json')).mode & 0o777]).toEqual([
    'new',
    mode,
  ]);
});

test.runIf(process.getuid?.() === 0)('the owner is taken over', async () => {
  await replaceFile(at('feeds.json'), 'new', { like: { mode: 0o600, uid: 1234, gid: 2345 } });
  const { uid, gid } = statSync(at('feeds.json'));
  expect([uid, gid]).toEqual([1234, 2345]);
});

/**
 * A limit on the size of files cuts a write short as a full disk does: what fits is taken, and no error tells
 * of the rest.
 */
test.skipIf(process.platform === 'win32')('a write that is cut short leaves the file as it was', async () => {
  writeFileSync(at('feeds.json'), 'old');
  const { output } = await build({ input: 'src/files/replace-file.ts', platform: 'node', write: false });
  const script = `${output[0].code}
    process.on('SIGXFSZ', () => {});
    await replaceFile('feeds.json', 'x'.repeat(1e6)).catch(({ code }) => console.log(code));`;
  const limited = `ulimit -f 100; exec "$0" --input-type=module -e "$1"`;
  const out = execFileSync('sh', ['-c', limited, process.execPath, script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(out).toBe('EFBIG\n');
  expect(readFileSync(at('feeds.json'), 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['feeds.json']);
});

test('temporary files of dead processes are removed, those of living ones stay', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const left = [
    `.tagwire-${dead}-0123abcd-7.tmp`,
    `.tagwire-${process.pid}-0123abcd-7.tmp`, // an earlier process with our id, as in a container
    `.tagwire-${process.ppid}-0123abcd-7.tmp`,
    '.mine.tmp',
  ];
  for (const name of left) writeFileSync(at(name), 'x');
  await removeStaleTemps(folder);
  expect(readdirSync(folder).sort()).toEqual([left[3], left[2]].sort());
});
