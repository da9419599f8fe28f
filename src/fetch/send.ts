import type { Deadline } from './deadline.js';
import { type FollowSettings, type Going, reach } from './follow.js';
import type { Journey } from './journey.js';
import type { Sending, SendResult } from './result.js';

/** RFC 9110 15.4: of the redirects these alone have the same thing sent to where they lead. */
const REDIRECTS = new Set([307, 308]);

/**
 * Sends it, and goes where redirects lead.
 * @throws FetchFailure
 */
export async function send(
  trip: Journey,
  sending: Sending,
  settings: FollowSettings,
  time: Deadline,
): Promise<SendResult> {
  const going: Going = {
    errand: { method: sending.method ?? 'POST', body: sending.body },
    headers: ({ abroad }, { userAgent }) => [
      ...['User-Agent', userAgent, 'Content-Type', sending.type],
      ...(abroad ? [] : Object.entries(sending.headers ?? {}).flat()),
    ],
    redirects: REDIRECTS,
    isLedTo: sending.isLedTo,
  };
  const reached = await reach(trip, going, settings, time);
  if (reached.kind === 'later') {
    const { status, retryAfterMs } = reached;
    return { kind: 'refused', message: `${status} from the server`, status, retryAfterMs };
  }
  const { status } = reached.answer;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  return { kind: 'refused', message: `${status} from the server`, status, retryAfterMs: null };
}
