// Takes the pictures of docs/images from the demo: node scripts/screenshots.mjs, after a build, with Debian's chromium.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const images = path.join(root, 'docs', 'images');
const DESK = { width: 1200, height: 800 };
const PHONE = { width: 375, height: 720 };

/** The first two stand in the README. */
const PICTURES = [
  { name: 'home', path: '', viewport: DESK, colorScheme: 'light' },
  { name: 'tag-dark', path: 'tags/ffi/', viewport: DESK, colorScheme: 'dark' },
  { name: 'tags', path: 'tags/', viewport: DESK, colorScheme: 'light' },
  { name: 'sources', path: 'sources/', viewport: DESK, colorScheme: 'light' },
  { name: 'search', path: 'search/?q=bindgne', viewport: DESK, colorScheme: 'light' },
  { name: 'phone', path: 'tags/ffi/', viewport: PHONE, colorScheme: 'light' },
  { name: 'phone-dark', path: '', viewport: PHONE, colorScheme: 'dark' },
];

/** Resolves to the address that ends the demo's first report. */
function addressOf(demo) {
  return new Promise((resolve, reject) => {
    createInterface({ input: demo.stdout }).on('line', (line) => {
      if (/^http:\/\/\S+$/.test(line)) resolve(line);
    });
    demo.on('exit', (code) => reject(new Error(`the demo ended (${code}) before it gave its address`)));
  });
}

const demo = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'demo'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const site = await addressOf(demo);
  mkdirSync(images, { recursive: true });
  for (const { name, path: address, viewport, colorScheme } of PICTURES) {
    const page = await browser.newPage({ viewport, colorScheme });
    await page.goto(site + address, { waitUntil: 'networkidle' });
    await page.screenshot({ path: path.join(images, `${name}.png`) });
    await page.close();
    console.log(`docs/images/${name}.png`);
  }
} finally {
  await browser.close();
  demo.kill();
}
