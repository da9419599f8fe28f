import { expect, test } from 'vitest';
import { count, counted, megabytes, span, took } from '../../src/model/words.js';

test.each([
  [took(0), '0.0 s'],
  [took(9_800), '9.8 s'],
  [took(9_960), '10 s'],
  [took(31_200), '31 s'],
  [took(720_000), '12 min'],
  [span(0), '1 min'],
  [span(52 * 60_000), '52 min'],
  [span(4 * 3_600_000), '4 h'],
  [span(24 * 3_600_000), '24 h'],
  [span(94 * 86_400_000), '94 d'],
  [megabytes(0), '0 MB'],
  [megabytes(12), '0.1 MB'],
  [megabytes(4_100_000), '4.1 MB'],
  [megabytes(2_340_000_000), '2.3 GB'],
  [count(1_902), '1,902'],
  [counted(1, 'post'), '1 post'],
  [counted(0, 'entry', 'entries'), '0 entries'],
])('%s is %s', (said, expected) => expect(said).toBe(expected));
