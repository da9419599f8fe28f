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
  /** As readers see the source's name. */
  readonly title: string;
  /** Nothing came of it. */
  readonly failed: boolean;
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

/** Tells each of them what is to be told. */
export function watchedBy(...watchers: readonly Partial<PassWatcher>[]): PassWatcher {
  const each = (tell: (watcher: Partial<PassWatcher>) => void): void => {
    for (const watcher of watchers) tell(watcher);
  };
  return {
    stage: (stage) => each((one) => one.stage?.(stage)),
    answered: (answer) => each((one) => one.answered?.(answer)),
    progress: (state) => each((one) => one.progress?.(state)),
    failed: (source) => each((one) => one.failed?.(source)),
    warn: (message) => each((one) => one.warn?.(message)),
  };
}
