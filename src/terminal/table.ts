import type { Style } from './style.js';
import { widthOf } from './width.js';

/** A column of a table. Cells are plain text: colour comes after padding, from `paint`. */
export interface Column {
  readonly align?: 'left' | 'right';
  /** Columns of the terminal; what is longer ends in the ellipsis. Without it nothing is cut. */
  readonly max?: number;
  readonly paint?: (text: string, row: number) => string;
}

/**
 * Rows as lines, padded by display width (Han, Kana and most emoji take two columns), two spaces between
 * columns, no trailing space. Every row has as many cells as there are columns.
 */
export function table(
  rows: readonly (readonly string[])[],
  columns: readonly Column[],
  ellipsis = '…',
): string[] {
  const cut = rows.map((row) =>
    columns.map((column, c) => truncate(row[c] ?? '', column.max ?? Number.POSITIVE_INFINITY, ellipsis)),
  );
  const widths = columns.map((_, c) => cut.reduce((max, row) => Math.max(max, widthOf(row[c] ?? '')), 0));
  return cut.map((row, r) => {
    const last = row.findLastIndex((cell) => cell !== '');
    return columns
      .slice(0, last + 1)
      .map((column, c) => {
        const text = row[c] ?? '';
        const space = ' '.repeat(Math.max(0, (widths[c] ?? 0) - widthOf(text)));
        const painted = text === '' ? '' : (column.paint?.(text, r) ?? text);
        if (column.align === 'right') return space + painted;
        return c === last ? painted : painted + space;
      })
      .join('  ');
  });
}

/** Paints the first row of a table, its head, bold. */
export const boldHead =
  ({ bold }: Pick<Style, 'bold'>) =>
  (text: string, row: number): string =>
    row === 0 ? bold(text) : text;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text within so many columns, cut between graphemes and ended by the ellipsis where it is longer. */
export function truncate(text: string, columns: number, ellipsis = '…'): string {
  if (widthOf(text) <= columns) return text;
  const room = columns - widthOf(ellipsis);
  let kept = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > room) break;
    kept += segment;
  }
  return kept.trimEnd() + ellipsis;
}
