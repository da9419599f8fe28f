import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../../src/model/errors.js';
import type { HttpUrl } from '../../../src/model/values.js';
import { newSubscription, type Subscription } from '../../../src/schedule/index.js';
import { pushRoute } from '../../../src/service/http/push-route.js';
import { createPushInbox } from '../../../src/service/push/inbox.js';
import { url } from '../../support/build.js';
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

/** Where a service with little room listens to the hubs of two sources. */
async function listening() {
  const [one = '', other = ''] = ['a', 'b'].map((letter) => letter.repeat(43));
  const named = { source: 'a-1a2b3c4d', hub: url('https://hub.example/'), topic: url('https://a.example/') };
  const inbox = createPushInbox({
    ...{ publicUrl: url('https://t.example/'), room: 400_000, now: Date.now },
    ...{ read: () => Promise.resolve([]), wake: () => undefined, counted: () => undefined },
  });
  const callback = url('https://t.example/websub/x');
  inbox.know([one, other].map((id) => newSubscription({ ...named, id, callback, secret: 's' }, 0)));
  const { port, url: site } = await servedSite({ routes: [pushRoute(inbox, () => 100_000)] });
  const push = async (id: string, body = '', secret = 's'): Promise<number> => {
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const headers = { 'x-hub-signature': signature };
    return (await fetch(`${site}websub/${id}`, { method: 'POST', body, headers })).status;
  };
  /** A hub that has sent so many bytes of a document, and now takes its time. */
  const begin = async (id: string, bytes: number): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(`POST /websub/${id} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n`);
    await new Promise((resolve) => socket.write('x'.repeat(bytes), resolve));
    return socket;
  };
  return { inbox, one, other, push, begin };
}

describe('a hub can not fill the memory', () => {
  test('what it says again and again is heard once, in the order of the last', async () => {
    const { inbox, one } = await listening();
    const asked = { id: one, mode: 'subscribe', topic: 'https://a.example/' };
    for (let n = 0; n < 1000; n++) {
      inbox.verify({ ...asked, leaseSeconds: n });
      inbox.deny(one, asked.topic, `reason ${n}`);
    }
    inbox.verify({ ...asked, leaseSeconds: 7 });
    expect(inbox.events()).toEqual([
      { kind: 'denied', id: one, reason: 'reason 999' },
      { kind: 'verified', id: one, mode: 'subscribe', leaseSeconds: 7 },
    ]);
    const before = inbox.events();
    inbox.verify({ ...asked, leaseSeconds: 8 });
    inbox.handled(before);
    expect(inbox.events()).toMatchObject([{ kind: 'verified', leaseSeconds: 8 }]);
  });

  test('documents of nothing take room, too, and give it back when a pass has had them', async () => {
    const { inbox, one, push } = await listening();
    let taken = 0;
    while ((await push(one)) === 202) taken += 1;
    expect(taken).toBe(48); // 4 KB of 200 KB each
    inbox.handled(inbox.events().slice(0, 1));
    expect([await push(one), await push(one)]).toEqual([202, 503]);
  });

  test('forged documents take none for longer than they are read', async () => {
    const { one, push } = await listening();
    for (let n = 0; n < 60; n++) expect(await push(one, 'x', 'wrong')).toBe(202);
    expect(await push(one)).toBe(202);
  });

  test('documents on their way take room, of one callback half of all', async () => {
    const { one, other, push, begin } = await listening();
    const slow = [await begin(one, 90_000), await begin(one, 90_000)];
    await expect.poll(() => push(one, 'x'.repeat(20_000))).toBe(503);
    expect(await push(other, 'x'.repeat(90_000))).toBe(202);
    for (const socket of slow) socket.destroy();
    await Promise.all(slow.map((socket) => socket.closed || once(socket, 'close')));
    await expect.poll(() => push(one, 'x'.repeat(20_000))).toBe(202);
  });
});
