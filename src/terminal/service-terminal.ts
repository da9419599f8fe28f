import type { PassWatcher } from '../pass/watcher.js';
import type { CommonOptions, Io } from './io.js';
import { createLog, type Log } from './log.js';
import { errStyle, type TerminalWatcher } from './pass-watcher.js';
import { createProgress, type Progress } from './progress.js';

/**
 * stderr as a service has it: each line is one of its log, failing sources too, and on a terminal the
 * progress line of the running pass stands below them.
 */
export interface ServiceTerminal {
  readonly log: Log;
  /** For a pass that begins now. @param quietMs milliseconds before the progress line is drawn */
  watcher(quietMs: number): TerminalWatcher;
}

export function serviceTerminal(
  io: Io,
  { logLevel: level, json }: Pick<CommonOptions, 'logLevel' | 'json'>,
): ServiceTerminal {
  const style = errStyle(io);
  let progress: Progress | null = null;
  const err = (text: string): void => (progress === null ? io.err(text) : progress.print(text));
  const { sourceFailed, ...log } = createLog({ level, err, style, json, now: io.now });
  return {
    log,
    watcher(quietMs) {
      const current = createProgress({
        err: io.err,
        terminal: io.errIsTerminal && !json && level !== 'silent',
        columns: io.columns,
        style,
        now: io.now,
        quietMs,
      });
      progress = current;
      const watcher: Pick<PassWatcher, 'progress' | 'failed' | 'warn'> = {
        progress: (state) => current.update(state),
        failed: sourceFailed,
        warn: (message) => log.warn(message),
      };
      return {
        ...watcher,
        done() {
          current.done();
          progress = null;
        },
      };
    },
  };
}
