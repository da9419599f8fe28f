/** Lines as text, each with its line feed. */
export const wholeLines = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
