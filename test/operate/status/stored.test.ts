import { expect, test } from 'vitest';
import { instant } from '../../../src/model/values.js';
import { figuresOf, lastPassEnd } from '../../../src/operate/status/stored.js';

test('adds up the sources of feeds.json by their state, and all entries', () => {
  const listed = [
    { kind: 'ok', polls: 10, notModified: 9 },
    { kind: 'ok', polls: 4, notModified: 0 },
    { kind: 'failing', polls: 3, notModified: 0 },
  ] as const;
  const left = { entries: 5, withheld: 5 };
  expect(figuresOf(listed, [{ entries: 20, withheld: 2 }, left])).toEqual({
    sources: { ok: 2, new: 0, failing: 1, gone: 0, disabled: 0, shared: 0 },
    entries: 25,
    withheld: 7,
    polls: 17,
    notModified: 9,
  });
});

test.each([
  [null, null],
  [{ at: instant(1_800_000_000_000), ms: 4000 }, instant(1_800_000_004_000)],
])('a pass has ended so long after it began: %j', (lastPass, end) =>
  expect(lastPassEnd({ lastPass })).toBe(end),
);
