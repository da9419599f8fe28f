import stringWidth from 'string-width';
import { figure, took } from '../model/words.js';
import type { ProgressState } from '../pass/watcher.js';
import type { Style } from './style.js';
import { truncate } from './table.js';

/** A line on stderr that is redrawn in place while a pass runs. */
export interface Progress {
  update(state: ProgressState): void;
  /** Writes whole lines to stderr without tearing the progress line. */
  print(text: string): void;
  /** Takes the line away. Nothing is drawn afterwards. */
  done(): void;
}

interface ProgressOptions {
  /** Writes to stderr. */
  readonly err: (text: string) => void;
  /** stderr is a terminal; otherwise nothing is ever drawn. */
  readonly terminal: boolean;
  readonly columns: number;
  readonly style: Style;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A pass shorter than this shows none. */
const QUIET_MS = 500;
/** Ten times a second is smooth; a thousand answers a second would otherwise be a thousand writes. */
const REDRAW_MS = 100;
const BAR = 25;
const ERASE_LINE = '\r\x1b[2K';

/** A progress line for a pass that starts now. */
export function createProgress({ err, terminal, columns, style, now }: ProgressOptions): Progress {
  const started = now();
  let drawnAt: number | null = null;
  let line = '';
  let open = terminal;
  const erase = () => {
    if (line !== '') err(ERASE_LINE);
  };
  return {
    update(state) {
      const at = now();
      if (!open || at - started < QUIET_MS || (drawnAt !== null && at - drawnAt < REDRAW_MS)) return;
      drawnAt = at;
      line = progressLine(state, at - started, columns, style);
      err(ERASE_LINE + line);
    },
    print(text) {
      erase();
      err(text);
      if (line !== '') err(line);
    },
    done() {
      erase();
      open = false;
      line = '';
    },
  };
}

/**
 * `Polling [##########---------------]  88/214  41%  22/s  6 s left  1 failed`, never wider than the
 * terminal.
 */
export function progressLine(state: ProgressState, elapsedMs: number, columns: number, style: Style): string {
  const { done, total, failed } = state;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const perSecond = elapsedMs === 0 ? 0 : (done * 1000) / elapsedMs;
  const left = done === 0 || done >= total ? '' : `${took((elapsedMs * (total - done)) / done)} left`;
  const words = [
    `${figure(done).padStart(figure(total).length)}/${figure(total)}`,
    `${Math.floor(share * 100)}%`,
    perSecond >= 1 ? `${figure(Math.round(perSecond))}/s` : '',
    left,
  ].filter((word) => word !== '');
  const bar = '#'.repeat(filled) + '-'.repeat(BAR - filled);
  const failures = failed === 0 ? '' : `  ${figure(failed)} failed`;
  const plain = `Polling [${bar}]  ${words.join('  ')}${failures}`;
  if (stringWidth(plain) >= columns) return truncate(`Polling ${words.join('  ')}${failures}`, columns - 1);
  return `${style.cyan('Polling')} ${style.dim('[')}${bar}${style.dim(']')}  ${words.join('  ')}${style.red(failures)}`;
}
