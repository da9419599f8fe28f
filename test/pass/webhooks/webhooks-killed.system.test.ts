import { expect, test } from 'vitest';
import { tagwire } from '../../support/cli.js';
import { copyOf, killedAnywhere } from '../../support/killed.js';
import { blog, polledSite, serve } from '../../support/polled-site.js';
import { isThorough } from '../../support/thorough.js';
import { startWebhook } from '../../support/webhook.js';

const PASS = ['run', '--all', '--allow-private'];
/** One step in so many is tried. */
const EVERY = isThorough ? 2 : 5;

test('killed anywhere in a pass, a webhook is told of its news, and again under one id if at all', async () => {
  const hook = await startWebhook();
  const server = await serve({ '/a': blog('A', '1') });
  const env = { HOOK: hook.origin };
  const { folder, run } = polledSite([`${server.origin}/a`], { notify: [{ tag: 'ffi', url: '$HOOK' }] });
  await run(PASS.join(' '), 0, env);
  server.answers['/a'] = { status: 200, body: blog('A', '1', '2') };
  const pass = (at: string, hour: number) =>
    tagwire(PASS, at, '', { now: () => Date.UTC(2026, 0, 2, hour), env });
  const ids = () => hook.told().map(({ headers }) => String(headers['webhook-id']));
  await pass(copyOf(folder), 0);
  const [id] = ids();
  expect(id).toMatch(/^msg_/);
  let untold = 0;
  for await (const { folder: copy, how } of killedAnywhere(folder, EVERY, (at) => pass(at, 0))) {
    const before = ids();
    if (before.length === 0) untold += 1;
    expect(await pass(copy, 1)).toMatchObject({ code: 0, err: '' });
    const after = ids();
    expect([...new Set([...before, ...after])], how).toEqual([id]);
    expect(after.length, how).toBeLessThan(2);
    expect(await pass(copy, 2), how).toMatchObject({ code: 0 });
    expect(ids(), how).toEqual([]);
  }
  expect(untold).toBeGreaterThan(5);
}, 600_000);
