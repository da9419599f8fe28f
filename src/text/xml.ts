/** Text that an XML document can carry, and what stands for the characters that mean something there. */

/** A character that XML 1.0 forbids (2.2 Char). */
export const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Forbidden in XML, or noncharacters; and DEL and C1 controls, which the W3C validator warns of and nothing
 * shows.
 */
const UNFIT = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\p{Cs}\p{Noncharacter_Code_Point}]/gu;
/** Line tabulation, form feed and next line part words; the other unfit characters stand within them. */
const SPACING = /[\x0B\x0C\x85]/;
/**
 * What may be unfit, halves of surrogate pairs among whole ones. Most text has none of it, and costs this one
 * look.
 */
const SUSPECT = /[\0-\x08\x0B-\x1F\x7F-\x9F\uD800-\uDFFF\uFDD0-\uFDEF\uFFFD-\uFFFF]/;

/**
 * Without characters that can't be published, line ends as `\n`. U+FFFD becomes `?`: validators warn of it.
 */
export const xmlSafe = (text: string): string =>
  SUSPECT.test(text)
    ? text
        .replace(UNFIT, (character) => (SPACING.test(character) ? ' ' : ''))
        .replace(/\uFFFD/g, '?')
        .replace(/\r\n?/g, '\n')
    : text;

const NAMED: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Text as it stands in elements and in quoted attributes. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => NAMED.get(character) ?? character);
