import type { PassWatcher } from '../pass/watcher.js';
import type { Beginning } from '../publish/pages/beginning.js';

/** What a pass is at, as far as it shows. */
export type PassState = Omit<Beginning, 'nextPass'>;

/** Follows passes, one after the other. */
export interface PassProgress {
  readonly watcher: Partial<PassWatcher>;
  state(): PassState;
  /** The pass has ended. */
  done(): void;
}

/** So many of the sources that were asked last are remembered. */
const LATEST = 12;
const IDLE: PassState = { stage: null, done: 0, total: 0, failed: 0, latest: [] };

export function passProgress(): PassProgress {
  let state = IDLE;
  return {
    watcher: {
      stage(stage) {
        state = { ...state, stage };
      },
      progress(progress) {
        state = { ...state, ...progress };
      },
      answered({ title, failed }) {
        state = { ...state, latest: [{ title, failed }, ...state.latest].slice(0, LATEST) };
      },
    },
    state: () => state,
    done() {
      state = IDLE;
    },
  };
}
