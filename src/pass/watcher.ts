import type { PollOutcome } from '../schedule/index.js';
import type { FailedSource } from './summary.js';

/** How far a pass has come. */
export interface ProgressState {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/**
 * What a pass is at: bringing the database under feeds.json, asking, forgetting what is too old, publishing.
 */
export type Stage = 'prepare' | 'poll' | 'retain' | 'publish';

/** What came of asking a source. */
export interface Answered {
  readonly kind: PollOutcome['kind'];
  readonly requests: number;
  /** Of bodies, as they came over the wire. */
  readonly bytes: number;
}

/** Who follows a pass while it runs. */
export interface PassWatcher {
  /** A stage begins, and the one before has ended. */
  stage(stage: Stage): void;
  /** A source was asked. */
  answered(answer: Answered): void;
  progress(state: ProgressState): void;
  /** A source failed: the operator is told at once, whatever else comes. */
  failed(source: FailedSource): void;
  /** Something went well but not as the operator would expect: a line in words. */
  warn(message: string): void;
}
