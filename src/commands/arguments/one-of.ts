import { UserError } from '../../model/errors.js';
import { printable } from '../../terminal/printable.js';

/**
 * Reads the value of an option, or an argument, that takes one of a few words; anything else is a mistake in
 * the command line that lists them.
 * @param what as the mistake calls it: `--from`
 */
export const oneOf =
  <T extends string>(what: string, words: readonly T[]) =>
  (text: string): T => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw new UserError(`${what}: expected one of ${words.join(', ')}; received "${printable(text)}"`, 2);
  };
