import { type JsonText, readJson } from './json.js';
import { type Lines, linesOf } from './lines.js';
import { type Problem, showPath } from './problem.js';
import type { Span } from './select.js';

/** One file of a configuration as it was read. */
export interface Document {
  /** As messages name it. */
  readonly file: string;
  /** All of it, a byte order mark included. */
  readonly text: string;
  /** Offsets are those of the text without the mark. */
  readonly json: JsonText;
  readonly lines: Lines;
}

export function documentOf(text: string, file: string): Document {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = linesOf(json);
  return { file, text, json: readJson(json, lines), lines };
}

/** The problems of a document as JSON. */
export const faultsOf = (document: Document): readonly Problem[] =>
  document.json.faults.map(({ message, help, path, start, end }) => ({
    severity: 'error',
    message,
    help,
    path: showPath(path),
    ...placeIn(document, { start, end }),
  }));

/** Longer marks say no more. */
const MAX_MARKED = 200;

/** Where a part of the text stands. Of what spans lines the first is shown. */
export function placeIn(
  { file, lines }: Document,
  { start, end }: Span,
): Pick<Problem, 'file' | 'line' | 'column' | 'excerpt'> {
  const { line, column } = lines.placeOf(start);
  const text = lines.textOf(line);
  return { file, line, column, excerpt: { text, length: Math.min(end - start, MAX_MARKED) } };
}
