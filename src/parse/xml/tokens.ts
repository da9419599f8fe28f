import { QuoteType, Tokenizer } from 'htmlparser2';
import { withQuotesClosed } from './quotes.js';

/**
 * What a document's tags and texts become; every text and attribute value is source, its entities undecoded.
 */
export interface TokenHandler {
  /** @param at where its tag begins, in the document `withoutStray()` */
  open(qname: string, attributes: ReadonlyMap<string, string>, at: number): void;
  /** Ends the innermost open element. */
  close(): void;
  text(source: string, cdata: boolean): void;
  /** The document has ended before its elements did; they are closed now. */
  cutOff?(): void;
}

/**
 * No element of a feed may be deeper: what is, is left out with its tags, its text stays. Blink stops at the
 * same depth; the deepest real feed has 30 levels.
 */
const MAX_DEPTH = 512;
/** A root with 40 namespaces is the most that is known. */
const MAX_ATTRIBUTES = 256;
/** Characters of a name, and of an attribute's value: what is longer is nothing that is looked for. */
const MAX_NAME = 256;
const MAX_VALUE = 64 * 1024;
const NAME = /^[\p{L}_:][^<>"'&=]*$/u;
const CDATA_OR_NO_TAG = /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<(?![\p{L}_:/!?])/gu;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

export interface TokenizeOptions {
  readonly maxDepth?: number;
  /** Quotation marks may be missing. */
  readonly isMalformed?: boolean;
}

/**
 * The tags and texts of anything that resembles XML, in order, elements properly nested and closed. Linear in
 * the length of the document, whatever it holds: end tags without a start are known by their count, not by a
 * search.
 * @returns whether the document was malformed
 */
export function tokenize(
  body: string,
  handler: TokenHandler,
  { maxDepth = MAX_DEPTH, isMalformed = false }: TokenizeOptions = {},
): boolean {
  const source = withoutStray(isMalformed ? withQuotesClosed(body) : body);
  const reader = new TokenReader(source, handler, maxDepth);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, reader);
  tokenizer.write(source);
  tokenizer.end();
  return reader.finish() || source.length !== body.length;
}

/**
 * The document with `&lt;` for what begins no tag, "I <3 feeds": to the tokenizer any character begins a
 * name.
 */
export const withoutStray = (body: string): string =>
  body.replace(CDATA_OR_NO_TAG, (found) => (found === '<' ? '&lt;' : found));

class TokenReader {
  private readonly open: string[] = [];
  /** How many elements of each name are open; `</Title>` ends a `<title>`. */
  private readonly counts = new Map<string, number>();
  private tooDeep = 0;
  private malformed = false;
  private tag = '';
  private tagStart = 0;
  private attributes = new Map<string, string>();
  private attribute = '';
  private value = '';

  constructor(
    private readonly body: string,
    private readonly handler: TokenHandler,
    private readonly maxDepth: number,
  ) {}

  onopentagname(start: number, end: number): void {
    this.tag = this.body.slice(start, end);
    this.tagStart = start - 1;
    this.attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.body.slice(start, end);
    this.value = '';
  }

  onattribdata(start: number, end: number): void {
    this.value += this.body.slice(start, end);
  }

  onattribend(quote: QuoteType): void {
    const quoted = quote === QuoteType.Double || quote === QuoteType.Single;
    if (!quoted || this.attributes.has(this.attribute) || BARE_AMPERSAND.test(this.value))
      this.malformed = true;
    if (this.attribute.length > MAX_NAME || this.value.length > MAX_VALUE) return;
    if (!this.attributes.has(this.attribute) && this.attributes.size < MAX_ATTRIBUTES)
      this.attributes.set(this.attribute, this.value);
  }

  onopentagend(end: number): void {
    if (this.tag.length > MAX_NAME || !NAME.test(this.tag)) {
      this.malformed = true;
      this.handler.text(this.body.slice(this.tagStart, end + 1), true);
    } else if (this.open.length >= this.maxDepth) {
      this.tooDeep += 1;
    } else {
      this.open.push(this.tag);
      this.count(this.tag, 1);
      this.handler.open(this.tag, this.attributes, this.tagStart);
    }
  }

  onselfclosingtag(end: number): void {
    const before = this.open.length;
    const deep = this.tooDeep;
    this.onopentagend(end);
    if (this.open.length > before) this.closeInnermost();
    this.tooDeep = deep;
  }

  onclosetag(start: number, end: number): void {
    if (this.tooDeep > 0) {
      this.tooDeep -= 1;
      return;
    }
    const name = this.body.slice(start, end);
    const key = name.toLowerCase();
    if (this.open.at(-1) !== name) this.malformed = true;
    if ((this.counts.get(key) ?? 0) === 0) return;
    while (this.closeInnermost()?.toLowerCase() !== key);
  }

  ontext(start: number, end: number): void {
    const source = this.body.slice(start, end);
    if (source.includes('&') && BARE_AMPERSAND.test(source)) this.malformed = true;
    this.handler.text(source, false);
  }

  oncdata(start: number, end: number, endOffset: number): void {
    // The tokenizer counts the brackets in: `CDATA[` before, `]]` after.
    this.handler.text(this.body.slice(start, end - endOffset), true);
  }

  ondeclaration(): void {
    this.malformed = true; // XML 1.0 3.1: content has none
  }

  finish(): boolean {
    if (this.open.length > 0) this.handler.cutOff?.();
    this.malformed ||= this.open.length > 0;
    while (this.open.length > 0) this.closeInnermost();
    return this.malformed;
  }

  private closeInnermost(): string | undefined {
    const name = this.open.pop();
    if (name === undefined) return undefined;
    this.count(name, -1);
    this.handler.close();
    return name;
  }

  private count(name: string, by: 1 | -1): void {
    const key = name.toLowerCase();
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }

  oncomment(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
  onattribentity(): void {}
  ontextentity(): void {}
}
