import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStoreReader } from '../../src/store/index.js';
import { atom } from '../support/blogs.js';
import { freePort } from '../support/free-port.js';
import { type Form, type Hub, hubbed, pushTo, startHub, verification } from '../support/hub.js';
import { polledSite, serve } from '../support/polled-site.js';
import { spawnTagwire } from '../support/program.js';

/** Forms as they come, one after the other. */
function formsOf(hub: Hub): { next(): Promise<Form> } {
  const forms: Form[] = [];
  const waiting: ((form: Form) => void)[] = [];
  hub.asks = (form) => {
    const first = waiting.shift();
    if (first === undefined) forms.push(form);
    else first(form);
  };
  return {
    next: () => {
      const form = forms.shift();
      return form === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(form);
    },
  };
}

/** @param schedule of its passes; without one it makes the first, and what it does for hubs */
async function pushedService(schedule = '0 0 1 1 *') {
  const [publisherHub, ownHub, server, port] = [
    await startHub(),
    await startHub(),
    await serve({}),
    await freePort(), // the public address has to be known before the service listens
  ];
  const topic = `${server.origin}/a`;
  const now = Date.now();
  const dated = (id: string) => ({ id, title: `ffi ${id}`, date: new Date(now - 60_000).toISOString() });
  const document = (...posts: readonly string[]) =>
    hubbed(atom('A', posts.map(dated)), publisherHub.url, topic);
  server.answers['/a'] = document('1');
  const { folder, run } = polledSite([topic], { publish: { hub: ownHub.url }, schedule });
  const begin = async (): Promise<ChildProcess> => {
    const site = `http://127.0.0.1:${port}`;
    const args = [
      'start',
      '--port',
      String(port),
      '--allow-private',
      '--public-url',
      site,
      '--log-level',
      'debug',
    ];
    const child = spawnTagwire(args, folder);
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    return child;
  };
  const said: string[] = [];
  const stored = async () => {
    const store = await openStoreReader(path.join(folder, 'data'));
    return store.subscriptions();
  };
  return {
    ...{ topic, document, run, begin, said, stored, server, folder },
    asked: formsOf(publisherHub),
    told: formsOf(ownHub),
    feed: async () => (await fetch(`http://127.0.0.1:${port}/feed.json`)).text(),
    metrics: async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
    head: async () => (await fetch(`http://127.0.0.1:${port}/feed.atom`)).headers,
    ownHub,
  };
}

/** The forms that tell of all feeds with news. */
async function sixOf(told: { next(): Promise<Form> }): Promise<readonly (string | undefined)[]> {
  const topics: (string | undefined)[] = [];
  while (topics.length < 6) topics.push((await told.next())['hub.topic']);
  return topics.sort();
}

test('what a hub pushes is on the site and at the own hub in seconds, and after a kill goes on', async () => {
  const site = await pushedService();
  const first = await site.begin();
  const form = await site.asked.next();
  expect(form).toMatchObject({ 'hub.mode': 'subscribe', 'hub.topic': site.topic });
  expect(await verification(form)).toEqual([200, 'ch<all>enge']);
  const all = await sixOf(site.told);
  expect(all[0]).toBe('https://t.example/feed.atom');

  expect(await pushTo(form, site.document('2', '1'), { signature: 'sha256=00' })).toBe(202);
  expect(await pushTo(form, site.document('3', '1'))).toBe(202);
  expect(await sixOf(site.told)).toEqual(all); // the feed is on the disk before the hub hears of it
  expect(await site.feed()).toContain('ffi 3');
  expect(await site.feed()).not.toContain('ffi 2');
  expect(await site.metrics()).toMatch(/^tagwire_websub_received_total\{outcome="forged"\} 1$/m);
  expect((await site.head()).get('link')).toBe(
    `<${site.ownHub.url}>; rel="hub", <https://t.example/feed.atom>; rel="self"`,
  );

  const dead = once(first, 'close');
  first.kill('SIGKILL');
  await dead;
  site.server.answers['/a'] = { status: 200, body: site.document('4', '3', '1') };
  await site.begin();
  expect(await sixOf(site.told)).toEqual(all); // what was pushed meanwhile: the source is asked once
  expect(await site.feed()).toContain('ffi 4');
  expect(await pushTo(form, site.document('5', '4'))).toBe(202);
  expect(await sixOf(site.told)).toEqual(all);
  expect(await site.feed()).toContain('ffi 5');
  expect(await site.stored()).toMatchObject([{ pushes: 2, wants: 'subscribe' }]);
  const metrics = await site.metrics();
  for (const sample of [
    /^tagwire_websub_subscriptions 1$/m,
    /^tagwire_websub_received_total\{outcome="received"\} 1$/m,
    /^tagwire_deliveries_total\{outcome="delivered"\} \d+$/m,
  ])
    expect(metrics).toMatch(sample);
  const secrets = [form['hub.secret'] ?? '?', form['hub.callback']?.split('/').at(-1) ?? '?'];
  expect(secrets.filter((secret) => site.said.join('').includes(secret))).toEqual([]);
});

test('a short lease is renewed by itself, between passes', async () => {
  const site = await pushedService();
  await site.begin();
  const form = await site.asked.next();
  await verification(form, { 'hub.lease_seconds': '8' });
  const again = await site.asked.next();
  expect(again).toEqual(form);
  expect(await verification(again)).toEqual([200, 'ch<all>enge']);
});

test('hubs that are down, ask for what was not meant, or let a lease end, cost no news', async () => {
  const site = await pushedService('* * * * * *');
  site.ownHub.answer = 'down';
  /** When the source was asked, in milliseconds since 1970. */
  const asks: number[] = [];
  site.server.answers['/a'] = () => {
    asks.push(Date.now());
    return { status: 200, body: site.document('2', '1') };
  };
  await site.begin();
  const form = await site.asked.next();
  const unmeant = { 'hub.topic': 'http://127.0.0.1/other', 'hub.mode': 'unsubscribe' };
  for (const [key, value] of Object.entries(unmeant))
    expect(await verification(form, { [key]: value })).toEqual([404, 'This was not asked for.\n']);
  const confirmed = Date.now();
  expect(await verification(form, { 'hub.lease_seconds': '6' })).toEqual([200, 'ch<all>enge']);
  expect(await pushTo(form, site.document('3', '1'))).toBe(202);
  await site.asked.next(); // to be renewed, which the hub leaves unanswered
  await expect.poll(() => asks.length).toBe(2); // by pushes alone it would be asked tomorrow
  expect(asks[1]).toBeGreaterThan(confirmed + 5000);
  expect(await site.feed()).toContain('ffi 3');
  const metrics = await site.metrics();
  expect(metrics).toMatch(/^tagwire_websub_received_total\{outcome="strange"\} 2$/m);
  expect(metrics).toMatch(/^tagwire_deliveries_total\{outcome="failed"\} [1-9]\d*$/m);
  const warnings = site.said.join('').match(/warning: hub .*/g) ?? [];
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('it is tried again for 1 day');
});

test('an address that is none is refused in one line', async () => {
  const { run } = await pushedService();
  for (const text of ['planet', 'ftp://planet.example/', 'https://planet.example/?a'])
    expect(await run(`start --public-url ${text}`)).toEqual({
      code: 2,
      out: '',
      err: `error: --public-url: expected an http or https address, received "${text}"\n`,
    });
});
