import type { JsonNode } from './json.js';
import type { Lines } from './lines.js';
import { type JsonPath, type Problem, showPath } from './problem.js';
import { asWritten, type Span, spanAt } from './select.js';

/** Something to be said of a place in the file, in words. */
export interface Finding {
  readonly path: JsonPath;
  /** The key is meant, not its value. */
  readonly atKey: boolean;
  readonly message: string;
  readonly help: string | null;
}

/**
 * Gives findings their lines and columns, in the order of the file: of the value at a finding's path, or of
 * the nearest thing around it.
 */
export type Locate = (findings: readonly Finding[], severity: Problem['severity']) => readonly Problem[];

export const createLocate =
  (root: JsonNode, file: string, lines: Lines): Locate =>
  (findings, severity) =>
    findings
      .map((finding) => ({ ...finding, path: asWritten(root, finding.path) }))
      .map((finding) => ({ finding, span: spanAt(root, finding.path, finding.atKey) }))
      .sort((a, b) => a.span.start - b.span.start)
      .map(({ finding: { path, message, help }, span }) => ({
        severity,
        message,
        help,
        path: showPath(path),
        ...placeOf(span, file, lines),
      }));

/** Longer marks say no more. */
const MAX_MARKED = 200;

/** Where a part of the text stands. Of what spans lines the first is shown. */
export function placeOf(
  { start, end }: Span,
  file: string,
  lines: Lines,
): Pick<Problem, 'file' | 'line' | 'column' | 'excerpt'> {
  const { line, column } = lines.placeOf(start);
  const text = lines.textOf(line);
  return { file, line, column, excerpt: { text, length: Math.min(end - start, MAX_MARKED) } };
}
