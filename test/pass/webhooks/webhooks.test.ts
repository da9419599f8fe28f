import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStoreReader } from '../../../src/store/index.js';
import { blog, polledSite, serve } from '../../support/polled-site.js';
import { startWebhook } from '../../support/webhook.js';

const PASS = 'run --all --allow-private';
const KEY = Buffer.from('a key of no more than 24').toString('base64');

/** A site with one blog and a webhook for its tag, which has published post 1 already. */
async function notified(given: object = {}) {
  const hook = await startWebhook();
  const server = await serve({ '/a': blog('A', '1') });
  const sources = [`${server.origin}/a`];
  const env: Record<string, string> = { HOOK: `${hook.origin}/s3cret`, KEY: `whsec_${KEY}` };
  const notify = [{ tag: 'ffi', url: '$HOOK', secret: '$KEY', ...given }];
  const site = polledSite(sources, { notify });
  const pass = async (at: number, posts: readonly string[], line = PASS) => {
    server.answers['/a'] = { status: 200, body: blog('A', ...posts) };
    return await site.run(line, at, env);
  };
  const titles = () => hook.told().map(titleIn);
  const waiting = async () => {
    const store = await openStoreReader(path.join(site.folder, 'data'));
    return (await store.outbox()).map(({ about }) => about);
  };
  await pass(0, ['1']);
  return { hook, server, sources, site, notify, env, pass, titles, waiting };
}

const titleIn = ({ body }: { readonly body: unknown }): string =>
  (body as { data: { item: { title: string } } }).data.item.title;

test('a post that is news is told once, after it is published; those of the first pass are no news', async () => {
  const { pass, titles, waiting } = await notified();
  expect(titles()).toEqual([]);
  expect(await pass(1, ['3', '2', '1'])).toMatchObject({ code: 0, err: '' });
  expect(titles().toSorted()).toEqual(['ffi 2', 'ffi 3']);
  await pass(2, ['3', '2', '1']);
  expect([titles(), await waiting()]).toEqual([[], []]);
});

test('as json it is a Standard Webhook: id, time and signature, and the post as the JSON Feed has it', async () => {
  const { hook, site, pass } = await notified();
  await pass(1, ['2', '1']);
  const [told] = hook.told();
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = told?.headers ?? {};
  const signed = createHmac('sha256', Buffer.from(KEY, 'base64')).update(`${id}.${time}.${told?.text}`);
  expect(signature).toBe(`v1,${signed.digest('base64')}`);
  expect(Number(time)).toBe(Date.UTC(2026, 0, 1, 1) / 1000);
  const feed = JSON.parse(readFileSync(path.join(site.folder, 'public/tags/ffi.json'), 'utf8')) as {
    items: { title: string }[];
  };
  expect(told?.body).toEqual({
    type: 'post.published',
    timestamp: '2026-01-01T01:00:00Z',
    data: {
      site: { title: 'T', url: 'https://t.example/' },
      tag: { slug: 'ffi', title: 'ffi', page: 'https://t.example/tags/ffi/' },
      item: feed.items.find(({ title }) => title === 'ffi 2'),
    },
  });
});

test('neither the address nor the key is in any file, message or report', async () => {
  const { hook, site, pass } = await notified();
  hook.answer = 500;
  const { out, err } = await pass(1, ['2', '1']);
  expect(err).toBe(
    'warning: webhook of ffi (json): 500 from the server: 1 notice not delivered yet; it is tried again for 1 day\n',
  );
  const files = readdirSync(site.folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const all = files.map((one) => readFileSync(path.join(one.parentPath, one.name), 'utf8'));
  for (const text of [out, err, ...all]) expect(text).not.toMatch(/s3cret|whsec_/);
});

test('what a webhook does not take waits, behind one request a pass, and is told in order later', async () => {
  const { hook, pass, titles, waiting } = await notified();
  hook.answer = 503;
  await pass(1, ['4', '3', '2', '1']);
  expect(hook.told()).toHaveLength(1);
  expect(await waiting()).toHaveLength(3);
  hook.answer = 204;
  expect((await pass(2, ['4', '3', '2', '1'])).err).toBe('');
  expect(titles().toSorted()).toEqual(['ffi 2', 'ffi 3', 'ffi 4']);
  expect(await waiting()).toEqual([]);
});

test('a notice that alone is refused holds up no other, and keeps its id', async () => {
  const { hook, pass, waiting } = await notified();
  hook.answer = (body) => (body.includes('ffi 2') ? 400 : 200);
  await pass(1, ['3', '2', '1']);
  const first = hook.told();
  expect(first.map(titleIn).toSorted()).toEqual(['ffi 2', 'ffi 3']);
  expect(await waiting()).toHaveLength(1);
  await pass(2, ['3', '2', '1']);
  const again = hook.told().map(({ headers }) => headers['webhook-id']);
  expect(again).toEqual(
    first.filter((one) => titleIn(one) === 'ffi 2').map((one) => one.headers['webhook-id']),
  );
});

test('it is given up after a day, which is said, in the feed of the operator too', async () => {
  const { hook, site, pass, waiting } = await notified();
  hook.answer = 404;
  await pass(1, ['2', '1']);
  expect((await pass(25, ['2', '1'])).err).toBe(
    'warning: webhook of ffi (json): 404 from the server: 1 notice not delivered in 1 day, and given up\n',
  );
  expect(await waiting()).toEqual([]);
  const health = readFileSync(path.join(site.folder, 'data/health.atom'), 'utf8');
  expect(health).toContain('Notices to the webhook of ffi (json) are given up');
});

test('posts that other rules file under the tag are no news, nor are those of a webhook that is new', async () => {
  const { site, sources, notify, pass, titles } = await notified();
  await pass(1, ['2', '1']);
  titles();
  site.configure(sources, {
    tags: { ffi: ['ffi'], wide: ['ffi'] },
    notify: [...notify, { tag: 'wide', url: '$HOOK' }],
  });
  await pass(2, ['2', '1']);
  expect(titles()).toEqual([]);
  await pass(3, ['3', '2', '1']);
  expect(titles()).toEqual(['ffi 3', 'ffi 3']);
});

test('an imported post is no news', async () => {
  const { site, pass, titles } = await notified();
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Old',
    items: [
      { id: 'https://old.example/1', url: 'https://old.example/1', title: 'ffi of old', content_text: 'x' },
    ],
  };
  writeFileSync(path.join(site.folder, 'old.json'), JSON.stringify(feed));
  expect(await site.run('import old.json', 1)).toMatchObject({ code: 0 });
  await pass(2, ['1']);
  expect(titles()).toEqual([]);
});

test('news of a pass that died before it had published is told by the next', async () => {
  const { site, pass, titles } = await notified();
  const out = path.join(site.folder, 'public');
  rmSync(out, { recursive: true });
  writeFileSync(out, '');
  expect((await pass(1, ['2', '1'])).code).toBe(1);
  expect(titles()).toEqual([]);
  rmSync(out);
  await pass(2, ['2', '1']);
  expect(titles()).toEqual(['ffi 2']);
});

test('a post that is removed before its webhook takes it is not told', async () => {
  const { hook, site, pass, titles, waiting } = await notified();
  hook.answer = 500;
  await pass(1, ['2', '1']);
  titles();
  await site.run('remove https://blog.example/2', 2);
  hook.answer = 200;
  await pass(3, ['1']);
  expect([titles(), await waiting()]).toEqual([[], []]);
});

test('a webhook at a private address is refused like a source at one, and its address not named', async () => {
  const { hook, site, sources, notify, env } = await notified();
  const server = await serve({ '/b': blog('B', '9') });
  const named = [...sources, `${server.origin}/b`].map((source) => source.replace('127.0.0.1', 'localhost'));
  site.configure(named, { notify, fetch: { allow: ['localhost'] } });
  await site.run('run --all', 1, env);
  server.answers['/b'] = { status: 200, body: blog('B', '10', '9') };
  const { err } = await site.run('run --all', 2, env);
  expect(hook.told()).toEqual([]);
  expect(err).toContain('warning: webhook of ffi (json): private address: … (--allow-private polls it)');
});

test.each([
  ['not set', { HOOK: '' }, 'notify[0].url: $HOOK is not set in the environment'],
  ['no address', { HOOK: 'hooks.example' }, 'notify[0].url: $HOOK holds no http or https address'],
  [
    'of a user',
    { HOOK: 'https://a:b@hooks.example/' },
    'notify[0].url: $HOOK holds an address with a user name or password',
  ],
  [
    'no key',
    { KEY: 'short' },
    'notify[0].secret: $KEY holds no key as Standard Webhooks have it: "whsec_" and 24 to 64 bytes in Base64',
  ],
])('a variable that is %s stops a pass, and is named by it and by check', async (_name, over, message) => {
  const { site, env } = await notified();
  const given = { ...env, ...over };
  const { code, err } = await site.run(PASS, 1, given);
  expect([code, err]).toEqual([2, `error: feeds.json: ${message}\n`]);
  const check = await site.run('check', 1, given);
  expect(check.out).toContain(message.replace(/^[^:]*: /, ''));
});
