import { type Instant, instant } from '../model/values.js';
import type { Health } from './http/operator/health.js';

/**
 * How a pass came out: made, and whether anything works; not made, because another process makes one
 * (`lastPass`: the last that any process has ended) or because it would do harm, for a reason that the
 * operator has to look at.
 */
export type PassEnd =
  | { readonly kind: 'made'; readonly failing: boolean; readonly offline: boolean }
  | { readonly kind: 'elsewhere'; readonly lastPass: Instant | null }
  | { readonly kind: 'refused'; readonly reason: string };

/** So many times round without the end of a pass are too many. */
const ROUNDS = 3;

/** What `/healthz` tells of the passes that have been; before the first has ended, that all is well. */
export class PastPasses {
  private lastPass: Health['lastPass'] = null;
  private failing = false;
  private offline = false;
  private problem: string | null = null;
  private hasStored = true;
  /** How often the schedule came round since a pass ended. */
  private rounds = 0;

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /** The schedule came round, whether or not a pass begins. */
  roundBegan(): void {
    this.rounds += 1;
  }

  ended(end: PassEnd): void {
    this.problem = end.kind === 'refused' ? end.reason : null;
    if (end.kind === 'refused') return;
    if (end.kind === 'elsewhere') {
      const known = this.lastPass?.ended ?? '';
      // What lies ahead was told when a clock was wrong.
      const isAhead = known > instant(this.now());
      if (end.lastPass === null || (end.lastPass <= known && !isAhead)) return;
      this.lastPass = { ended: end.lastPass, ok: true, error: null };
    } else {
      this.failing = end.failing;
      this.offline = end.offline;
      this.lastPass = { ended: instant(this.now()), ok: true, error: null };
    }
    this.hasStored = true;
    this.rounds = 0;
  }

  /** @param isConfiguration by a mistake there, in a header's variable, say: nothing was tried */
  failed(error: string, isConfiguration: boolean): void {
    this.lastPass = { ended: instant(this.now()), ok: false, error };
    this.hasStored = isConfiguration;
    if (!isConfiguration) this.rounds = 0;
  }

  health(): Omit<Health, 'configProblem' | 'nextPass'> {
    const { failing, offline, problem, lastPass } = this;
    return { ok: this.hasStored && this.rounds < ROUNDS, failing, offline, problem, lastPass };
  }
}
