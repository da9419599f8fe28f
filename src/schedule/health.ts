import type { FailureReason } from '../fetch/result.js';
import type { Instant } from '../model/values.js';
import { shorterDate } from '../model/words.js';
import type { Failing, PollState } from './state.js';

/**
 * A source's state for pages: changes with its cause only, never with tries or time; a mistake in our
 * configuration is not theirs to know.
 */
export function healthOf(poll: PollState): Health {
  if (poll.gone?.confirmed === true) return { kind: 'gone', since: poll.gone.since };
  const { failing } = poll;
  if (failing === null || failing.reason === 'not-allowed')
    return { kind: poll.lastSuccess === null ? 'new' : 'fine' };
  return { kind: 'failing', cause: toldCause(failing), since: failing.since };
}

/** For a table at the terminal: "503 since 9 Nov", "no such host: vector.example", "ok". */
export function shortHealth(poll: PollState, now: number): string {
  if (poll.gone?.confirmed === true) return 'gone (410)';
  if (poll.failing === null) return poll.lastSuccess === null ? 'new' : 'ok';
  const { reason, status, message, since } = poll.failing;
  return reason !== 'status' ? message : `${status} since ${shorterDate(since, now)}`;
}

function toldCause({ reason, status, message }: Failing): ToldCause {
  if (reason === 'tls' && message.startsWith('certificate ')) return { reason: 'certificate', message };
  return reason === 'status' ? { reason, status: status ?? 0 } : { reason };
}

/**
 * Why a source gives nothing, as far as pages may tell: no address, as it may be private. What is wrong with
 * a certificate is told in English.
 */
export type ToldCause =
  | { readonly reason: Exclude<FailureReason, 'status'> }
  | { readonly reason: 'status'; readonly status: number }
  | { readonly reason: 'certificate'; readonly message: string };

/** How a source is doing, as a page says it. */
export type Health =
  | { readonly kind: 'fine' | 'new' | 'disabled' }
  | { readonly kind: 'failing'; readonly cause: ToldCause; readonly since: Instant }
  | { readonly kind: 'gone'; readonly since: Instant };
