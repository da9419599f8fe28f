import type { SendResult } from '../fetch/result.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/spans.js';
import { instant, toMs } from '../model/values.js';
import type { Again, Waiting } from '../store/store.js';

/** The first wait after a failure; each further one is twice as long. */
const FIRST_WAIT_MS = MINUTE_MS;
const LONGEST_WAIT_MS = HOUR_MS;
/** What nobody took for so long is given up. */
export const GIVE_UP_MS = DAY_MS;

/** What becomes of a letter after it was tried. */
export type Tried =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'waits'; readonly again: NonNullable<Again> }
  | { readonly kind: 'given-up' };

/** Whether and when a letter is tried again that was refused; a server's Retry-After is kept. Pure. */
export function afterTrying(
  { attempts, since }: Waiting,
  result: Exclude<SendResult, { kind: 'aborted' }>,
  now: number,
): Tried {
  if (result.kind === 'taken') return { kind: 'delivered' };
  if (now - toMs(since) >= GIVE_UP_MS) return { kind: 'given-up' };
  const own = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts, 16), LONGEST_WAIT_MS);
  const wait = Math.min(Math.max(own, result.retryAfterMs ?? 0), GIVE_UP_MS);
  return { kind: 'waits', again: { attempts: attempts + 1, notBefore: instant(now + wait) } };
}
