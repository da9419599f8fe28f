import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readTheme } from '../../src/publish/site/read-theme.js';
import { hasBrowser, launch } from './browser.js';
import { type Served, serve } from './served.js';
import { showcase, showcaseConfig } from './showcase.js';

const PAGES = [
  ['home', ''],
  ['a tag', 'tags/ffi/'],
  ['an empty tag', 'tags/zig/'],
  ['a bundle', 'bundles/systems/'],
  ['an archive', 'tags/ffi/archive/3.html'],
  ['all tags', 'tags/'],
  ['sources', 'sources/'],
  ['a source', 'sources/sparse/'],
  ['search', 'search/?q=bindgen'],
  ['about', 'about/'],
  ['lost', 'no/such/page'],
] as const;

describe.skipIf(!hasBrowser)(`the site in a browser${hasBrowser ? '' : ' (skipped: no chromium)'}`, () => {
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    const theme = await readTheme('no-such-folder', showcaseConfig().site);
    [served, browser] = await Promise.all([serve(showcase(theme)), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  interface Opened {
    readonly page: Page;
    /** Errors, warnings, and requests to other hosts. */
    readonly complaints: string[];
  }

  async function load(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1240, height: 900 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(served.url)) complaints.push(`asked ${request.url()}`);
    });
    await page.goto(served.url + path, { waitUntil: path.startsWith('search/?') ? 'networkidle' : 'load' });
    return { page, complaints };
  }

  async function open(path: string, options?: BrowserContextOptions): Promise<Opened> {
    const opened = await load(path, options);
    onTestFinished(() => opened.page.context().close());
    return opened;
  }

  describe.each(PAGES)('%s', (_name, path) => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await load(path);
    });
    afterAll(() => opened?.page.context().close());

    test('complains of nothing and asks nobody else', () => {
      expect(opened.complaints.filter((text) => !/status of 404/.test(text))).toEqual([]);
    });

    test.each(['light', 'dark'] as const)('has no barrier (%s)', async (colorScheme) => {
      const { page } = opened;
      await page.emulateMedia({ colorScheme });
      await page.evaluate(
        `document.querySelectorAll('details').forEach((details) => { details.open = true; })`,
      );
      await page.evaluate(axe.source);
      const violations = await page.evaluate(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      expect(violations).toEqual([]);
    });

    test('fits every width from 320 pixels without sideways scroll', async () => {
      const { page } = opened;
      const wider: number[] = [];
      for (const width of [320, 360, 600, 747, 768, 1120, 1190, 1920]) {
        await page.setViewportSize({ width, height: 800 });
        if (Number(await page.evaluate('document.documentElement.scrollWidth')) > width) wider.push(width);
      }
      expect(wider).toEqual([]);
    });

    test('can be read without JavaScript, and shows no control that needs it', async () => {
      const { page } = await open(path, { javaScriptEnabled: false });
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.locator('form:visible, button:visible, input:visible').count()).toBe(0);
    });
  });

  describe('reading', () => {
    test('from home to a tag, through its archive to the oldest post', async () => {
      const { page } = await open('');
      await page.getByRole('complementary').getByRole('link', { name: 'ffi' }).click();
      await page.waitForLoadState();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Tag: ffi');
      let pages = 1;
      for (; (await page.getByRole('link', { name: /^Older/ }).count()) > 0; pages++) {
        await page.getByRole('link', { name: /^Older/ }).click();
        await page.waitForLoadState();
      }
      expect(pages).toBe(7);
      await page.getByRole('link', { name: '← Newest posts' }).click();
      expect(new URL(page.url()).pathname).toBe('/tags/ffi/');
    });

    test('why a post is here', async () => {
      const { page } = await open('tags/ffi/');
      const post = page.getByRole('article').filter({ hasText: 'bindgen for just' });
      const reason = post.getByText('“bindgen” in the title');
      expect(await reason.isVisible()).toBe(false);
      await post.getByText('Why is this here?').click();
      expect(await reason.isVisible()).toBe(true);
    });

    test('titles of strangers are text', async () => {
      const { page } = await open('tags/ffi/');
      expect(await page.getByRole('link', { name: 'Why <script>alert("titles")</script>' }).count()).toBe(1);
    });

    test('a post that runs against the site keeps to its own side', async () => {
      const { page } = await open('tags/ffi/');
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.flip .title')).direction`)).toBe(
        'rtl',
      );
    });

    test('the keyboard reaches the content at once', async () => {
      const { page } = await open('tags/ffi/');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
    });
  });

  test('an address is copied', async () => {
    const { page } = await open('tags/ffi/', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      'https://readrust.example/tags/ffi.atom',
    );
  });

  test('tags are filtered as one types', async () => {
    const { page } = await open('tags/');
    const shown = () => page.locator('.leaders li:visible bdi').allInnerTexts();
    expect((await shown()).length).toBe(15);
    await page.getByRole('searchbox').fill('No_S');
    expect(await shown()).toEqual(['no-std']);
    expect(await page.getByRole('status').textContent()).toBe('1 shown.');
    await page.getByRole('searchbox').fill('nothing like it');
    expect(await page.getByRole('status').textContent()).toBe('Nothing here contains that.');
    await page.getByRole('searchbox').fill('');
    expect((await shown()).length).toBe(15);
  });

  test('sources that fail are folded until they are asked for', async () => {
    const { page } = await open('sources/');
    const troubled = page.locator('details .src');
    expect(await troubled.count()).toBeGreaterThan(0);
    expect(await troubled.first().isVisible()).toBe(false);
    const name = (await troubled.first().locator('bdi').textContent()) ?? '';
    await page.getByRole('searchbox').fill(name);
    expect(await troubled.first().isVisible()).toBe(true);
    await page.getByRole('searchbox').fill('');
    expect(await troubled.first().isVisible()).toBe(false);
    await page.locator('summary').click();
    expect(await troubled.first().isVisible()).toBe(true);
  });

  describe('search', () => {
    const titles = (page: Page) => page.locator('.post .title').allInnerTexts();
    const status = (page: Page) => page.getByRole('status');

    test('finds, marks, and keeps the query in the address', async () => {
      const { page } = await open('search/');
      await page.getByRole('searchbox').fill('bindgen');
      await status(page).getByText('1 post.').waitFor();
      expect(await titles(page)).toEqual(['bindgen for just the dozen functions you call']);
      expect(await page.locator('mark').allInnerTexts()).toEqual(['bindgen']);
      expect(new URL(page.url()).search).toBe('?q=bindgen');
      expect(await page.title()).toBe('“bindgen” – Search – Read Rust');
    });

    test('forgives a typing error and says so', async () => {
      const { page } = await open('search/?q=bindgne');
      await status(page).getByText('Nothing has “bindgne”, so this matches bindgen.').waitFor();
    });

    test('is narrowed by a tag, also from an address', async () => {
      const { page } = await open('search/?q=microcontroller');
      await page.getByRole('link', { name: 'Embedded 5' }).click();
      await status(page)
        .getByText(/^5 posts/)
        .waitFor();
      expect(new URL(page.url()).search).toBe('?q=microcontroller&tag=embedded');
      await page.reload();
      await status(page)
        .getByText(/^5 posts/)
        .waitFor();
    });

    test('shows more on demand, and the keyboard goes on there', async () => {
      const { page } = await open('search/?q=series');
      await status(page)
        .getByText(/^149 posts\.$/)
        .waitFor();
      expect((await titles(page)).length).toBe(30);
      await page.getByRole('button', { name: 'Show more' }).click();
      expect((await titles(page)).length).toBe(60);
      expect(await page.evaluate('document.activeElement.tagName')).toBe('A');
    });

    test('shows the markup of a stranger as text', async () => {
      const { page, complaints } = await open('search/?q=alert');
      await status(page).getByText('1 post.').waitFor();
      expect(await titles(page)).toEqual([
        'Why <script>alert("titles")</script> & <b>markup</b> are shown as text',
      ]);
      expect(complaints).toEqual([]);
    });

    test('is reached from a lost page', async () => {
      const { page } = await open('no/such/page');
      await page.getByRole('searchbox').fill('bindgen');
      await page.getByRole('button', { name: 'Search' }).click();
      await status(page).getByText('1 post.').waitFor();
    });

    test('says that it could not be loaded', async () => {
      const { page } = await open('search/');
      await page.route('**/search/index.json', (route) => route.abort());
      await page.getByRole('searchbox').fill('bindgen');
      await status(page).getByText('Search could not be loaded.').waitFor();
    });
  });

  test('dark by preference', async () => {
    const background = async (colorScheme: 'light' | 'dark') => {
      const { page } = await open('', { colorScheme });
      return page.evaluate('getComputedStyle(document.body).backgroundColor');
    };
    expect([await background('light'), await background('dark')]).toEqual([
      'rgb(255, 255, 255)',
      'rgb(20, 23, 26)',
    ]);
  });

  test('on paper: addresses after titles, and nothing to click', async () => {
    const { page } = await open('tags/ffi/', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav:visible, .feeds:visible, details:visible, aside:visible').count()).toBe(0);
    expect(
      await page.evaluate(`getComputedStyle(document.querySelector('.title a'), '::after').content`),
    ).toContain('https://');
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
  });
});
