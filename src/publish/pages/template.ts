import { escapeHtml } from '../../html/escape.js';
import type { SafeHtml } from '../../model/values.js';
import { xmlSafe } from '../../text/xml.js';

/** Markup that goes into a page as it stands. Made by `html`, `sanitised()` and `operators()` only. */
export class Raw {
  constructor(readonly markup: string) {}
}

/**
 * What may stand in a template: text and numbers are escaped, lists joined, `null` and `false` leave nothing.
 */
export type Piece = string | number | Raw | null | false | readonly Piece[];

/**
 * The template tag of all pages: escapes every value but `Raw`, for text and for quoted attributes alike, and
 * leaves out characters that no document may hold.
 * Attributes in templates must be quoted, and none of them may hold a script or a style.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Raw {
  let markup = parts[0] ?? '';
  values.forEach((value, i) => {
    markup += render(value) + (parts[i + 1] ?? '');
  });
  return new Raw(markup);
}

/** Sanitised HTML of a source. */
export const sanitised = (markup: SafeHtml): Raw => new Raw(xmlSafe(markup));

/** HTML that the operator wrote, in feeds.json or in the theme: trusted as much as our own. */
export const operators = (markup: string): Raw => new Raw(markup);

/** ` name="value"` where there is a value, else nothing; to be put directly behind a tag's name. */
export const attribute = (name: 'lang' | 'dir' | 'class' | 'hreflang', value: string | null): Raw | null =>
  value === null ? null : html` ${new Raw(name)}="${value}"`;

/** Pieces with `glue` between them; what is left out gets none. */
export const joined = (pieces: readonly Piece[], glue: string): Piece[] =>
  pieces
    .filter((piece) => piece !== null && piece !== false)
    .flatMap((piece, i) => (i === 0 ? [piece] : [glue, piece]));

/** Printable ASCII that means nothing in HTML: most of all values, and not worth three passes over them. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;

function render(value: Piece): string {
  if (value instanceof Raw) return value.markup;
  if (typeof value === 'string') return PLAIN.test(value) ? value : escapeHtml(xmlSafe(value));
  if (typeof value === 'number') return String(value);
  if (value === null || value === false) return '';
  let markup = '';
  for (const piece of value) markup += render(piece);
  return markup;
}
