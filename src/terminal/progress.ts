import { figure, took } from '../model/words.js';
import type { ProgressState } from '../pass/watcher.js';
import type { Style } from './style.js';
import { truncate } from './table.js';
import { widthOf } from './width.js';

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
  /** Milliseconds that pass before anything is drawn: a short pass then shows none. */
  readonly quietMs: number;
}

/** Ten times a second is smooth; a thousand answers a second would otherwise be a thousand writes. */
const REDRAW_MS = 100;
/** While nothing comes, so that the line is there in time and tells how long it has been. */
const TICK_MS = 250;
/** Before it is known how many are to be asked. */
const BEGINNING = 'Reading what is stored';
const BAR = 25;
const ERASE_LINE = '\r\x1b[2K';

/** A progress line for a pass that starts now. */
export function createProgress({ err, terminal, columns, style, now, quietMs }: ProgressOptions): Progress {
  const started = now();
  let drawnAt: number | null = null;
  let line = '';
  let open = terminal;
  let state: ProgressState | null = null;
  const erase = () => {
    if (line !== '') err(ERASE_LINE);
  };
  const draw = (): void => {
    const at = now();
    if (!open || at - started < quietMs || (drawnAt !== null && at - drawnAt < REDRAW_MS)) return;
    drawnAt = at;
    line = state === null ? style.dim(BEGINNING) : progressLine(state, at - started, columns, style);
    err(ERASE_LINE + line);
  };
  const ticks = terminal ? setInterval(draw, TICK_MS) : null;
  ticks?.unref();
  if (quietMs === 0) draw();
  return {
    update(next) {
      state = next;
      draw();
    },
    print(text) {
      erase();
      err(text);
      if (line !== '') err(line);
    },
    done() {
      if (ticks !== null) clearInterval(ticks);
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
  if (widthOf(plain) >= columns) return truncate(`Polling ${words.join('  ')}${failures}`, columns - 1);
  return `${style.cyan('Polling')} ${style.dim('[')}${bar}${style.dim(']')}  ${words.join('  ')}${style.red(failures)}`;
}
