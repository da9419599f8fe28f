import { describe, expect, test } from 'vitest';
import { type HealthEvent, nameOf } from '../../src/events/event.js';
import { withEvents } from '../../src/events/keep.js';
import { type Instant, instant } from '../../src/model/values.js';

const NOON = Date.UTC(2026, 0, 1, 12);
const at = (minutes: number): Instant => instant(NOON + minutes * 60_000);

const recovered = (n: number, minutes = 0): HealthEvent => ({
  kind: 'recovered',
  source: `blog-${n}`,
  title: `Blog ${n}`,
  at: at(minutes),
  since: at(minutes - 60),
});
const gone = (n: number, minutes: number): HealthEvent => ({
  kind: 'gone',
  source: `blog-${n}`,
  title: `Blog ${n}`,
  at: at(minutes),
});
const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n);
const many = (from: number, to: number, minutes = 0): readonly HealthEvent[] =>
  range(to - from).map((index) => recovered(from + index, minutes));

describe('events', () => {
  test('are kept, the last one first, each once', () => {
    const kept = withEvents([], [recovered(1), recovered(2, 1), recovered(1)]);
    expect(withEvents(kept, [recovered(2, 1)])).toEqual([recovered(2, 1), recovered(1)]);
  });

  test('of years are kept as far as they are the newest', () => {
    const days = range(500).map((n) => recovered(n, n * 1440));
    const kept = withEvents([], days);
    expect(kept).toEqual(days.slice(200).reverse());
  });

  test('of thousands of sources at once are a handful, and none that was told is taken back', () => {
    const first = withEvents([], many(0, 7));
    const all = withEvents(first, many(7, 5000, 5));
    expect(all).toHaveLength(6);
    expect(all[0]).toMatchObject({ kind: 'more', of: 'recovered', at: at(5), count: 4995 });
    expect(all[0]).toMatchObject({ sources: { length: 50, 0: { source: 'blog-5', title: 'Blog 5' } } });
    expect(all.map(nameOf)).toEqual(first.map(nameOf));
  });

  test('of another hour, or of another kind, are told one by one again', () => {
    const kept = withEvents([], many(0, 20));
    const later = withEvents(kept, [gone(1, 1), ...many(20, 24, 60)]);
    expect(later.map(({ kind }) => kind)).toEqual([
      ...Array(4).fill('recovered'),
      'gone',
      'more',
      ...Array(5).fill('recovered'),
    ]);
  });

  test('of each kind and of each hour share one of their own', () => {
    const kept = withEvents([], [...many(0, 7), ...range(7).map((n) => gone(n, 1)), ...many(7, 15, 60)]);
    expect(kept.filter(({ kind }) => kind === 'more')).toMatchObject([
      { of: 'recovered', hour: '2026-01-01T13', count: 3 },
      { of: 'gone', hour: '2026-01-01T12', count: 2 },
      { of: 'recovered', hour: '2026-01-01T12', count: 2 },
    ]);
  });

  test('that share one are no more than are kept', () => {
    expect(
      withEvents(
        [],
        range(60).flatMap((n) => many(0, 6, n * 60)),
      ),
    ).toHaveLength(300);
  });
});
