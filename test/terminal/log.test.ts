import { expect, test } from 'vitest';
import type { FailedSource } from '../../src/pass/summary.js';
import { createLog } from '../../src/terminal/log.js';
import type { LogLevel } from '../../src/terminal/log-level.js';
import { createStyle } from '../../src/terminal/style.js';

const NOW = Date.UTC(2026, 10, 23, 15, 0, 0);

function lines(level: LogLevel, options: { json?: boolean } = {}): string {
  let written = '';
  const log = createLog({
    level,
    err: (text) => {
      written += text;
    },
    style: createStyle({ color: false, unicode: true }),
    json: options.json ?? false,
    now: () => NOW,
  });
  log.error('disk full', { path: 'public/feed.atom' });
  log.warn('clock went back');
  log.info('next pass at 15:10');
  log.debug('tick skipped', { pass: 4 });
  return written;
}

const TIME = '2026-11-23T15:00:00.000Z';

test.each<[LogLevel, readonly string[]]>([
  ['silent', []],
  ['error', ['error: disk full (path=public/feed.atom)']],
  ['warn', ['error: disk full (path=public/feed.atom)', 'warning: clock went back']],
  [
    'debug',
    [
      'error: disk full (path=public/feed.atom)',
      'warning: clock went back',
      'next pass at 15:10',
      'debug: tick skipped (pass=4)',
    ],
  ],
])('level %s, each line with its time', (level, expected) =>
  expect(lines(level)).toBe(expected.map((line) => `${TIME} ${line}\n`).join('')),
);

test('a collector gets one JSON object a line', () => {
  const [first] = lines('error', { json: true }).split('\n');
  expect(JSON.parse(first ?? '')).toEqual({
    level: 'error',
    time: '2026-11-23T15:00:00.000Z',
    path: 'public/feed.atom',
    msg: 'disk full',
  });
});

const FAILED: FailedSource = {
  url: 'https://blog.example/feed',
  title: 'A Blog',
  reason: '503 from the server',
  kind: 'status',
  retryMs: 3_600_000,
};

/** A failing source as a log tells it. */
function failed(level: LogLevel, json: boolean, source = FAILED): string {
  let written = '';
  const err = (text: string) => {
    written += text;
  };
  const style = createStyle({ color: false, unicode: true });
  createLog({ level, err, style, json, now: () => NOW }).sourceFailed(source);
  return written;
}

test.each<[LogLevel, string]>([
  ['error', `${TIME} ✗ https://blog.example/feed: 503 from the server, again in 1 h\n`],
  ['silent', ''],
])('a failing source is a line at every level but silent: %s', (level, line) =>
  expect(failed(level, false)).toBe(line),
);

test.each([
  [3_600_000, '2026-11-23T16:00:00.000Z'],
  [null, null],
])('a collector reads of a failing source what, why and until when', (retryMs, again) => {
  expect(JSON.parse(failed('error', true, { ...FAILED, retryMs }))).toEqual({
    level: 'error',
    time: TIME,
    source: 'A Blog',
    url: 'https://blog.example/feed',
    reason: '503 from the server',
    again,
    msg: 'A Blog failed',
  });
  expect(failed('silent', true)).toBe('');
});

test('what a log line quotes cannot leave its line', () => {
  let written = '';
  const log = createLog({
    level: 'info',
    err: (text) => {
      written += text;
    },
    style: createStyle({ color: false, unicode: true }),
    json: false,
    now: () => NOW,
  });
  log.info('one\n\x1b[31mtwo', { url: 'a\r\nb' });
  expect(written).toBe(`${TIME} one two (url=a b)\n`);
});
