import { UserError } from '../../model/errors.js';
import { NOT_XML } from '../../text/xml.js';

/**
 * Reads the value of an option that is some text: with nothing in it, as of a variable of the shell that is
 * not set, it is missing.
 * @param what as the mistake calls it: `--out <dir>`
 */
export const givenText =
  (what: string) =>
  (text: string): string => {
    if (text.trim() !== '') return text;
    throw new UserError(`${what}: its value is missing`, 2);
  };

/** The same for an option, or an argument, that is written into feeds.json or filings.json. */
export const publishableText =
  (what: string) =>
  (text: string): string => {
    const [found] = NOT_XML.exec(givenText(what)(text)) ?? [];
    if (found === undefined) return text;
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw new UserError(`${what}: the character U+${code} can't be published; take it out`, 2);
  };
