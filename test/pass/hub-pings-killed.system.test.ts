import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tagwire } from '../support/cli.js';
import { dying } from '../support/dying.js';
import { startHub } from '../support/hub.js';
import { blog, polledSite, serve } from '../support/polled-site.js';
import { isThorough } from '../support/thorough.js';

const PASS = ['run', '--all', '--allow-private'];
/** One step in so many is tried. */
const EVERY = isThorough ? 1 : 3;
const FEEDS = ['feed', 'tags/ffi'].flatMap((name) => ['atom', 'json', 'rss'].map((end) => `${name}.${end}`));

/** Its process is gone, whoever has the id now. */
function bury(folder: string): void {
  const lock = path.join(folder, 'data/lock');
  if (!existsSync(lock)) return;
  const { socket, ...holder } = JSON.parse(readFileSync(lock, 'utf8'));
  if (typeof socket === 'string') rmSync(path.join(folder, 'data', socket), { force: true });
  writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
}

test('killed anywhere in a pass, the hub is told of all news, and twice of none but what it was just told', async () => {
  const hub = await startHub();
  const server = await serve({ '/a': blog('A', '1') });
  const { folder, run } = polledSite([`${server.origin}/a`], { publish: { hub: hub.url } });
  await run(PASS.join(' '));
  hub.told();
  server.answers['/a'] = { status: 200, body: blog('A', '1', '2') };
  const pass = (at: string) => tagwire(PASS, at, '', { now: () => Date.UTC(2026, 0, 2) });
  const copied = (): string => {
    const copy = mkdtempSync(`${folder}-`);
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    return copy;
  };
  const steps = await dying(Number.POSITIVE_INFINITY, () => pass(copied()));
  expect(hub.told()).toHaveLength(FEEDS.length);
  let untold = 0;
  for (let dieAt = 1; dieAt <= steps; dieAt += EVERY) {
    const copy = copied();
    await dying(dieAt, () => pass(copy));
    const before = hub.told().map((form) => form['hub.topic']);
    if (before.length === 0) untold += 1;
    bury(copy);
    expect(await pass(copy)).toMatchObject({ code: 0, err: '' });
    const after = hub.told().map((form) => form['hub.topic']);
    const how = `at step ${dieAt}`;
    const topics = FEEDS.map((file) => `https://t.example/${file}`);
    expect([...new Set([...before, ...after])].sort(), how).toEqual(topics);
    expect([before.length, after.length], how).toEqual([
      before.length === 0 ? 0 : 6,
      before.length === 0 || after.length > 0 ? 6 : 0,
    ]);
    expect(await pass(copy), how).toMatchObject({ code: 0 });
    expect(hub.told(), how).toEqual([]);
  }
  expect(untold).toBeGreaterThan(10);
}, 600_000);
