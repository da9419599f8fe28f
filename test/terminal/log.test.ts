import { expect, test } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { createLog } from '../../src/terminal/log.js';
import { type LogLevel, logLevel } from '../../src/terminal/log-level.js';
import { createStyle } from '../../src/terminal/style.js';

const NOW = Date.UTC(2026, 10, 23, 15, 0, 0);

function lines(level: LogLevel, options: { json?: boolean; time?: boolean } = {}): string {
  let written = '';
  const log = createLog({
    level,
    err: (text) => {
      written += text;
    },
    style: createStyle({ color: false, unicode: true }),
    json: options.json ?? false,
    time: options.time ?? false,
    now: () => NOW,
  });
  log.error('disk full', { path: 'public/feed.atom' });
  log.warn('clock went back');
  log.info('next pass at 15:10');
  log.debug('tick skipped', { pass: 4 });
  return written;
}

test.each<[LogLevel, string]>([
  ['silent', ''],
  ['error', 'error: disk full (path=public/feed.atom)\n'],
  ['warn', 'error: disk full (path=public/feed.atom)\nwarning: clock went back\n'],
  [
    'debug',
    'error: disk full (path=public/feed.atom)\nwarning: clock went back\nnext pass at 15:10\ndebug: tick skipped (pass=4)\n',
  ],
])('level %s', (level, expected) => expect(lines(level)).toBe(expected));

test('a file or a mail gets the time of each line', () => {
  expect(lines('warn', { time: true })).toBe(
    '2026-11-23T15:00:00.000Z error: disk full (path=public/feed.atom)\n2026-11-23T15:00:00.000Z warning: clock went back\n',
  );
});

test('a collector gets one JSON object a line', () => {
  const [first] = lines('error', { json: true }).split('\n');
  expect(JSON.parse(first ?? '')).toEqual({
    level: 'error',
    time: '2026-11-23T15:00:00.000Z',
    path: 'public/feed.atom',
    msg: 'disk full',
  });
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
    time: false,
    now: () => NOW,
  });
  log.info('one\n\x1b[31mtwo', { url: 'a\r\nb' });
  expect(written).toBe('one two (url=a b)\n');
});

test('an unknown level is a usage error that lists the known ones', () => {
  expect(logLevel('warn')).toBe('warn');
  expect(() => logLevel('loud')).toThrow(
    new UserError('--log-level: expected silent, error, warn, info or debug, received "loud"', 2),
  );
});
