import { didYouMean } from '../../config/grammar/did-you-mean.js';
import { UserError } from '../../model/errors.js';
import { listed } from '../../model/words.js';
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
    const help = didYouMean(text, words);
    const received = `${what}: expected ${listed(words, 'or')}, received "${printable(text)}"`;
    throw new UserError(help === null ? received : `${received}; ${help}`, 2);
  };
