import { expect, test } from 'vitest';
import type { HttpUrl } from '../../../src/model/values.js';
import { pushRoute } from '../../../src/service/http/push-route.js';
import { createPushInbox } from '../../../src/service/push/inbox.js';
import { servedSite } from '../http/site.js';

test.each(['GET', 'POST'])(
  '%s for a callback that nobody can look for is to be tried again',
  async (method) => {
    const inbox = createPushInbox({
      ...{ publicUrl: 'https://t.example/' as HttpUrl, room: 1000, now: Date.now },
      read: () => Promise.reject(new Error('no connection to the database')),
      ...{ wake: () => undefined, counted: () => undefined },
    });
    const site = await servedSite({ routes: [pushRoute(inbox, () => 1000)] });
    const callback = `${site.url}websub/${'a'.repeat(43)}?hub.mode=subscribe&hub.challenge=c`;
    const { status } = await fetch(callback, { method, ...(method === 'POST' && { body: 'x' }) });
    expect(status).toBe(500);
  },
);
