import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type HttpUrl, httpUrl, instant } from '../../../src/model/values.js';
import { passOver } from '../../../src/operate/pass-over.js';
import { readSite } from '../../../src/operate/site.js';
import { isRunning } from '../../../src/schedule/index.js';
import { pushRoute } from '../../../src/service/http/push-route.js';
import { createPushInbox, type FromHub } from '../../../src/service/push/inbox.js';
import { openStoreReader } from '../../../src/store/index.js';
import { servedSite } from '../../service/http/site.js';
import { type Form, hubbed, pushTo, startHub, verification } from '../../support/hub.js';
import { blog, HOUR, polledSite, serve } from '../../support/polled-site.js';

const BEGIN = Date.UTC(2026, 0, 1);
const DAY = 24;

/** A site with a blog that names a hub, and hubs that can reach it; times are in hours. */
async function pushedSite(more: object = {}, blogMore: object = {}) {
  const hub = await startHub();
  const server = await serve({});
  const source = `${server.origin}/a`;
  const topic = `${server.origin}/topic`;
  const document = (...posts: readonly string[]) => hubbed(blog('A', ...posts), hub.url, topic);
  server.answers['/a'] = document('1');
  const site = polledSite([{ url: source, ...blogMore }], more);
  const clock = { now: BEGIN };
  const web = await servedSite({ routes: [(request) => pushRoute(inbox, () => 50_000)(request)] });
  const open = () =>
    createPushInbox({
      ...{ publicUrl: web.url as HttpUrl, room: 200_000 },
      read: async () => (await openStoreReader(path.join(site.folder, 'data'))).subscriptions(),
      ...{ now: () => clock.now, wake: () => undefined, counted: (what) => void heard.push(what) },
    });
  const heard: FromHub[] = [];
  let inbox = open();
  const warnings: string[] = [];
  const over = async (at: number, names: readonly string[] | null, push: typeof inbox | null) => {
    clock.now = BEGIN + at * HOUR;
    const places = { config: path.join(site.folder, 'feeds.json'), data: path.join(site.folder, 'data') };
    const options = {
      ...places,
      out: path.join(site.folder, 'public'),
      newSite: false,
      allowPrivate: true,
      configTrouble: null,
    };
    const watch = {
      ...{ stage() {}, answered() {}, progress() {}, failed() {} },
      warn: (words: string) => void warnings.push(words),
    };
    const world = { now: () => clock.now, version: '1', env: {} };
    const request = { ...options, all: false, fresh: false, names, push };
    return (await passOver(await readSite(places), request, world, new AbortController().signal, watch))
      .summary;
  };
  const pass = (at: number) => over(at, null, inbox);
  /** A pass that polls nothing. */
  const errand = (at: number) => over(at, [], inbox);
  const subscribed = async (at: number, lease: Form = {}): Promise<Form> => {
    await pass(at);
    const [form = {}] = hub.told();
    expect(await verification(form, lease)).toEqual([200, 'ch<all>enge']);
    await errand(at);
    return form;
  };
  return {
    ...{ pass, errand, subscribed },
    ...{ hub, server, source, topic, site, warnings, document, heard },
    inbox: () => inbox,
    /** The service is another process by now: it knows what is stored and nothing else. */
    async restart() {
      inbox = open();
      const store = await openStoreReader(path.join(site.folder, 'data'));
      inbox.know(await store.subscriptions());
    },
    /** From now on hubs reach another process, which has begun before there was anything to know. */
    answerElsewhere() {
      inbox = open();
    },
    configure: (sources: readonly object[]) => site.configure(sources, more),
    cron: (at: number) => over(at, null, null),
    /** What the hub was asked since the last look. */
    asked: () => hub.told(),
    async subscriptions() {
      return (await openStoreReader(path.join(site.folder, 'data'))).subscriptions();
    },
    async dueIn(at: number) {
      const store = await openStoreReader(path.join(site.folder, 'data'));
      const [record] = [...(await store.sources()).values()];
      return ((record?.poll.due && Date.parse(record.poll.due)) || 0) / HOUR - BEGIN / HOUR - at;
    },
    titles: () =>
      (
        JSON.parse(readFileSync(path.join(site.folder, 'public/feed.json'), 'utf8')).items as {
          title: string;
        }[]
      )
        .map(({ title }) => title)
        .sort(),
  };
}

test('a source that names a hub is subscribed there, by a callback and a secret that nobody can guess', async () => {
  const { pass, asked, topic, errand, subscriptions } = await pushedSite();
  await pass(0);
  const [form = {}, ...others] = asked();
  expect(others).toEqual([]);
  expect(form).toEqual({
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.callback': expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/websub\/[\w-]{43}$/),
    'hub.lease_seconds': '864000',
    'hub.secret': expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(await verification(form)).toEqual([200, 'ch<all>enge']);
  await errand(0);
  expect(await subscriptions()).toMatchObject([{ leaseUntil: instant(BEGIN + 240 * HOUR), tries: 0 }]);
  await pass(1);
  expect(asked()).toEqual([]);
});

test('the headers of its answer count before what its document says', async () => {
  const { server, pass, asked, hub, document } = await pushedSite();
  const link = `<${hub.url}other>; rel="hub", </t?a='b>; rel=self`;
  server.answers['/a'] = { status: 200, headers: { Link: link }, body: document('1') };
  await pass(0);
  expect(asked()).toMatchObject([{ 'hub.topic': `${server.origin}/t?a='b` }]);
});

test.each<[string, (form: Form) => Form]>([
  ['for a topic never asked', (form) => ({ ...form, 'hub.topic': 'https://other.example/feed' })],
  ['for what was not asked of it', (form) => ({ ...form, 'hub.mode': 'unsubscribe' })],
  [
    'at a callback that is none',
    (form) => ({ ...form, 'hub.callback': `${form['hub.callback']?.slice(0, -1)}!` }),
  ],
  [
    'at a callback of nobody',
    (form) => ({ ...form, 'hub.callback': `${form['hub.callback']?.slice(0, -4)}abcd` }),
  ],
  ['without a challenge', (form) => form],
])('a challenge %s is refused', async (what, changed) => {
  const { pass, asked, errand, subscriptions, inbox } = await pushedSite();
  await pass(0);
  const over = what === 'without a challenge' ? { 'hub.challenge': '' } : {};
  const [form = {}] = asked();
  expect((await verification(changed(form), over))[0]).toBe(404);
  await errand(0);
  expect(await subscriptions()).toMatchObject([{ leaseUntil: null }]);
  expect(inbox().events()).toEqual([]);
});

test('a hub that verifies before it answers is known already', async () => {
  const { hub, pass, errand, subscriptions } = await pushedSite();
  const verified: Promise<readonly [number, string]>[] = [];
  hub.asks = (form) => void verified.push(verification(form));
  await pass(0);
  expect(await Promise.all(verified)).toEqual([[200, 'ch<all>enge']]);
  await errand(0);
  expect((await subscriptions())[0]?.leaseUntil).not.toBeNull();
});

test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
  'a push that is signed with %s is published',
  async (algorithm) => {
    const { subscribed, errand, document, titles, heard } = await pushedSite();
    const form = await subscribed(0);
    expect(await pushTo(form, document('2', '1'), { algorithm })).toBe(202);
    expect(await errand(1)).toMatchObject({ polled: 0, new: { posts: 1 } });
    expect(titles()).toEqual(['ffi 1', 'ffi 2']);
    expect(heard).toEqual(['received']);
  },
);

test.each<[string, string | null]>([
  ['a wrong signature', `sha256=${'0'.repeat(64)}`],
  ['a signature that is too short', 'sha256=00'],
  ['none', null],
  ['an algorithm that is not allowed', `md5=${'0'.repeat(32)}`],
  ['what is no signature', 'sha256'],
])('a push with %s is answered like a good one, counted and dropped', async (_what, signature) => {
  const { subscribed, errand, document, titles, heard, dueIn } = await pushedSite();
  const form = await subscribed(0);
  const due = await dueIn(0);
  expect(await pushTo(form, document('2'), { signature })).toBe(202);
  await errand(0.5);
  expect(titles()).toEqual(['ffi 1']);
  expect(heard).toEqual(['forged']);
  expect(await dueIn(0)).toBe(due);
});

test('a process that has not made a subscription finds it in the store when its hub speaks', async () => {
  const { pass, asked, answerElsewhere, errand, document, titles, heard } = await pushedSite();
  await pass(0);
  const [form = {}] = asked();
  answerElsewhere();
  expect(await verification(form)).toEqual([200, 'ch<all>enge']);
  await errand(0);
  answerElsewhere();
  expect(await pushTo(form, document('2', '1'))).toBe(202);
  await errand(1);
  expect([titles(), heard]).toEqual([['ffi 1', 'ffi 2'], ['received']]);
});

test('a push of news alone takes nothing away, nor brings back what was pruned', async () => {
  const { subscribed, errand, pass, document, titles, server } = await pushedSite({
    publish: { retention: { perSource: 2 } },
  });
  server.answers['/a'] = document('4', '3', '2', '1');
  const form = await subscribed(0);
  expect(titles()).toHaveLength(2);
  await pushTo(form, document('5'));
  await errand(1);
  const kept = titles();
  server.answers['/a'] = { status: 200, body: document('5', '4', '3', '2', '1') };
  expect(await pass(2 * DAY)).toMatchObject({ polled: 1, new: { posts: 0 } });
  expect(titles()).toEqual(kept);
});

test('too large a push is refused, and one for which there is no room is to be sent later', async () => {
  const { subscribed, document, heard } = await pushedSite();
  const form = await subscribed(0);
  expect(await pushTo(form, 'x'.repeat(60_000))).toBe(413);
  const padded = document('2') + ' '.repeat(45_000);
  expect([await pushTo(form, padded), await pushTo(form, padded), await pushTo(form, padded)]).toEqual([
    202, 202, 503,
  ]);
  expect(heard).toEqual(['received', 'received', 'delayed']);
});

test('a push that can’t be read has its source asked', async () => {
  const { subscribed, errand, pass } = await pushedSite();
  const form = await subscribed(0);
  await pushTo(form, 'no feed at all');
  await errand(0.1);
  expect(await pass(0.1)).toMatchObject({ polled: 1 });
});

test('while pushes work a source is polled daily, and as usual again when a poll finds what was not pushed', async () => {
  const { subscribed, errand, pass, document, dueIn, server } = await pushedSite();
  const form = await subscribed(0);
  expect(await dueIn(0)).toBeLessThan(1);
  await pushTo(form, document('2', '1'));
  await errand(0.1);
  expect(await dueIn(0)).toBeGreaterThan(0.89 * DAY);
  server.answers['/a'] = { status: 200, body: document('2', '1') };
  expect(await pass(20)).toMatchObject({ polled: 0 });
  expect(await pass(DAY)).toMatchObject({ polled: 1, new: { posts: 0 } });
  expect(await dueIn(DAY)).toBeGreaterThan(0.89 * DAY);
  server.answers['/a'] = { status: 200, body: document('3', '2', '1') };
  expect(await pass(2 * DAY)).toMatchObject({ polled: 1, new: { posts: 1 } });
  expect(await dueIn(2 * DAY)).toBeLessThan(8);
});

test('an interval that the operator has set is kept whatever is pushed', async () => {
  const { subscribed, errand, document, dueIn } = await pushedSite({}, { interval: '2h' });
  const form = await subscribed(0);
  await pushTo(form, document('2', '1'));
  await errand(0.1);
  expect(await dueIn(0)).toBeLessThan(2);
});

test('a lease is renewed before it ends, by the same callback and secret, whatever its length', async () => {
  const { subscribed, errand, asked, subscriptions, inbox } = await pushedSite();
  const first = await subscribed(0, { 'hub.lease_seconds': '3600' });
  expect(inbox().nextRenewal()).toBe(instant(BEGIN + 0.8 * HOUR));
  await errand(0.79);
  expect(asked()).toEqual([]);
  await errand(0.8);
  const [again = {}] = asked();
  expect(again).toEqual(first);
  await verification(again, { 'hub.lease_seconds': '7200' });
  await errand(0.81);
  expect(await subscriptions()).toMatchObject([{ leaseUntil: instant(BEGIN + 2.81 * HOUR) }]);
});

test('a lease that nobody renewed ends: the source is asked at once, and its hub again', async () => {
  const { subscribed, errand, pass, document, hub, asked, dueIn, inbox } = await pushedSite();
  const form = await subscribed(0, { 'hub.lease_seconds': '7200' });
  await pushTo(form, document('2', '1'));
  await errand(0.1);
  expect(inbox().running()).toBe(1);
  hub.answer = 'down';
  await pass(1.7);
  expect(await dueIn(0)).toBeGreaterThan(0.89 * DAY);
  hub.answer = 202;
  expect(await pass(2.1)).toMatchObject({ polled: 1 });
  expect(inbox().running()).toBe(0);
  expect(asked()).toMatchObject([{ 'hub.mode': 'subscribe' }]);
});

test('a hub that is down is asked again, more and more seldom, and status says why', async () => {
  const { hub, pass, asked, site, source } = await pushedSite();
  hub.answer = 'down';
  await pass(0);
  const { out } = await site.run(`status ${source}`, 0);
  expect(out).toContain(`${hub.url} has not verified yet of`);
  expect(out).toContain('connection closed without an answer, asked again in 10 min');
  hub.answer = 400;
  await pass(0.1);
  expect(asked()).toEqual([]);
  await pass(0.2);
  expect(asked()).toHaveLength(1);
  hub.answer = 202;
  await pass(0.3);
  expect(asked()).toEqual([]);
});

test('a hub that denies is asked a day later', async () => {
  const { subscribed, errand, pass, asked, site, source } = await pushedSite();
  const form = await subscribed(0);
  const denied = { 'hub.mode': 'denied', 'hub.reason': 'not you\u001b[31m' };
  expect((await verification(form, denied))[0]).toBe(200);
  await errand(1);
  expect((await site.run(`status ${source}`, 1)).out).toContain('denied by the hub: not you');
  await pass(20);
  expect(asked()).toEqual([]);
  await pass(26);
  expect(asked()).toHaveLength(1);
});

test.each<[string, object[] | null, string]>([
  ['leaves feeds.json', [], ''],
  ['is disabled', null, 'disabled'],
  ['becomes private', null, 'private'],
])('a source that %s is unsubscribed', async (_what, sources, mark) => {
  const { subscribed, configure, pass, asked, errand, subscriptions, source, document } = await pushedSite();
  const form = await subscribed(0);
  configure(sources ?? [{ url: source, [mark]: true }]);
  await pass(1);
  const [farewell = {}] = asked();
  expect(farewell).toEqual({
    'hub.mode': 'unsubscribe',
    'hub.topic': form['hub.topic'],
    'hub.callback': form['hub.callback'],
  });
  expect(await pushTo(form, document('2'))).toBe(410);
  expect((await verification(farewell, { 'hub.mode': 'subscribe' }))[0]).toBe(404);
  expect(await verification(farewell)).toEqual([200, 'ch<all>enge']);
  await errand(1.1);
  expect(await subscriptions()).toEqual([]);
});

test('a source that names another topic is subscribed to that, and to the old one no more', async () => {
  const { subscribed, pass, asked, server, hub } = await pushedSite();
  await subscribed(0);
  server.answers['/a'] = { status: 200, body: hubbed(blog('A', '1'), hub.url, `${server.origin}/new`) };
  await pass(1);
  expect(asked().map((form) => [form['hub.mode'], form['hub.topic']])).toEqual([
    ['unsubscribe', `${server.origin}/topic`],
    ['subscribe', `${server.origin}/new`],
  ]);
});

test('a source that is gone for good is unsubscribed, and not at its first 410', async () => {
  const { subscribed, pass, asked, server } = await pushedSite();
  await subscribed(0);
  server.answers['/a'] = { status: 410, body: '' };
  await pass(DAY);
  expect(asked()).toEqual([]);
  await pass(2 * DAY + 1);
  expect(asked()).toMatchObject([{ 'hub.mode': 'unsubscribe' }]);
});

test('a private source is never subscribed: its hub would learn its address', async () => {
  const { pass, asked } = await pushedSite({}, { private: true });
  await pass(0);
  expect(asked()).toEqual([]);
});

test('after a restart subscriptions go on, and what is polled daily is asked once', async () => {
  const { subscribed, errand, pass, restart, document, titles, asked } = await pushedSite();
  const form = await subscribed(0);
  await pushTo(form, document('2', '1'));
  await errand(0.1);
  await restart();
  expect(await pushTo(form, document('3', '2', '1'))).toBe(202);
  expect(await pass(0.5)).toMatchObject({ polled: 1 });
  expect(titles()).toEqual(['ffi 1', 'ffi 2', 'ffi 3']);
  expect(asked()).toEqual([]);
});

test('a pass of cron beside the service leaves hubs and subscriptions alone', async () => {
  const { subscribed, cron, asked, subscriptions } = await pushedSite();
  await subscribed(0);
  const before = await subscriptions();
  await cron(1);
  expect([asked(), await subscriptions()]).toEqual([[], before]);
});

test('nothing that is shown or backed up has what is secret of a subscription', async () => {
  const { subscribed, site, source, warnings, document, errand } = await pushedSite();
  const form = await subscribed(0);
  await pushTo(form, document('2'));
  await errand(0.1);
  const secrets = [form['hub.secret'] ?? '', form['hub.callback']?.split('/').at(-1) ?? ''];
  const shown = [
    ...(await Promise.all(
      ['export --all', `status ${source}`, `status ${source} --json`, 'status --json', 'doctor'].map(
        async (line) => (await site.run(line, 1)).out,
      ),
    )),
    ...warnings,
  ];
  for (const secret of secrets) expect(shown.filter((text) => text.includes(secret))).toEqual([]);
  expect(shown[1]).toMatch(/hub +http:\/\/127\.0\.0\.1:\d+\/ pushes until .* 1 push, the last /);
  expect(JSON.parse(shown[2] ?? '').sources[0].subscription).toMatchObject({ state: 'running', pushes: 1 });
  const store = await openStoreReader(path.join(site.folder, 'data'));
  expect((await store.subscriptions()).every((one) => isRunning(one, BEGIN))).toBe(true);
  expect(httpUrl(source)).not.toBeNull();
});

test('a subscription that is damaged on disk is made anew', async () => {
  const { subscribed, site, pass, asked } = await pushedSite();
  await subscribed(0);
  writeFileSync(path.join(site.folder, 'data/subscriptions.json'), 'noise');
  expect((await site.run('doctor', 1)).out).toContain('hubs are asked anew');
  await pass(1);
  expect(asked()).toMatchObject([{ 'hub.mode': 'subscribe' }]);
});
