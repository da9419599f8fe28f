import { expect, test } from 'vitest';
import { asDuration, asSize, durationMs, sizeBytes } from '../../../src/config/grammar/units.js';

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['6h', 21_600_000],
  ['2d', 172_800_000],
  ['3w', 1_814_400_000],
  ['10y', 315_360_000_000],
  ['6 h', null],
  ['1.5h', null],
  ['-1h', null],
  ['h', null],
  ['5M', null],
])('%s is %s milliseconds', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test.each([
  ['512B', 512],
  ['1KB', 1024],
  ['12MB', 12_582_912],
  ['1GB', 1_073_741_824],
  ['12mb', null],
  ['12', null],
])('%s is %s bytes', (text, bytes) => {
  expect(sizeBytes(text)).toBe(bytes);
});

test.each([
  ['6 hours', '6h'],
  ['30 min', '30m'],
  ['90 sec', '90s'],
  ['2 DAYS', '2d'],
  ['1 year', '1y'],
  ['6 months', null],
  ['soon', null],
])('by %s was meant %s', (text, duration) => {
  expect(asDuration(text)).toBe(duration);
});

test.each([
  ['12 mb', '12MB'],
  ['12MiB', '12MB'],
  ['500k', '500KB'],
  ['10 bytes', '10B'],
  ['big', null],
])('by %s was meant %s', (text, size) => {
  expect(asSize(text)).toBe(size);
});
