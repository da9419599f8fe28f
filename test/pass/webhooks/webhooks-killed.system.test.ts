import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tagwire } from '../../support/cli.js';
import { dying } from '../../support/dying.js';
import { blog, polledSite, serve } from '../../support/polled-site.js';
import { isThorough } from '../../support/thorough.js';
import { startWebhook } from '../../support/webhook.js';

const PASS = ['run', '--all', '--allow-private'];
/** One step in so many is tried. */
const EVERY = isThorough ? 2 : 5;

/** Its process is gone, whoever has the id now. */
function bury(folder: string): void {
  const lock = path.join(folder, 'data/lock');
  if (!existsSync(lock)) return;
  const { socket, ...holder } = JSON.parse(readFileSync(lock, 'utf8'));
  if (typeof socket === 'string') rmSync(path.join(folder, 'data', socket), { force: true });
  writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
}

test('killed anywhere in a pass, a webhook is told of its news, and again under one id if at all', async () => {
  const hook = await startWebhook();
  const server = await serve({ '/a': blog('A', '1') });
  const env = { HOOK: hook.origin };
  const { folder, run } = polledSite([`${server.origin}/a`], { notify: [{ tag: 'ffi', url: '$HOOK' }] });
  await run(PASS.join(' '), 0, env);
  server.answers['/a'] = { status: 200, body: blog('A', '1', '2') };
  const pass = (at: string, hour: number) =>
    tagwire(PASS, at, '', { now: () => Date.UTC(2026, 0, 2, hour), env });
  const copied = (): string => {
    const copy = mkdtempSync(`${folder}-`);
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    return copy;
  };
  const ids = () => hook.told().map(({ headers }) => String(headers['webhook-id']));
  const steps = await dying(Number.POSITIVE_INFINITY, () => pass(copied(), 0));
  const [id] = ids();
  expect(id).toMatch(/^msg_/);
  let untold = 0;
  for (let dieAt = 1; dieAt <= steps; dieAt += EVERY) {
    const copy = copied();
    await dying(dieAt, () => pass(copy, 0));
    const before = ids();
    if (before.length === 0) untold += 1;
    bury(copy);
    expect(await pass(copy, 1)).toMatchObject({ code: 0, err: '' });
    const after = ids();
    const how = `at step ${dieAt}`;
    expect([...new Set([...before, ...after])], how).toEqual([id]);
    expect(after.length, how).toBeLessThan(2);
    expect(await pass(copy, 2), how).toMatchObject({ code: 0 });
    expect(ids(), how).toEqual([]);
  }
  expect(untold).toBeGreaterThan(5);
}, 600_000);
