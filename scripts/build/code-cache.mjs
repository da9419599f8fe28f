import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compiled } from '../compile.mjs';
import { root } from './root.mjs';

const FEEDS = path.join(root, 'feeds.json');
const BLOG = path.join(root, 'src/demo/blogs/unwind/rss.xml');

/** What is run: functions that these call are in the cache, all others are compiled when they are called. */
const COMMAND_LINES = [
  ['--help'],
  ['init', '--config', 'new.json'],
  ['run', '--allow-private'], // a post is new
  ['run', '--allow-private'], // nothing is due
  ['parse', BLOG],
  ['check', '--config', FEEDS, '--data', 'data'],
  ['status'],
  ['publish'],
  ['export'],
];

/** Has V8 keep what it makes of the program in this Node, in files beside it. */
export async function makeCodeCache() {
  const record = await compiled(path.join(root, 'scripts/build/record.mjs'));
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-build-'));
  const blog = createServer((_request, response) => response.end(readFileSync(BLOG))).listen(0, '127.0.0.1');
  try {
    await once(blog, 'listening');
    const { $schema: _, ...config } = JSON.parse(readFileSync(FEEDS, 'utf8'));
    const sources = [`http://127.0.0.1:${blog.address().port}/feed`];
    const site = { ...config.site, url: 'https://readers.test/' };
    const whole = { ...config, site, include: ['rules/*.json'], sources };
    writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(whole));
    cpSync(path.join(root, 'rules'), path.join(folder, 'rules'), { recursive: true });
    for (const args of COMMAND_LINES) {
      const child = spawn(process.execPath, [record, path.join(root, 'dist'), ...args], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`${args.join(' ')} exited with ${code}`);
    }
  } finally {
    blog.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
