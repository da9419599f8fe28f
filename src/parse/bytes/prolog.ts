/** What stands before a document's first element, and what that element is. */
export interface Prolog {
  /** From the first element on. */
  readonly body: string;
  /** Name of the first element as written; null where there is no element. */
  readonly root: string | null;
  /** The first element's tag, attributes and all. */
  readonly tag: string;
  /** Name in the DOCTYPE, in lower case. */
  readonly doctype: string | null;
  /** The DOCTYPE, whole; '' where there is none. */
  readonly declarations: string;
  /** Text stands before the document, or an XML declaration is not at its very beginning. */
  readonly preceded: string;
}

/** How far a document may begin behind something that does not belong to it, such as a warning of PHP's. */
const SEARCHED = 4096;
const BEGINNING = /<\?xml\b|<!doctype\b|<(?:[a-z]+:)?(?:rss|rdf|feed|html)\b/i;

/** As PHP writes its messages into pages, Xdebug in a table. */
const PHP_MESSAGE = /^<br ?\/?>\s*(?:<b>[A-Z][A-Za-z ]{3,30}<\/b>:|<font[^<>]*><table class='xdebug)/;

/** Splits a document before its first element: declaration, comments, instructions and DOCTYPE come off. */
export function splitProlog(text: string): Prolog {
  const start = text.search(/[^\s\ufeff]/);
  let at = start < 0 ? text.length : start;
  let preceded = start > 0 && text.startsWith('<?xml', start) ? text.slice(0, start) : '';
  if (text[at] !== '<' || PHP_MESSAGE.test(text.slice(at, at + 200))) {
    const found = BEGINNING.exec(text.slice(at, at + SEARCHED));
    if (found === null)
      return {
        body: '',
        root: null,
        tag: '',
        doctype: null,
        declarations: '',
        preceded: text.slice(at, at + SEARCHED),
      };
    preceded = text.slice(0, at + found.index);
    at += found.index;
  }
  let doctype: string | null = null;
  let declarations = '';
  for (;;) {
    const next = afterMisc(text, at);
    if (next === null) break;
    const piece = text.slice(at, next.end);
    doctype ??= /^<!doctype\s+([^\s>[]+)/i.exec(piece)?.[1]?.toLowerCase() ?? null;
    if (declarations === '' && /^<!doctype/i.test(piece)) declarations = piece;
    at = next.end;
  }
  const body = text.slice(at);
  const tag = /^<([^\s/>!?<]+)(?:[^<>"']|"[^"]*"|'[^']*')*>?/.exec(body.slice(0, LONGEST_TAG));
  return { body, root: tag?.[1] ?? null, tag: tag?.[0] ?? '', doctype, declarations, preceded };
}

/** Feeds with 40 namespaces have tags of 3 KB. */
const LONGEST_TAG = 16_384;

/**
 * Where the next declaration, comment or instruction ends, and the space after it; null where there is none.
 */
function afterMisc(text: string, at: number): { readonly end: number } | null {
  const space = /\s*/y;
  const ended = (end: number): { end: number } => {
    space.lastIndex = end;
    return { end: end + (space.exec(text)?.[0].length ?? 0) };
  };
  const behind = (closing: string): { end: number } => {
    const end = text.indexOf(closing, at);
    return ended(end < 0 ? text.length : end + closing.length);
  };
  if (text.startsWith('<?', at)) return behind('?>');
  if (text.startsWith('<!--', at)) return behind('-->');
  return /^<!doctype/i.test(text.slice(at, at + 9)) ? ended(endOfDoctype(text, at)) : null;
}

/** XML 1.0 2.8: an internal subset stands in brackets, and may have tags' ends in it. */
function endOfDoctype(text: string, at: number): number {
  const close = text.indexOf('>', at);
  if (close < 0) return text.length;
  const bracket = text.slice(at, close).indexOf('[');
  if (bracket < 0) return close + 1;
  const end = /\]\s*>/g;
  end.lastIndex = at + bracket;
  const found = end.exec(text);
  return found === null ? text.length : found.index + found[0].length;
}
