import type { Instant } from '../model/values.js';

const units: readonly (readonly [name: string, ms: number])[] = [
  ['day', 24 * 3_600_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** "1 hour", "90 minutes", "9 days": a duration in its roundest unit. */
export function duration(ms: number): string {
  const [name, size] = units.find(([, unit]) => ms >= unit * 2 || ms === unit) ?? ['second', 1000];
  const count = Math.round(ms / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** "every hour", "every 6 hours". */
export const every = (ms: number): string => `every ${duration(ms).replace(/^1 /, '')}`;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "9 Nov", in UTC, with its year where that is not `now`'s. */
export function shortDate(at: Instant, now: number): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return date.getUTCFullYear() === new Date(now).getUTCFullYear() ? day : `${day} ${date.getUTCFullYear()}`;
}
