import type { PassSummary } from '../pass/summary.js';
import type { PassWatcher } from '../pass/watcher.js';
import type { CommonOptions, Io } from './io.js';
import { failureLine, type Page, passReport } from './pass-report.js';
import { printable } from './printable.js';
import { createProgress } from './progress.js';
import { createStyle, type Style } from './style.js';

/** The hand for stderr: colour only where that is a terminal too. */
export const errStyle = (io: Io): Style =>
  createStyle({ color: io.color && io.errIsTerminal, unicode: io.unicode });

/** Follows a pass at the terminal, until it is done. */
export type TerminalWatcher = Pick<PassWatcher, 'progress' | 'failed' | 'warn'> & { done(): void };

/** A pass shorter than this shows no progress. */
export const QUIET_MS = 500;

/** Shows a pass on stderr: the progress line on a terminal, and each failing source as one line, always. */
export function terminalWatcher(io: Io): TerminalWatcher {
  const style = errStyle(io);
  const progress = createProgress({
    err: io.err,
    terminal: io.errIsTerminal,
    columns: io.columns,
    style,
    now: io.now,
    quietMs: QUIET_MS,
  });
  return {
    progress: (state) => progress.update(state),
    failed: (source) => progress.print(failureLine(source, style)),
    warn: (message) => progress.print(`${style.yellow('warning:')} ${printable(message)}\n`),
    done: () => progress.done(),
  };
}

/** The report of a pass on stdout. */
export function printPass(summary: PassSummary, options: Pick<CommonOptions, 'json'>, io: Io): void {
  const page: Page = { style: createStyle(io), columns: io.outIsTerminal ? io.columns : null };
  const told = io.outIsTerminal && io.errIsTerminal;
  io.out(options.json ? `${JSON.stringify(summary)}\n` : passReport(summary, page, told));
}

/**
 * Our own network is down, or every source that was asked failed and none of the others is well. One bad blog
 * alone is due often.
 */
export const nothingWorked = ({ polled, failed, resting, offline }: PassSummary): boolean =>
  offline || (polled > 0 && failed.length === polled && resting === 0);
