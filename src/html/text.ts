import { Parser } from 'htmlparser2';
import { HIDDEN, INLINE } from './elements.js';

/** What a reader sees of a document, white space folded as a browser would; nothing of any attribute. */
export interface VisibleText {
  /** All but `pre`. */
  readonly text: string;
  /** The `pre` blocks, one after the other. */
  readonly code: string;
}

/** When to stop reading: code units of text and of code. */
export interface TextLimits {
  readonly text: number;
  readonly code: number;
}

const NO_LIMITS: TextLimits = { text: Number.POSITIVE_INFINITY, code: Number.POSITIVE_INFINITY };

/** No page is nested as deep. The parser's work on each tag grows with the depth, so reading ends there. */
const MAX_DEPTH = 2000;
/** Bytes that the parser gets at once: the limits are looked at in between. */
const CHUNK = 8192;

/**
 * The visible text of HTML, sanitised or not: block tags separate, inline tags don't, `script`, `style` and
 * the like are left out, `pre` is code. Linear in its length, and reads no more than `limits` ask for.
 */
export function visibleText(html: string, limits: TextLimits = NO_LIMITS): VisibleText {
  if (!html.includes('<') && !html.includes('&')) return { text: foldSpace(html).trim(), code: '' };
  const reader = new Reader();
  const parser = new Parser(reader, { decodeEntities: true, lowerCaseTags: true });
  for (let at = 0; at < html.length; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    if (reader.has(limits)) return reader.result();
  }
  parser.end();
  return reader.result();
}

/** Single spaces are passed over: replacing each of them by itself takes four times as long. */
function foldSpace(text: string): string {
  return text.includes('  ') || /[^\S ]/.test(text) ? text.replace(/\s\s+|[^\S ]/g, ' ') : text;
}

class Reader {
  private text = '';
  private code = '';
  /** The text ends in a space, or is empty. */
  private spaced = true;
  private hidden = 0;
  private pre = 0;
  private depth = 0;
  private inLink = false;

  onopentag(name: string): void {
    this.depth++;
    if (HIDDEN.has(name)) this.hidden++;
    else if (name === 'pre') this.pre++;
    this.inLink = name === 'a';
    if (!INLINE.has(name)) this.separate();
  }

  onclosetag(name: string): void {
    this.depth--;
    if (HIDDEN.has(name)) this.hidden--;
    else if (name === 'pre') {
      this.pre--;
      this.code += '\n';
    }
    this.inLink = false;
    if (!INLINE.has(name)) this.separate();
  }

  ontext(data: string): void {
    if (this.hidden > 0) return;
    if (this.pre > 0) this.code += data;
    // The sign of a link to a heading is not part of its last word: "Unsafe#".
    else this.append(this.inLink && data === '#' ? ' ' : foldSpace(data));
  }

  /** Nothing more need be read. In code points there may be half as many characters as code units. */
  has(limits: TextLimits): boolean {
    const isDeep = this.depth > MAX_DEPTH;
    return isDeep || (this.text.length > 2 * limits.text && this.code.length > 2 * limits.code);
  }

  result(): VisibleText {
    return { text: this.text.trim(), code: this.code.trim() };
  }

  private append(folded: string): void {
    this.text += this.spaced && folded.startsWith(' ') ? folded.slice(1) : folded;
    if (folded !== '') this.spaced = folded.endsWith(' ');
  }

  private separate(): void {
    if (this.pre === 0) this.append(' ');
    else this.code += '\n';
  }
}
