import { expect, test } from 'vitest';
import { littleRoom } from '../../src/events/room.js';
import { troublesAfter } from '../../src/events/troubles.js';
import { day } from '../support/build.js';

const begun = { config: { since: day(1), what: 'line 3' } } as const;

test('a trouble is told when it begins and when it is over', () => {
  expect(troublesAfter({}, { config: 'line 3', disk: null }, day(1))).toEqual({
    troubles: begun,
    events: [{ kind: 'trouble', of: 'config', at: day(1), what: 'line 3' }],
  });
  expect(troublesAfter(begun, { config: null, disk: null }, day(2))).toEqual({
    troubles: {},
    events: [{ kind: 'trouble-over', of: 'config', at: day(2), since: day(1) }],
  });
});

test('nothing is told between, whatever it is called, nor of what nobody looked at', () => {
  for (const found of [{ config: 'line 4' }, { disk: null }, {}]) {
    const after = troublesAfter(begun, found, day(2));
    expect([after.troubles, after.events]).toEqual([begun, []]);
  }
});

const GB = 1e9;
const room = { bytes: 40 * GB, freeBytes: 20 * GB, files: 1e6, freeFiles: 5e5 };

test.each([
  ['with room', room, false, null],
  ['with little', { ...room, freeBytes: 0.9 * GB }, false, 'the disk of X has 900.0 MB left of 40.0 GB'],
  ['with little that is a share', { ...room, bytes: GB, freeBytes: 0.2 * GB }, false, null],
  [
    'with less',
    { ...room, bytes: GB, freeBytes: 0.05 * GB },
    false,
    'the disk of X has 50.0 MB left of 1.0 GB',
  ],
  [
    'with room for few files',
    { ...room, freeFiles: 40_000 },
    false,
    'the disk of X has room for 40,000 more files (inodes)',
  ],
  ['that says nothing', { bytes: 0, freeBytes: 0, files: 0, freeFiles: 0 }, false, null],
  ['just above the limit', { ...room, freeBytes: 1.1 * GB }, false, null],
  [
    'the same, after it was full',
    { ...room, freeBytes: 1.1 * GB },
    true,
    'the disk of X has 1.1 GB left of 40.0 GB',
  ],
  ['with room again', { ...room, freeBytes: 2.1 * GB }, true, null],
])('a disk %s', (_name, one, was, expected) => {
  expect(littleRoom('X', one, was)).toBe(expected);
});
