import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { feedsSchema } from '../../../src/config/grammar/json-schema.js';

test('feeds.schema.json is the grammar: if not, run "npm run build && node scripts/schema.mjs"', () => {
  const file = readFileSync(new URL('../../../feeds.schema.json', import.meta.url), 'utf8');
  expect(file).toBe(feedsSchema());
});
