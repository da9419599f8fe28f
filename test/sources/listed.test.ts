import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read.js';
import { listSources } from '../../src/sources/listed.js';
import { costOf } from '../support/cost.js';

test('20,000 new sources have keys of their own, and soon', async () => {
  const sources = Array.from({ length: 20_000 }, (_, n) => `https://blog.example/${n % 100}/${n}`);
  const text = JSON.stringify({ site: { title: 'T', url: 'https://t.example/' }, sources, tags: {} });
  const parsed = parseConfig(text, 'feeds.json');
  if (!parsed.ok) throw new Error('bad test');
  let listed: ReturnType<typeof listSources> = [];
  const cost = await costOf(() => {
    listed = listSources(parsed.config, new Map(), {});
  });
  expect(new Set(listed.map(({ record }) => record.key.slice(-8))).size).toBe(20_000);
  expect(cost).toBeLessThan(1500); // about 100; where each key looks at all others, 9,000
});
