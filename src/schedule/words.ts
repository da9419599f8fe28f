import type { Instant } from '../model.js';

const units: readonly (readonly [name: string, ms: number])[] = [
  ['day', 24 * 3_600_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** "hour", "6 hours", "90 minutes", "9 days": a duration after "every" or "asks for", in its roundest unit. */
export function duration(ms: number): string {
  const [name, size] = units.find(([, unit]) => ms >= unit * 2 || ms === unit) ?? ['second', 1000];
  const count = Math.round(ms / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "9 November 2026", in UTC. */
export function longDate(at: Instant): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** "9 Nov", with its year where that is not `now`'s. */
export function shortDate(at: Instant, now: number): string {
  const date = new Date(at);
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]?.slice(0, 3)}`;
  return date.getUTCFullYear() === new Date(now).getUTCFullYear() ? day : `${day} ${date.getUTCFullYear()}`;
}
