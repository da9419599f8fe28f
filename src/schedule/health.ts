import type { Health } from '../publish/view.js';
import type { Failing, PollState } from './state.js';
import { longDate, shortDate } from './words.js';

/** A source's state for pages: changes with its cause only, never with tries or time. */
export function healthOf(poll: PollState): Health {
  if (poll.gone?.confirmed === true) return { kind: 'gone', since: poll.gone.since };
  if (poll.failing !== null)
    return { kind: 'failing', message: causeInWords(poll.failing), since: poll.failing.since };
  return { kind: poll.lastSuccess === null ? 'new' : 'fine' };
}

/** A whole sentence or two for a page; null where there is nothing to say. */
export function healthInWords(health: Health): string | null {
  if (health.kind === 'gone') return `Gone for good (410) since ${longDate(health.since)}. No longer asked.`;
  return health.kind === 'failing' ? `${health.message} since ${longDate(health.since)}.` : null;
}

/** For a table at the terminal: "503 since 9 Nov", "no such host: vector.example", "ok". */
export function shortHealth(poll: PollState, now: number): string {
  if (poll.gone?.confirmed === true) return 'gone (410)';
  if (poll.failing === null) return poll.lastSuccess === null ? 'new' : 'ok';
  const { status, message, since } = poll.failing;
  return status === null ? message : `${status} since ${shortDate(since, now)}`;
}

const statusWords: Readonly<Record<number, string>> = {
  401: 'Needs a password (401)',
  403: 'Access refused (403)',
  404: 'Not found (404)',
  410: 'Gone (410)',
  429: 'Too many requests (429)',
};

function causeInWords({ reason, status, message }: Failing): string {
  if (reason === 'not-a-feed') return 'Answers, but not with a feed,';
  if (status === null) return message.charAt(0).toUpperCase() + message.slice(1);
  if (status >= 500) return `Server error (${status})`;
  return statusWords[status] ?? `Unusable answer (${status})`;
}
