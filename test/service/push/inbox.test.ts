import { expect, test } from 'vitest';
import { UserError } from '../../../src/model/errors.js';
import type { HttpUrl } from '../../../src/model/values.js';
import type { Subscription } from '../../../src/schedule/index.js';
import { pushRoute } from '../../../src/service/http/push-route.js';
import { createPushInbox } from '../../../src/service/push/inbox.js';
import { servedSite } from '../http/site.js';

/** A callback that this process has not heard of, and what a hub is answered there. */
async function callback(read: () => Promise<readonly Subscription[]>) {
  const inbox = createPushInbox({
    ...{ publicUrl: 'https://t.example/' as HttpUrl, room: 1000, now: Date.now },
    ...{ read, wake: () => undefined, counted: () => undefined },
  });
  const site = await servedSite({ routes: [pushRoute(inbox, () => 1000)] });
  const address = `${site.url}websub/${'a'.repeat(43)}?hub.mode=subscribe&hub.challenge=c`;
  const ask = async (method: string) => {
    const { status, headers } = await fetch(address, { method, ...(method === 'POST' && { body: 'x' }) });
    return [status, headers.get('retry-after')];
  };
  return { inbox, ask };
}

test.each(['GET', 'POST'])(
  '%s for a callback that nobody can look for is to be tried again',
  async (method) => {
    const { ask } = await callback(() => Promise.reject(new UserError('no connection to the database')));
    expect(await ask(method)).toEqual([503, '60']);
  },
);

test.each(['GET', 'POST'])(
  '%s while a hundred wait to be looked for is to be tried again, too',
  async (method) => {
    let end: (found: readonly Subscription[]) => void = () => {};
    const { inbox, ask } = await callback(() => new Promise((resolve) => (end = resolve)));
    const others = Array.from({ length: 100 }, (_, n) => inbox.find(String(n)));
    expect(await ask(method)).toEqual([503, '60']);
    end([]);
    await Promise.all(others);
  },
);
