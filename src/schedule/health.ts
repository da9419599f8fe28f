import type { FailureReason } from '../fetch/result.js';
import type { Instant } from '../model/values.js';
import { shorterDate } from '../model/words.js';
import type { Failing, PollState } from './state.js';

/**
 * A source's state for pages: changes with its cause only, never with tries or time; a mistake in our
 * configuration is not theirs to know. The message goes before "since …" and tells no address, as the source
 * may be private.
 */
export function healthOf(poll: PollState): Health {
  if (poll.gone?.confirmed === true) return { kind: 'gone', since: poll.gone.since };
  const { failing } = poll;
  if (failing === null || failing.reason === 'not-allowed')
    return { kind: poll.lastSuccess === null ? 'new' : 'fine' };
  return { kind: 'failing', message: causeInWords(failing), since: failing.since };
}

/** For a table at the terminal: "503 since 9 Nov", "no such host: vector.example", "ok". */
export function shortHealth(poll: PollState, now: number): string {
  if (poll.gone?.confirmed === true) return 'gone (410)';
  if (poll.failing === null) return poll.lastSuccess === null ? 'new' : 'ok';
  const { reason, status, message, since } = poll.failing;
  return reason !== 'status' ? message : `${status} since ${shorterDate(since, now)}`;
}

const causes: Readonly<Record<Exclude<FailureReason, 'status'>, string>> = {
  dns: 'Host unknown',
  refused: 'Connection refused',
  timeout: 'No answer in time',
  tls: 'No trusted connection',
  'private-address': 'Redirects to a private address',
  'not-allowed': 'At a private address',
  proxy: 'Out of reach',
  challenge: 'Lets only browsers in',
  'too-large': 'Too large to read',
  'too-many-redirects': 'Redirects without end',
  'bad-redirect': 'Redirects to nowhere',
  truncated: 'Cut short',
  encoding: 'Compressed in an unreadable way',
  network: 'Out of reach',
  'own-limit': 'Out of reach',
  empty: 'Answers with nothing,',
  'not-a-feed': 'Answers, but not with a feed,',
  'web-page': 'Answers, but with a page instead of a feed,',
};

const statuses: Readonly<Record<number, string>> = {
  401: 'Needs a password',
  403: 'Access refused',
  404: 'Not found',
  410: 'Gone',
  429: 'Too many requests',
};

function causeInWords({ reason, status, message }: Failing): string {
  if (reason === 'tls' && message.startsWith('certificate ')) return `C${message.slice(1)}`;
  if (reason !== 'status') return causes[reason];
  const words = (status ?? 0) >= 500 ? 'Server error' : (statuses[status ?? 0] ?? 'Unusable answer');
  return `${words} (${status})`;
}

/** How a source is doing, as a page says it. */
export type Health =
  | { readonly kind: 'fine' | 'new' | 'disabled' }
  | { readonly kind: 'failing'; readonly message: string; readonly since: Instant }
  | { readonly kind: 'gone'; readonly since: Instant };
