import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configPage, withoutExample } from '../../../src/config/grammar/config-page.js';
import { feedsSchema, schemaObject } from '../../../src/config/grammar/json-schema.js';
import { feedsFile } from '../../../src/config/grammar/schema.js';

const fileAt = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

test.each([
  ['feeds.schema.json', feedsSchema()],
  ['docs/config.md', configPage(schemaObject())],
])('%s is the grammar: if not, run "node scripts/schema.mjs"', (name, made) => {
  expect(fileAt(name)).toBe(made);
});

test('every key has an example', () => {
  expect(withoutExample(schemaObject())).toEqual([]);
});

test('the page names every key of the grammar', () => {
  const page = fileAt('docs/config.md');
  for (const key of Object.keys(feedsFile.shape)) expect(page).toContain(`\n| \`${key}\` | `);
  expect(page).toContain('\n## `tags.NAME.tests[]`\n');
  expect(page).toContain(
    '\n| `min` | a duration | `"1h"` | No source is polled more often, unless it has an interval of its own | `"30m"` |\n',
  );
});
