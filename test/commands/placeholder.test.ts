import { describe, expect, test } from 'vitest';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

/** The site's address is one that an example has. */
const folderWith = (url: string): string =>
  configFolder(JSON.stringify({ site: { title: 'T', url }, sources: [], tags: {} }));

const ADVICE = 'feeds and links name it, so write the address that readers use';

describe('check warns of a site.url that is a placeholder', () => {
  test.each([
    ['https://example.org/', true],
    ['http://EXAMPLE.com/planet', true],
    ['https://planet.example.net/', true],
    ['https://example.org.uk/', false],
    ['https://my-example.org/', false],
    ['https://planet.dev/example.org/', false],
    ['http://localhost:8080/', false],
  ])('%s: %s', async (url, isOne) => {
    const { code, out } = await tagwire(['check'], folderWith(url));
    expect([code, out.includes(`warning: site.url: a placeholder; ${ADVICE}\n`)]).toEqual([0, isOne]);
  });
});

test('run warns of it where it publishes something, and is still when there is nothing new', async () => {
  const folder = folderWith('https://example.org/');
  const warning = `warning: feeds.json: site.url is still https://example.org/; ${ADVICE}\n`;
  expect((await tagwire(['run'], folder)).err).toBe(warning);
  expect((await tagwire(['run'], folder)).err).toBe('');
  expect((await tagwire(['run'], folderWith('https://planet.dev/'))).err).toBe('');
});

test('start warns of it once', async () => {
  const signal = AbortSignal.abort();
  const args = ['start', '--port', '0'];
  const { err } = await tagwire(args, folderWith('https://example.org/'), '', { signal });
  expect(
    err.split('\n').filter((line) => line.includes('site.url is still https://example.org/')),
  ).toHaveLength(1);
});
