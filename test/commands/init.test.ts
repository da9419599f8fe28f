import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { feedsSchema } from '../../src/config/grammar/json-schema.js';
import { tagwire } from '../support/cli.js';
import { configFolder, fileIn } from '../support/config-folder.js';

test('writes a feeds.json that passes its check, with the schema that it names', async () => {
  const folder = configFolder();
  const { code, out } = await tagwire(['init'], folder);
  expect({ code, out }).toEqual({
    code: 0,
    out: '✓ Wrote feeds.json. Name your site in it, then: tagwire add https://…\n',
  });
  expect(readdirSync(folder).sort()).toEqual(['feeds.json', 'feeds.schema.json']);
  expect(fileIn(folder, 'feeds.schema.json')).toBe(feedsSchema());
  expect((await tagwire(['check'], folder)).out).toBe(
    '✓ feeds.json: 0 sources, 2 tags, 1 bundle, 2 of 2 rule tests pass\n',
  );
});

test('never overwrites', async () => {
  const folder = configFolder('mine');
  expect(await tagwire(['init'], folder)).toEqual({
    code: 2,
    out: '',
    err: 'error: feeds.json is there already\n',
  });
  expect(fileIn(folder)).toBe('mine');
  expect(readdirSync(folder)).toEqual(['feeds.json']);
});
