import type { FailedSource } from './summary.js';

/** How far a pass has come. */
export interface ProgressState {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/** Who follows a pass while it runs. */
export interface PassWatcher {
  progress(state: ProgressState): void;
  /** A source failed: the operator is told at once, whatever else comes. */
  failed(source: FailedSource): void;
  /** Something went well but not as the operator would expect: a line in words. */
  warn(message: string): void;
}
