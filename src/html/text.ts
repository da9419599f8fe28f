import { HIDDEN, INLINE } from './elements.js';
import { type HtmlReader, readHtml } from './events.js';
import { foldSpace } from './space.js';

/** What a reader sees of a document, white space folded as a browser would; nothing of any attribute. */
export interface VisibleText {
  /** All but `pre`. */
  readonly text: string;
  /** The `pre` blocks, one after the other. */
  readonly code: string;
}

/** Text and code in one line. */
export const oneLine = ({ text, code }: VisibleText): string =>
  code === '' ? text : `${text} ${foldSpace(code)}`.trimStart();

/** No page is nested as deep. The parser's work on each tag grows with the depth, so reading ends there. */
const MAX_DEPTH = 2000;

/**
 * The visible text of HTML, sanitised or not: block tags separate, inline tags don't, `script`, `style` and
 * the like are left out, `pre` is code. Linear in its length.
 */
export function visibleText(html: string): VisibleText {
  if (!html.includes('<') && !html.includes('&')) return { text: foldSpace(html).trim(), code: '' };
  return readHtml(html, () => new Reader()).result();
}

class Reader implements HtmlReader {
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

  hasEnough(): boolean {
    return this.depth > MAX_DEPTH;
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
