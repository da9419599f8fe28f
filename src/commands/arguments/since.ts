import { Option } from 'commander';
import { durationMs } from '../../config/grammar/units.js';
import { UserError } from '../../model/errors.js';
import { type Instant, instant } from '../../model/values.js';

/** For commands that tell of posts: only of newer ones. */
export const sinceOption = (): Option =>
  new Option('--since <when>', 'only posts from then on: a day such as 2026-11-01, or 30d for that long ago');

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The instant that `--since` names; null where it is not given.
 * @param now milliseconds since 1970
 * @throws UserError, exit code 2, for what is neither a day nor a duration
 */
export function sinceWhen(given: string | undefined, now: number): Instant | null {
  if (given === undefined) return null;
  const ago = durationMs(given);
  const ms = ago === null ? (DAY.test(given) ? Date.parse(given) : Number.NaN) : Math.max(0, now - ago);
  if (Number.isNaN(ms))
    throw new UserError(`--since is a day such as 2026-11-01, or 30d; not ${JSON.stringify(given)}`, 2);
  return instant(ms);
}
