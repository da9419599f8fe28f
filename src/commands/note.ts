import type { AddHelpTextContext } from 'commander';

/** Columns of a help that goes into a file or a pipe. */
export const FILE_COLUMNS = 80;

/** A paragraph below the help of a command, for `addHelpText('after', …)`. */
export const note =
  (text: string) =>
  ({ command }: AddHelpTextContext): string =>
    `\n${command.createHelp().boxWrap(text, FILE_COLUMNS)}`;

/** Command lines to copy, below the help of a command, for `addHelpText('after', …)`. */
export const example = (lines: readonly string[]): string =>
  `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
