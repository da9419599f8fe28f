import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config/read.js';
import { openDemo } from '../../src/demo/blogs.js';
import { parseFeed } from '../../src/parse/index.js';
import { silent } from '../service/http/site.js';

async function demo() {
  const opened = await openDemo(silent, new AbortController().signal);
  onTestFinished(() => opened.close());
  const config = await readConfig(opened.config);
  return { ...opened, config };
}

test('its feeds.json is a whole configuration with a tag ffi, groups and a bundle', async () => {
  const { config } = await demo();
  expect(config.tags.map((tag) => tag.slug)).toContain('ffi');
  expect(config.groups.map((group) => group.slug)).toEqual(['category']);
  expect(config.bundles.map((bundle) => bundle.slug)).toEqual(['systems']);
});

test('every source answers on 127.0.0.1, the broken one with a page instead of a feed', async () => {
  const { config } = await demo();
  const answers = await Promise.all(
    config.sources.map(async ({ url }) => {
      const { statusCode, headers, body } = await request(url);
      return {
        url: new URL(url),
        statusCode,
        type: String(headers['content-type']),
        text: await body.text(),
      };
    }),
  );
  expect(new Set(answers.map(({ url, statusCode }) => `${url.hostname} ${statusCode}`))).toEqual(
    new Set(['127.0.0.1 200']),
  );
  expect(answers.filter(({ type }) => type.startsWith('text/html')).map(({ url }) => url.pathname)).toEqual([
    '/half-an-element/feed/',
  ]);
  const posts = answers.flatMap(({ text }) => text.match(/<item>|<entry[ >]|"date_published"/g) ?? []);
  expect(posts.length).toBeGreaterThanOrEqual(60);
  expect(answers.every(({ text }) => !text.includes('{origin}'))).toBe(true);
});

test('every link of every feed leads to a page of its blog', async () => {
  const { config } = await demo();
  for (const { url } of config.sources) {
    const { headers, body } = await request(url);
    const parsed = await parseFeed(new Uint8Array(await body.arrayBuffer()), { url, contentType: null });
    if (parsed.kind !== 'feed') continue;
    const { home, title, entries } = parsed.feed;
    expect(headers['content-type']).toMatch(/xml|json/);
    for (const link of [home, ...entries.map((entry) => entry.url)]) {
      const page = await request(link ?? '');
      expect([page.statusCode, await page.body.text()]).toEqual([
        200,
        expect.stringContaining(`>${title}</a>`),
      ]);
    }
  }
});

test('a second poll is answered with 304s', async () => {
  const { config } = await demo();
  for (const { url } of config.sources) {
    const { headers, body } = await request(url);
    await body.dump();
    const again = await request(url, { headers: { 'if-none-match': String(headers['etag']) } });
    await again.body.dump();
    expect(again.statusCode).toBe(304);
  }
});

test('nothing is left of it afterwards', async () => {
  const opened = await openDemo(silent, new AbortController().signal);
  const [source] = (await readConfig(opened.config)).sources;
  expect(await readFile(opened.config, 'utf8')).toContain('"Read Rust"');
  await opened.close();
  expect(existsSync(opened.config)).toBe(false);
  await expect(request(source?.url ?? '')).rejects.toThrow('ECONNREFUSED');
});

test('one that is stopped while it begins copies no blog any more, and leaves nothing', async () => {
  const opened = await openDemo(silent, AbortSignal.abort());
  const folder = path.dirname(opened.config);
  expect(readdirSync(folder)).toEqual([]);
  await opened.close();
  expect(existsSync(folder)).toBe(false);
});
