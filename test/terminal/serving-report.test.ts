import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { instant } from '../../src/model/values.js';
import { type Serving, servingOnly, servingReport } from '../../src/terminal/serving-report.js';
import { createStyle } from '../../src/terminal/style.js';

const plain = createStyle({ color: false, unicode: true });

const serving = (given: Partial<Serving> = {}): Serving => ({
  url: 'http://127.0.0.1:8080/',
  posts: 3120,
  tags: 57,
  pick: 'ffi',
  polled: 214,
  failed: [],
  next: instant(Date.UTC(2026, 10, 23, 15, 10)),
  schedule: '*/10 * * * *',
  timezone: 'UTC',
  ...given,
});

const unreachable = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ reason: `no such host: ${i}.example`, kind: 'dns' as const }));

const refused = { reason: 'private address: 127.0.0.1', kind: 'private-address' } as const;

test.each<[string, Serving, string]>([
  [
    'all is well',
    serving(),
    `✓ Serving http://127.0.0.1:8080/
  3,120 posts under 57 tags; /tags/ffi/ is a good place to begin
  next pass at 15:10, then every 10 minutes   Ctrl-C stops it
`,
  ],
  [
    'some sources failed',
    serving({ failed: unreachable(5), timezone: 'Europe/Berlin' }),
    `✓ Serving http://127.0.0.1:8080/
  3,120 posts under 57 tags; /tags/ffi/ is a good place to begin
  209 sources answered, 5 failed   tagwire status --failing
  next pass at 16:10, then every 10 minutes   Ctrl-C stops it
`,
  ],
  [
    'a first run without a network',
    serving({ posts: 0, pick: null, failed: unreachable(214) }),
    `warning: all 214 sources failed, each with "no such host". Offline?
✓ Serving http://127.0.0.1:8080/, empty for now; next pass at 15:10
  To see it work without a network: tagwire demo, with example blogs of its own
`,
  ],
  [
    'without a network, with posts from before',
    serving({ failed: unreachable(214) }),
    `warning: all 214 sources failed, each with "no such host". Offline?
✓ Serving http://127.0.0.1:8080/
  3,120 posts under 57 tags; /tags/ffi/ is a good place to begin
  next pass at 15:10, then every 10 minutes   Ctrl-C stops it
`,
  ],
  [
    'the only source is down',
    serving({
      posts: 0,
      pick: null,
      polled: 1,
      failed: [{ reason: '503 from the server', kind: 'status' }],
      next: null,
    }),
    `warning: the only source failed
✓ Serving http://127.0.0.1:8080/, empty for now
  To see it work without a network: tagwire demo, with example blogs of its own
`,
  ],
  [
    'one look-up got no answer at all',
    serving({
      posts: 0,
      polled: 3,
      failed: [...unreachable(2), { reason: 'DNS has no answer now for host: a.example', kind: 'dns' }],
    }),
    `warning: all 3 sources failed, most with "no such host". Offline?
✓ Serving http://127.0.0.1:8080/, empty for now; next pass at 15:10
  To see it work without a network: tagwire demo, with example blogs of its own
`,
  ],
  [
    'each failed for a reason of its own',
    serving({
      polled: 2,
      failed: [
        { reason: '503 from the server', kind: 'status' },
        { reason: 'no such host: a.example', kind: 'dns' },
      ],
    }),
    `warning: all 2 sources failed
✓ Serving http://127.0.0.1:8080/
  3,120 posts under 57 tags; /tags/ffi/ is a good place to begin
  next pass at 15:10, then every 10 minutes   Ctrl-C stops it
`,
  ],
  [
    'loopback without --allow-private, which no network would help',
    serving({ posts: 0, polled: 2, failed: [refused, refused] }),
    `warning: all 2 sources failed, each with "private address"
✓ Serving http://127.0.0.1:8080/, empty for now; next pass at 15:10
  To see it work without a network: tagwire demo, with example blogs of its own
`,
  ],
  [
    'no source at all',
    serving({ posts: 0, tags: 0, pick: null, polled: 0 }),
    '✓ Serving http://127.0.0.1:8080/, empty for now; next pass at 15:10\n',
  ],
])('%s', (_name, state, expected) => {
  expect(servingReport(state, plain)).toBe(expected);
  const coloured = servingReport(state, createStyle({ color: true, unicode: true }));
  expect(stripVTControlCharacters(coloured)).toBe(expected);
});

test.each([
  ['* * * * *', ', then every minute'],
  ['*/30 * * * *', ', then every 30 minutes'],
  ['7 * * * *', ', then every hour'],
  ['7 */6 * * *', ', then every 6 hours'],
  ['0 9 * * 1', ''],
  ['*/10 8-18 * * *', ''],
  ['0 */10 * * * *', ''],
])('the rhythm of %s', (schedule, words) => {
  expect(servingReport(serving({ schedule }), plain)).toContain(`next pass at 15:10${words}   Ctrl-C`);
});

test('the first pass could not be made', () => {
  expect(servingOnly(serving(), plain)).toBe('✓ Serving http://127.0.0.1:8080/; next pass at 15:10\n');
});
