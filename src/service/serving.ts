import type { Places, Site } from '../operate/site.js';
import type { Stored } from '../operate/status/stored.js';
import type { Log } from '../terminal/log.js';
import type { Health } from './http/operator/health.js';
import type { Metrics } from './metrics/metrics.js';
import type { PassState } from './pass-progress.js';
import type { PushInbox } from './push/inbox.js';

/** The service as its routes see it: they ask at each request, as all of it may have changed. */
export interface Serving {
  readonly places: Places;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  now(): number;
  /** As it was last read without a mistake: another object after each change of feeds.json or theme. */
  site(): Site;
  /** What the last pass left, ours or another's; null while that is not known. Another object after each. */
  stored(): Stored | null;
  health(): Health;
  /** What the running pass is at. */
  progress(): PassState;
  /** Where hubs reach us; null without a public address. */
  readonly push: PushInbox | null;
}
