import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** Colour repeats what the words already say; without it the text is the same, letter for letter. */
export interface Style {
  /** Failed. */
  readonly red: Paint;
  /** A warning. */
  readonly yellow: Paint;
  /** New, done. */
  readonly green: Paint;
  /** An address, help. */
  readonly cyan: Paint;
  /** The subject of a line. */
  readonly bold: Paint;
  /** An aside. */
  readonly dim: Paint;
  readonly marks: Marks;
}

interface Marks {
  readonly ok: string;
  readonly failed: string;
  readonly none: string;
  readonly ellipsis: string;
}

const UNICODE: Marks = { ok: '✓', failed: '✗', none: '·', ellipsis: '…' };
const ASCII: Marks = { ok: 'ok', failed: 'x', none: '-', ellipsis: '...' };

/**
 * The hand that all reports are written in. `Io` has both facts: a terminal that wants colour, a UTF-8
 * locale.
 */
export function createStyle(terminal: { readonly color: boolean; readonly unicode: boolean }): Style {
  return {
    red: paint('red', terminal.color),
    yellow: paint('yellow', terminal.color),
    green: paint('green', terminal.color),
    cyan: paint('cyan', terminal.color),
    bold: paint('bold', terminal.color),
    dim: paint('dim', terminal.color),
    marks: terminal.unicode ? UNICODE : ASCII,
  };
}

// Whether the stream wants colour has been decided by the caller; styleText would decide again by
// process.stdout.
function paint(format: Parameters<typeof styleText>[0], color: boolean): Paint {
  return color ? (text) => styleText(format, text, { validateStream: false }) : (text) => text;
}
