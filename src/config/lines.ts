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

/** Line ends are those of RFC 8259 white space: LF, CR LF, CR. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|[\r\n]/g)) starts.push(end.index + end[0].length);

  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const startOf = (line: number): number => starts[line - 1] ?? text.length;

  return {
    placeOf(offset) {
      const line = lineAt(offset);
      return { line, column: [...text.slice(startOf(line), offset)].length + 1 };
    },
    textOf: (line) => text.slice(startOf(line), startOf(line + 1)).replace(/[\r\n]+$/, ''),
  };
}
