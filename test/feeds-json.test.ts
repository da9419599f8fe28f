import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config/read.js';

const FILE = fileURLToPath(new URL('../feeds.json', import.meta.url));

test('the feeds.json of the repository is pure JSON and a whole configuration', async () => {
  expect(() => JSON.parse(readFileSync(FILE, 'utf8'))).not.toThrow();
  const { site, sources, tags } = await readConfig(FILE);
  expect(site.title).toBe('Read Rust');
  expect(sources.length).toBeGreaterThanOrEqual(200);
  expect(tags.map((tag) => tag.slug)).toContain('ffi');
});

test('its sources have titles and stand one a line, so that a change is one line', async () => {
  const { sources } = await readConfig(FILE);
  const lines = readFileSync(FILE, 'utf8').split('\n');
  for (const { url, title } of sources) {
    expect(title).toMatch(/\S/);
    expect(lines.filter((line) => line.includes(`"${url}"`))).toHaveLength(1);
  }
});
