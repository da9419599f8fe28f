import { expect, test } from 'vitest';
import { tagwire } from '../support/cli.js';
import { inEveryFormat } from '../support/formats.js';
import { startHub } from '../support/hub.js';
import { copyOf, killedAnywhere } from '../support/killed.js';
import { blog, polledSite, serve } from '../support/polled-site.js';
import { isThorough } from '../support/thorough.js';

const PASS = ['run', '--all', '--allow-private'];
/** One step in so many is tried. */
const EVERY = isThorough ? 1 : 3;
const FEEDS = inEveryFormat('feed', 'tags/ffi');

test('killed anywhere in a pass, the hub is told of all news, and twice of none but what it was just told', async () => {
  const hub = await startHub();
  const server = await serve({ '/a': blog('A', '1') });
  const { folder, run } = polledSite([`${server.origin}/a`], { publish: { hub: hub.url } });
  await run(PASS.join(' '));
  hub.told();
  server.answers['/a'] = { status: 200, body: blog('A', '1', '2') };
  const pass = (at: string) => tagwire(PASS, at, '', { now: () => Date.UTC(2026, 0, 2) });
  await pass(copyOf(folder));
  expect(hub.told()).toHaveLength(FEEDS.length);
  let untold = 0;
  for await (const { folder: copy, how } of killedAnywhere(folder, EVERY, pass)) {
    const before = hub.told().map((form) => form['hub.topic']);
    if (before.length === 0) untold += 1;
    expect(await pass(copy)).toMatchObject({ code: 0, err: '' });
    const after = hub.told().map((form) => form['hub.topic']);
    const topics = FEEDS.map((file) => `https://t.example/${file}`);
    expect([...new Set([...before, ...after])].sort(), how).toEqual(topics);
    expect([before.length, after.length], how).toEqual([
      before.length === 0 ? 0 : FEEDS.length,
      before.length === 0 || after.length > 0 ? FEEDS.length : 0,
    ]);
    expect(await pass(copy), how).toMatchObject({ code: 0 });
    expect(hub.told(), how).toEqual([]);
  }
  expect(untold).toBeGreaterThan(10);
}, 600_000);
