import type { PassOutcome } from '../../operate/pass-over.js';
import type { PassWatcher, Stage } from '../../pass/watcher.js';
import type { Metrics, PassResult } from './metrics.js';

/** Counts one pass, which begins now. */
export interface PassMetrics {
  readonly watcher: Required<Pick<PassWatcher, 'stage' | 'answered'>>;
  /** It has ended; what was made took from its beginning until now. */
  ended(result: PassResult): void;
}

const NOT_MADE: ReadonlySet<PassResult> = new Set(['elsewhere', 'refused']);

/** @param now milliseconds since 1970 */
export function passMetrics(metrics: Metrics, now: () => number): PassMetrics {
  const began = now();
  let current: { readonly stage: Stage; readonly since: number } | null = null;
  const end = (): void => {
    if (current !== null) metrics.stageEnded(current.stage, (now() - current.since) / 1000);
    current = null;
  };
  return {
    watcher: {
      stage(stage) {
        end();
        current = { stage, since: now() };
      },
      answered: (answer) => metrics.asked(answer),
    },
    ended(result) {
      end();
      metrics.passEnded(result, NOT_MADE.has(result) ? null : (now() - began) / 1000);
    },
  };
}

/** What a pass or an errand has done for readers and other servers. */
export function countMade(metrics: Metrics, { summary, deliveries }: PassOutcome): void {
  metrics.filesWritten(summary.files);
  metrics.delivered(deliveries);
}
