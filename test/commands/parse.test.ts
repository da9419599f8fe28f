import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tagwire } from '../support/cli.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/feeds/${name}`, import.meta.url));

const parse = (args: readonly string[], input = '') => tagwire(['parse', ...args], '.', input);

const RSS =
  '<rss version="2.0"><channel><title>Piped</title><item><title>x</title><link>/x</link><pubDate>1 Jan 2010 10:00</pubDate></item></channel></rss>';

describe('tagwire parse', () => {
  test('prints a file as JSON Feed', async () => {
    const { code, out, err } = await parse([fixture('rss-0.91.xml')]);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Tide table',
    });
  });

  test('reads standard input, and resolves against --base', async () => {
    const { out } = await parse(['--base', 'https://piped.example/feed', '-'], RSS);
    expect(JSON.parse(out).items).toMatchObject([
      { url: 'https://piped.example/x', date_published: '2010-01-01T10:00:00Z' },
    ]);
  });

  test('goes on after a failure: a line each, exit 0', async () => {
    const { code, out, err } = await parse([
      '--ndjson',
      fixture('rss-0.91.xml'),
      'nowhere.xml',
      fixture('ids.xml'),
    ]);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines.map(({ file }) => file)).toEqual([
      fixture('rss-0.91.xml'),
      'nowhere.xml',
      fixture('ids.xml'),
    ]);
    expect(lines[1]).toEqual({ file: 'nowhere.xml', error: 'no such file' });
    expect(err).toBe('nowhere.xml: no such file\n');
  });

  test('exits 1 where nothing could be read', async () => {
    expect(await parse(['-'], '<!doctype html><title>x</title>')).toEqual({
      code: 1,
      out: '',
      err: '-: a web page, not a feed\n',
    });
  });

  test('says of a hostile document only what a terminal can show', async () => {
    const { err } = await parse(['-'], '<?xml version="1.0"?><a\u001b[2Jb\u009b2J/>');
    expect(err).toMatch(/^-: XML, but not a feed: [\x20-\x7e]*\n$/);
  });

  test('exits 2 on bad usage', async () => {
    const { code, err } = await parse(['--base', 'ftp://x', '-']);
    expect([code, err]).toEqual([2, 'error: --base: expected an http or https URL, received "ftp://x"\n']);
  });
});

describe('of a URL', () => {
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === '/feed' ? 200 : 404;
      response.setHeader('Content-Type', 'text/xml; charset=windows-1251');
      response.end(RSS.replace('Piped', '\u00cf').replace('/x<', 'x<'), 'latin1');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('it is fetched; its charset and its address count', async () => {
    const { out } = await parse(['--allow-private', `${origin}/feed`]);
    expect(JSON.parse(out)).toMatchObject({ title: 'П', items: [{ url: `${origin}/x` }] });
  });

  test('private addresses are refused without --allow-private, and a failure is one line', async () => {
    const refused = await parse([`${origin}/feed`]);
    const missing = await parse(['--allow-private', `${origin}/none`]);
    expect([refused.code, missing.code]).toEqual([1, 1]);
    expect(refused.err).toMatch(/^http:\S+: [^\n]*private[^\n]*\n$/);
    expect(missing.err).toMatch(/^http:\S+: [^\n]*404[^\n]*\n$/);
  });
});
