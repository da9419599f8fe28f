import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read.js';
import { listSources } from '../../src/sources/listed.js';

test('20,000 new sources have keys of their own, and soon', () => {
  const sources = Array.from({ length: 20_000 }, (_, n) => `https://blog.example/${n % 100}/${n}`);
  const text = JSON.stringify({ site: { title: 'T', url: 'https://t.example/' }, sources, tags: {} });
  const parsed = parseConfig(text, 'feeds.json');
  if (!parsed.ok) throw new Error('bad test');
  const before = process.cpuUsage();
  const listed = listSources(parsed.config, new Map());
  const { user } = process.cpuUsage(before);
  expect(new Set(listed.map(({ record }) => record.key.slice(-8))).size).toBe(20_000);
  expect(user / 1e6).toBeLessThan(8); // about 0.5 s; where each key looks at all others, 45 s
});
