import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HtmlValidate } from 'html-validate';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../../src/config/read.js';
import type { Instant } from '../../../../src/model/values.js';
import { type Beginning, beginningPage } from '../../../../src/publish/pages/beginning.js';
import { makeTheme } from '../../../../src/publish/site/theme.js';
import { NO_STATICS } from '../../../../src/publish/write/statics.js';
import { beginningAnswer } from '../../../../src/service/http/site/beginning.js';
import { servedSite } from '../site.js';

const text = JSON.stringify({
  site: { title: 'Read <Rust>', url: 'https://planet.example/' },
  sources: [],
  tags: {},
});
const parsed = parseConfig(text, 'feeds.json');
if (!parsed.ok) throw new Error('no configuration');
const { config } = parsed;
const theme = makeTheme(new Map([['site.css', Buffer.from('body{}')]]), new Map(), config.site.colors);

const NEXT = '2026-11-23T15:10:00Z' as Instant;
const IDLE: Beginning = { stage: null, done: 0, total: 0, failed: 0, latest: [], nextPass: NEXT };
const POLLING: Beginning = {
  ...IDLE,
  stage: 'poll',
  done: 88,
  total: 214,
  failed: 1,
  latest: [
    { title: 'Blog <A>', failed: false },
    { title: 'Blog B', failed: true },
  ],
};

test.each<[string, Beginning, string]>([
  ['before anything is asked', { ...IDLE, stage: 'prepare' }, 'Reading what is stored.'],
  ['while sources are asked', POLLING, 'Asked 88 of 214 sources so far, 1 failed.'],
  [
    'while it is written',
    { ...POLLING, stage: 'publish', done: 214, failed: 0 },
    'Asked 214 sources. Writing the pages and feeds.',
  ],
  ['between passes', IDLE, 'Nothing is published yet. The next try is at 15:10 UTC.'],
  ['where none comes', { ...IDLE, nextPass: null }, 'Nothing is published yet.'],
])('the page says what is going on: %s', (_name, beginning, words) =>
  expect(beginningPage(config.site, theme, beginning)).toContain(`<p class="lede">${words}</p>`),
);

test('the page refreshes itself without a script, names the sources asked last, and is well formed', async () => {
  const page = beginningPage(config.site, theme, POLLING);
  expect(page).toContain('<meta http-equiv="refresh" content="2">');
  expect(page).not.toContain('<script');
  expect(page).toContain('Blog &lt;A&gt;</bdi> <span class="n">answered</span>');
  expect(page).toContain('Blog B</bdi> <span class="n ill">failed</span>');
  const report = await new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'meta-refresh': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off' },
  }).validateString(page);
  expect(report.results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
});

/** A server over an empty folder. */
async function empty() {
  const root = await mkdtemp(path.join(tmpdir(), 'tagwire-empty-'));
  const site = { config, theme, statics: NO_STATICS, classifier: { classify: never, explain: never } };
  return servedSite({ root, beginning: (asked) => beginningAnswer(asked, site, POLLING) });
}

function never(): never {
  throw new Error('asked');
}

test('until something is published the home page tells, with its styles, and all else is too early', async () => {
  const { get } = await empty();
  const home = await get('/');
  expect([home.status, home.headers['cache-control']]).toEqual([200, 'no-store']);
  expect(home.headers['content-security-policy']).toContain("style-src 'self'");
  expect(home.body.toString()).toContain('Asked 88 of 214');
  const styles = await get(`/assets/site.css?v=${theme.version}`);
  expect([styles.status, styles.headers['content-type'], styles.headers['cache-control']]).toEqual([
    200,
    'text/css; charset=utf-8',
    'no-store',
  ]);
  const feed = await get('/feed.atom');
  expect([feed.status, feed.headers['retry-after'], feed.headers['cache-control']]).toEqual([
    503,
    '30',
    'no-store',
  ]);
});
