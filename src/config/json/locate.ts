import { type Document, placeIn } from './document.js';
import type { JsonNode } from './json.js';
import { type JsonPath, type Problem, showPath } from './problem.js';
import { asWritten, type Span, spanAt } from './select.js';

/** Something to be said of a place in the configuration, in words. */
export interface Finding {
  readonly path: JsonPath;
  /** The key is meant, not its value. */
  readonly atKey: boolean;
  readonly message: string;
  readonly help: string | null;
  /** Another place that the message speaks of: named with its file where that is not the finding's own. */
  readonly other?: JsonPath;
}

/** A configuration in which findings have their places. */
export interface Located {
  readonly root: JsonNode;
  placeOf(span: Span): Pick<Problem, 'file' | 'line' | 'column' | 'excerpt'>;
  ownPath(path: JsonPath): JsonPath;
}

/**
 * Gives findings their files, lines and columns, in the order of the files: of the value at a finding's path,
 * or of the nearest thing around it.
 */
export type Locate = (findings: readonly Finding[], severity: Problem['severity']) => readonly Problem[];

export const createLocate =
  ({ root, placeOf, ownPath }: Located): Locate =>
  (findings, severity) =>
    findings
      .map((finding) => ({ ...finding, path: asWritten(root, finding.path) }))
      .map((finding) => ({ finding, span: spanAt(root, finding.path, finding.atKey) }))
      .sort((a, b) => a.span.start - b.span.start)
      .map(({ finding: { path, message, help, other }, span }) => {
        const place = placeOf(span);
        const away = other === undefined ? null : placeOf(spanAt(root, asWritten(root, other), true));
        const elsewhere =
          away === null || away.file === place.file ? '' : `, in ${away.file}:${away.line}:${away.column}`;
        return {
          severity,
          message: message + elsewhere,
          help,
          path: showPath(ownPath(path)),
          ...place,
        };
      });

/** The same for a file that stands alone. */
export const locateIn = (document: Document, root: JsonNode): Locate =>
  createLocate({ root, placeOf: (span) => placeIn(document, span), ownPath: (path) => path });
