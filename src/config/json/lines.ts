/** A place in a text as editors count: line and column from 1, columns in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text, found once and asked often. */
export interface Lines {
  placeOf(offset: number): Place;
  /** The text of a line without its end; lines count from 1. */
  textOf(line: number): string;
}

/**
 * Line ends are those of RFC 8259 white space: LF, CR LF, CR. Asking for places in their order costs no more
 * than one walk over the text, even where all of it is one line.
 */
export function linesOf(text: string): Lines {
  let starts: readonly number[] = []; // found when first asked: a file without problems never asks
  const found = (): readonly number[] => {
    if (starts.length === 0) starts = lineStarts(text);
    return starts;
  };
  const startOf = (line: number): number => found()[line - 1] ?? text.length;
  let last = { offset: 0, line: 1, column: 1 };

  return {
    placeOf(offset) {
      const line = lineAt(found(), offset);
      const from =
        last.line === line && last.offset <= offset ? last : { offset: startOf(line), line, column: 1 };
      last = { offset, line, column: from.column + characters(text, from.offset, offset) };
      return { line, column: last.column };
    },
    textOf(line) {
      let end = startOf(line + 1);
      while (end > startOf(line) && '\r\n'.includes(text.charAt(end - 1))) end -= 1;
      return text.slice(startOf(line), end);
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|[\r\n]/g)) starts.push(end.index + end[0].length);
  return starts;
}

/** How many characters stand between two offsets: code points, so the second half of a pair is none. */
function characters(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
