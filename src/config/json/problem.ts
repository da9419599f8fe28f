/** One thing wrong in feeds.json or a part of it, with all that it takes to find and mend it. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** As the operator named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** `bundles.systems.any[1]`; empty for what stands outside of everything. */
  readonly path: string;
  /** What is wrong and what was expected: one line without a full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string | null;
  /** The line it stands in, and how many of its characters, from `column` on, are meant. */
  readonly excerpt: { readonly text: string; readonly length: number };
}

/**
 * In the order of the files, others last, and of what stands in them; what two checks found alike is
 * said once.
 */
export function inOrder(problems: readonly Problem[], files: readonly string[]): readonly Problem[] {
  const place = new Map(files.map((file, at) => [file, at]));
  const at = ({ file }: Problem): number => place.get(file) ?? files.length;
  const once = new Map(problems.map((problem) => [keyOf(problem), problem]));
  return [...once.values()].sort((a, b) => at(a) - at(b) || a.line - b.line || a.column - b.column);
}

const keyOf = ({ file, line, column, path, message }: Problem): string =>
  [file, line, column, path, message].join(':');

/** Keys and indexes from the root of the file. */
export type JsonPath = readonly (string | number)[];

/** `tags["c++"].match[0]`: names are joined with dots, other keys quoted. */
export function showPath(path: JsonPath): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\p{L}\p{N}_$-]+$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
