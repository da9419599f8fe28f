import { expect, test } from 'vitest';
import { fetcher, get } from './fetching.js';
import { http, rawServer } from './raw-server.js';

const now = Date.parse('2026-11-18T10:00:00Z');
const settings = { now: () => now };

test.each([
  ['400'],
  ['401'],
  ['403'],
  ['404'],
  ['418'],
  ['500'],
  ['502'],
  ['504'],
  ['999'],
  ['201'],
  ['202'],
  ['206'],
  ['226'],
])('status %s is a failure that says so, and its body is not read', async (status) => {
  const server = await rawServer(http(`${status} Whatever`, [], '<rss/>'));
  expect(await get(server.url('/'))).toEqual({
    kind: 'failed',
    reason: 'status',
    message: `${status} from the server`,
    status: Number(status),
    reached: true,
    traffic: { requests: 1, bytes: 0 },
  });
});

test.each([['403'], ['429'], ['503']])(
  'a Cloudflare challenge is named as one, and holds no host: %s',
  async (status) => {
    const server = await rawServer(
      http(`${status} Forbidden`, ['Server: cloudflare', 'CF-Mitigated: challenge'], '<html/>'),
    );
    const asking = fetcher();
    const request = { url: server.url('/'), validators: { etag: null, lastModified: null, from: null } };
    for (let time = 1; time <= 2; time += 1) {
      expect(await asking.fetch(request, new AbortController().signal)).toMatchObject({
        kind: 'failed',
        reason: 'challenge',
        message: `a Cloudflare challenge (${status}): the site lets only browsers in`,
        status: Number(status),
      });
      expect(server.requests).toHaveLength(time);
    }
  },
);

test('410 is gone', async () => {
  const server = await rawServer(http('410 Gone', []));
  expect(await get(server.url('/'))).toEqual({ kind: 'gone', traffic: { requests: 1, bytes: 0 } });
});

test.each([
  ['seconds', ['Retry-After: 120'], 120_000],
  ['none', [], null],
  ['zero', ['Retry-After: 0'], null],
  ['very many seconds', ['Retry-After: 99999999999'], 2 ** 31 * 1000],
  ['an HTTP-date', ['Retry-After: Wed, 18 Nov 2026 11:00:00 GMT'], 3_600_000],
  ['an RFC 850 date', ['Retry-After: Wednesday, 18-Nov-26 11:00:00 GMT'], 3_600_000],
  ['an asctime date', ['Retry-After: Wed Nov 18 11:00:00 2026'], 3_600_000],
  ['a date that has passed', ['Retry-After: Wed, 18 Nov 2026 09:00:00 GMT'], null],
  [
    'a date by the clock of the server',
    ['Date: Wed, 18 Nov 2026 07:00:00 GMT', 'Retry-After: Wed, 18 Nov 2026 08:00:00 GMT'],
    3_600_000,
  ],
  ['a negative number', ['Retry-After: -5'], null],
  ['a fraction', ['Retry-After: 1.5'], 2000],
  ['the longer of two', ['Retry-After: 60', 'Retry-After: 120'], 120_000],
  ['the longer of two that a proxy has joined', ['Retry-After: 120, 60'], 120_000],
  ['readable beside another', ['Retry-After: soon', 'Retry-After: 60'], 60_000],
  ['no date', ['Retry-After: tomorrow'], null],
  ['a date of no month', ['Retry-After: Wed, 18 Foo 2026 11:00:00 GMT'], null],
  ['nothing', ['Retry-After:'], null],
  ['missing, a limit is reset in seconds', ['RateLimit-Reset: 50'], 50_000],
  ['missing, a limit is reset in seconds, by another name', ['X-RateLimit-Reset: 50'], 50_000],
  ['missing, a limit is reset at a second since 1970', ['X-RateLimit-Reset: 1795000200'], 4_200_000],
  ['missing, a limit is reset at a millisecond since 1970', ['x-ratelimit-reset: 1795000200500'], 4_200_500],
  ['missing, a limit is reset in a fraction', ['X-RateLimit-Reset: 58.4'], 59_000],
  [
    'missing, a limit is reset by the clock of the server',
    ['Date: Wed, 18 Nov 2026 11:00:00 GMT', 'X-RateLimit-Reset: 1795000200'],
    600_000,
  ],
  ['missing, a limit was reset long ago', ['X-RateLimit-Reset: 1500000000'], null],
  ['missing, a limit is reset at once', ['RateLimit-Reset: 0'], null],
  ['missing, a limit is reset at no time', ['RateLimit-Reset: soon'], null],
  ['given beside a limit', ['Retry-After: 120', 'RateLimit-Reset: 50'], 120_000],
  ['zero beside a limit', ['Retry-After: 0', 'RateLimit-Reset: 50', 'X-RateLimit-Reset: 70'], 50_000],
])('429 and 503 hold the host, Retry-After is %s', async (_name, headers, retryAfterMs) => {
  for (const status of [429, 503]) {
    const server = await rawServer(http(`${status} Later`, headers));
    expect(await get(server.url('/'), settings)).toEqual({
      kind: 'later',
      status,
      retryAfterMs,
      asked: true,
      host: new URL(server.origin).host,
      traffic: { requests: 1, bytes: 0 },
    });
  }
});

test.each([
  ['403', 'Retry-After: 60', true],
  ['500', 'Retry-After: 60', true],
  ['502', 'Retry-After: Wed, 18 Nov 2026 10:01:00 GMT', true],
  ['403', 'Retry-After: 0', false],
  ['403', 'Retry-After: soon', false],
  ['403', 'X-RateLimit-Reset: 60', false], // GitHub sends it with every answer
  ['404', 'Retry-After: 60', false],
  ['999', 'Retry-After: 60', false],
])('%s with %s holds the host: %s', async (status, header, holds) => {
  const server = await rawServer(http(`${status} No`, [header]));
  const asking = fetcher(settings);
  const request = { url: server.url('/'), validators: { etag: null, lastModified: null, from: null } };
  const first = await asking.fetch(request, new AbortController().signal);
  const held = { kind: 'later', status: Number(status), retryAfterMs: 60_000 };
  expect(first).toMatchObject(holds ? held : { kind: 'failed', status: Number(status) });
  await asking.fetch({ ...request, url: server.url('/other') }, new AbortController().signal);
  expect(server.requests).toHaveLength(holds ? 1 : 2);
});

test.each([
  ['nothing', [], null],
  ['max-age', ['Cache-Control: max-age=3600'], 3_600_000],
  ['max-age among others', ['Cache-Control: public, max-age=60, must-revalidate'], 60_000],
  ['max-age in a second header', ['Cache-Control: public', 'Cache-Control: max-age=60'], 60_000],
  ['max-age in capitals, quoted', ['CACHE-CONTROL: MAX-AGE="60"'], 60_000],
  ['the first of two', ['Cache-Control: max-age=60, max-age=90'], 60_000],
  ['s-maxage, which is for shared caches', ['Cache-Control: s-maxage=60'], null],
  ['max-age, unreadable, so stale', ['Cache-Control: max-age=soon'], 0],
  ['max-age, negative, so stale', ['Cache-Control: max-age=-1'], 0],
  ['less Age', ['Cache-Control: max-age=3600', 'Age: 600'], 3_000_000],
  ['less a greater Age', ['Cache-Control: max-age=60', 'Age: 600'], 0],
  ['seconds without end', [`Cache-Control: max-age=${'9'.repeat(400)}`], 2 ** 31 * 1000],
  ['both without end', [`Cache-Control: max-age=${'9'.repeat(400)}`, `Age: ${'9'.repeat(400)}`], 0],
  ['an unreadable Age', ['Cache-Control: max-age=60', 'Age: old'], 60_000],
  ['Expires', ['Expires: Wed, 18 Nov 2026 11:00:00 GMT'], 3_600_000],
  [
    'Expires less Date',
    ['Date: Wed, 18 Nov 2026 08:00:00 GMT', 'Expires: Wed, 18 Nov 2026 09:00:00 GMT'],
    3_600_000,
  ],
  ['max-age before Expires', ['Cache-Control: max-age=60', 'Expires: Wed, 18 Nov 2026 11:00:00 GMT'], 60_000],
  ['Expires that has passed', ['Expires: Thu, 01 Jan 1970 00:00:00 GMT'], 0],
  ['Expires: 0', ['Expires: 0'], 0],
  ['Expires: -1', ['Expires: -1'], 0],
  ['no-cache alone', ['Cache-Control: no-cache'], null],
  ['no-cache beside max-age', ['Cache-Control: max-age=3600, no-cache'], null],
  ['no-store in another header', ['Cache-Control: max-age=3600', 'Cache-Control: No-Store'], null],
  ['no-cache beside Expires', ['Cache-Control: no-cache', 'Expires: Wed, 18 Nov 2026 11:00:00 GMT'], null],
  ['no-cache of one field only', ['Cache-Control: no-cache="set-cookie", max-age=60'], 60_000],
  ['no-cachewhatever', ['Cache-Control: no-cachewhatever, max-age=60'], 60_000],
])('freshness of an answer, 200 or 304: %s', async (_name, headers, freshForMs) => {
  for (const answer of [http('200 OK', headers, '<rss/>'), http('304 Not Modified', headers)]) {
    const server = await rawServer(answer);
    const from = server.url('/');
    const result = await get(from, settings, { validators: { etag: '"1"', lastModified: null, from } });
    expect(result).toMatchObject({ freshness: { freshForMs } });
  }
});
