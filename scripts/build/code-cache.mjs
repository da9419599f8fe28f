import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compiled } from '../compile.mjs';
import { root } from './root.mjs';

const FEEDS = path.join(root, 'feeds.json');

/** What is run: functions that these call are in the cache, all others are compiled when they are called. */
const COMMAND_LINES = [
  ['--help'],
  ['init'],
  ['run'],
  ['run'], // nothing to publish
  ['check', '--config', FEEDS],
  ['status'],
  ['publish'],
  ['export'],
];

/** Has V8 keep what it makes of the program in this Node, in files beside it. */
export async function makeCodeCache() {
  const record = await compiled(path.join(root, 'scripts/build/record.mjs'));
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-build-'));
  try {
    for (const args of COMMAND_LINES)
      execFileSync(process.execPath, [record, path.join(root, 'dist'), ...args], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
