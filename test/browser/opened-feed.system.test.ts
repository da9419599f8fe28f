import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type AskedSite, askedSite, titled } from '../service/http/asked/asked-site.js';
import { hasBrowser, launch } from './browser.js';

const POSTS = titled('ffi', 'unsafe', 'ffi unsafe');

describe.skipIf(!hasBrowser)(`a feed in a browser${hasBrowser ? '' : ' (skipped: no chromium)'}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function open(site: AskedSite, path: string) {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const answer = await page.goto(new URL(path, site.url).href);
    return { page, answer, complaints };
  }

  test.each([
    ['tags/ffi.atom', 'Tag: ffi', ['ffi unsafe', 'ffi']],
    ['tags/ffi.json', 'Tag: ffi', ['ffi unsafe', 'ffi']],
    ['tags/ffi+unsafe.rss', 'Tags: ffi and unsafe', ['ffi unsafe']],
    ['search.atom?q=unsafe', 'Search: unsafe', ['ffi unsafe', 'unsafe']],
  ])('is a page with its address, styles and posts: %s', async (path, heading, titles) => {
    const site = await askedSite(POSTS);
    const { page, answer, complaints } = await open(site, path);
    expect(answer?.headers()['cache-control']).toBe('no-store');
    expect(await page.locator('.opened code').textContent()).toBe(site.origin + path);
    expect(await page.locator('h1').innerText()).toBe(heading);
    expect(await page.locator('article .title').allInnerTexts()).toEqual(titles);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.opened')).display")).toBe('block');
    expect(await page.evaluate('document.styleSheets.length')).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test('is reached from the page’s link, and leads back to the page', async () => {
    const site = await askedSite(POSTS);
    const { page } = await open(site, 'tags/ffi/');
    await page.locator('.feeds a', { hasText: 'RSS' }).click();
    expect(new URL(page.url()).pathname).toBe('/tags/ffi.rss');
    expect(await page.locator('.opened .note').innerText()).toContain('a feed (RSS)');
    await page.locator('nav a', { hasText: 'Tags' }).click();
    expect(new URL(page.url()).pathname).toBe('/tags/');
  });

  test.each([true, false])(
    'of a search is offered on its page, with a script or without (%s)',
    async (javaScriptEnabled) => {
      const site = await askedSite(POSTS);
      const context = await browser.newContext({ javaScriptEnabled });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      await page.goto(new URL('search/?q=unsafe', site.url).href, { waitUntil: 'networkidle' });
      const titles = async () => (await page.locator('article .title').allInnerTexts()).toSorted();
      await expect.poll(titles).toEqual(['ffi unsafe', 'unsafe']); // the script has the best match first
      expect(await page.locator('#status').innerText()).toMatch(/^2 posts/);
      await page.locator('#q').fill('ffi -unsafe');
      await page.locator('#q').press('Enter');
      if (javaScriptEnabled) return;
      await page.waitForLoadState();
      expect(await titles()).toEqual(['ffi']);
      await page.locator('.feeds .main').click();
      expect(await page.locator('.opened code').textContent()).toBe(
        `${site.origin}search.atom?q=ffi%20-unsafe`,
      );
    },
  );

  test('is the feed for a script of the same browser, also after the page was shown', async () => {
    const site = await askedSite(POSTS);
    const { page } = await open(site, 'tags/ffi.atom');
    const type = await page.evaluate(async () => (await fetch('/tags/ffi.atom')).headers.get('content-type'));
    expect(type).toBe('application/atom+xml; charset=utf-8');
  });
});
