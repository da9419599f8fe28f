import type { AddHelpTextContext } from 'commander';

/** As wide as commander makes the rest of a help that goes into a file. */
const COLUMNS = 80;

/** A paragraph below the help of a command, for `addHelpText('after', …)`. */
export const note =
  (text: string) =>
  ({ command }: AddHelpTextContext): string =>
    `\n${command.createHelp().boxWrap(text, COLUMNS)}`;
