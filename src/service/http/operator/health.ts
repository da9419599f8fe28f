import type { Instant } from '../../../model/values.js';
import { ALWAYS } from '../headers.js';
import { type Answer, isRead, type Route } from '../route.js';

/** How the service is, for whoever watches it. Nothing in it names a place on the disk. */
export interface Health {
  /**
   * False turns the answer into a 503: the last pass could not store, or none has ended for three times the
   * schedule. All else is no reason to take the server out of service.
   */
  readonly ok: boolean;
  /** In the last pass no host at all was reached. */
  readonly offline: boolean;
  /** In the last pass every source that was asked failed, and no other is well. */
  readonly failing: boolean;
  /** What is wrong with feeds.json as it is now; the last good one is in use. Null where it is well. */
  readonly configProblem: string | null;
  /** Why no passes are made; null where they are. */
  readonly problem: string | null;
  /** Null until a first pass has ended, of this process or of an earlier one. */
  readonly lastPass: { readonly ended: Instant; readonly ok: boolean; readonly error: string | null } | null;
  /** Null where the schedule names no time to come. */
  readonly nextPass: Instant | null;
}

/** `/healthz`: the state as JSON, 200 or 503, never from a cache. */
export const healthRoute =
  (health: () => Health): Route =>
  (request) =>
    request.path === 'healthz' && isRead(request) ? healthAnswer(health()) : null;

function healthAnswer(health: Health): Answer {
  return {
    status: health.ok ? 200 : 503,
    headers: { ...ALWAYS, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: Buffer.from(`${JSON.stringify(health)}\n`),
  };
}
