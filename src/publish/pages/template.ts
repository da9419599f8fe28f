import { escapeHtml } from '../../html/escape.js';
import type { SafeHtml } from '../../model/values.js';
import { xmlSafe } from '../../text/xml.js';

/** Long enough to be a part of its own. */
const LONG = 2048;
const NONE: readonly string[] = [];

/** Markup that goes into a page as it stands. Made in this file, and of words by `words/speech.ts`, only. */
export class Raw {
  /** What stands before `last`, in parts of some kilobytes; most markup is too short to have any. */
  private before: string[] | null = null;

  constructor(private last: string) {}

  get markup(): string {
    return this.before === null ? this.last : this.before.join('') + this.last;
  }

  /** In parts, to be encoded one after the other: a page as one text takes several times as long. */
  get parts(): readonly string[] {
    return [...(this.before ?? NONE), this.last];
  }

  /** For who makes this, until it is handed on: puts a value behind all that there is, escaped. */
  add(value: Piece): void {
    if (typeof value === 'string') this.last += PLAIN.test(value) ? value : escapeHtml(xmlSafe(value));
    else if (value instanceof Raw) this.addRaw(value);
    else if (typeof value === 'number') this.last += String(value);
    else if (value !== null && value !== false) for (const piece of value) this.add(piece);
  }

  /** The same with markup of ours. */
  addMarkup(markup: string): void {
    this.last += markup;
    if (this.last.length >= LONG) this.cut();
  }

  private addRaw({ before, last }: Raw): void {
    if (before !== null) {
      this.cut();
      for (const part of before) this.before?.push(part);
    }
    this.addMarkup(last);
  }

  private cut(): void {
    this.before ??= [];
    this.before.push(this.last);
    this.last = '';
  }
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
  const raw = new Raw(parts[0] ?? '');
  for (let at = 0; at < values.length; at += 1) {
    raw.add(values[at] ?? null);
    raw.addMarkup(parts[at + 1] ?? '');
  }
  return raw;
}

/** Sanitised HTML of a source. */
export const sanitised = (markup: SafeHtml): Raw => new Raw(xmlSafe(markup));

/** HTML that the operator wrote, in feeds.json or in the theme: trusted as much as our own. */
export const operators = (markup: string): Raw => new Raw(markup);

/** ` name="value"` where there is a value, else nothing; to be put directly behind a tag's name. */
export const attribute = (
  name: 'lang' | 'dir' | 'class' | 'hreflang' | 'data-words',
  value: string | null,
): Raw | null => (value === null ? null : html` ${new Raw(name)}="${value}"`);

/** Pieces with `glue` between them; what is left out gets none. */
export const joined = (pieces: readonly Piece[], glue: Piece): Piece[] =>
  pieces
    .filter((piece) => piece !== null && piece !== false)
    .flatMap((piece, i) => (i === 0 ? [piece] : [glue, piece]));

/** Printable ASCII that means nothing in HTML: most of all values, and not worth three passes over them. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;
