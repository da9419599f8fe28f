import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { get } from './fetching.js';
import { url } from './raw-server.js';

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');

/** A TLS server with one of the certificates of `fixtures/tls`, all of one key. */
async function tlsServer(certificate: string): Promise<number> {
  const server = createServer({ key: pem('server.key'), cert: pem(certificate) }, (_request, response) =>
    response.end('<rss/>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
const trusting = { ca: pem('ca.pem'), lookup };

test.each([['feeds.example'], ['feeds.example.'], ['127.0.0.1']])(
  'a valid certificate, for %s',
  async (host) => {
    const port = await tlsServer('valid.pem');
    expect(await get(url(`https://${host}:${port}/`), trusting)).toMatchObject({ kind: 'fresh' });
  },
);

test.each([
  ['expired.pem', trusting, 'certificate expired on 3 May 2020'],
  ['other-host.pem', trusting, 'certificate is for another host'],
  ['self-signed.pem', trusting, 'certificate signed by itself'],
  ['valid.pem', { lookup }, 'certificate chain incomplete'],
])('a certificate that is none: %s', async (certificate, settings, message) => {
  const port = await tlsServer(certificate);
  expect(await get(url(`https://feeds.example:${port}/`), settings)).toMatchObject({
    kind: 'failed',
    reason: 'tls',
    message,
  });
});

test('a server that speaks plain http at the port', async () => {
  const server = createPlainServer((_request, response) => response.end('<rss/>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  expect(await get(url(`https://feeds.example:${port}/`), trusting)).toMatchObject({
    kind: 'failed',
    reason: 'tls',
    message: 'the server speaks no https there',
  });
});
