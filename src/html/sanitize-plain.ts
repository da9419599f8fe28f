import type { HttpUrl } from '../model/values.js';
import { ATTRIBUTES, type Attributes, absolute, CLASSES } from './attributes.js';
import { characterOf as emojiOf } from './emoji.js';
import { loaded } from './lazy.js';
import { characterOf, isPlain, type PlainReader } from './plain.js';

/**
 * Plain HTML as sanitize-html writes it, byte for byte, with the rules of `sanitize()`: null for all that
 * isn't certainly plain, or that rules have more to say of than which attributes stay.
 */
export function sanitizePlain(html: string, base: HttpUrl | null): string | null {
  const writer = new Writer(html, base);
  return isPlain(html, writer) && writer.isPlain ? writer.written() : null;
}

/** Copies what stays as it is, which is most, in pieces as long as possible. */
class Writer implements PlainReader {
  isPlain = true;
  private out = '';
  /** Up to here all is written. */
  private from = 0;

  constructor(
    private readonly html: string,
    private readonly base: HttpUrl | null,
  ) {}

  open(name: string, start: number, attributes: number, end: number): boolean {
    if (attributes + 1 === end && !WRITTEN_ANEW.has(name)) return true;
    const tag = UNUSUAL.has(name) ? null : this.tag(name, start, attributes, end);
    if (tag === null) this.isPlain = false;
    else this.replace(start, end, tag);
    return this.isPlain;
  }

  close(): boolean {
    return true;
  }

  text(): boolean {
    return true;
  }

  character(character: string, start: number, end: number): boolean {
    const escaped = ESCAPED_TEXT.get(character) ?? character;
    if (escaped.length !== end - start || !this.html.startsWith(escaped, start))
      this.replace(start, end, escaped);
    return true;
  }

  comment(start: number, end: number): boolean {
    this.replace(start, end, '');
    return true;
  }

  written(): string {
    return this.from === 0 ? this.html : this.out + this.html.slice(this.from);
  }

  private replace(start: number, end: number, by: string): void {
    this.out += this.html.slice(this.from, start) + by;
    this.from = end;
  }

  private tag(name: string, start: number, from: number, end: number): string | null {
    const given = attributesOf(this.html, name, from, end);
    if (given === null) return null;
    if (name === 'img' && emojiOf(this.html.slice(start, end)) !== null) return null;
    const kept = keptAttributes(name, given, this.base);
    return kept === null ? null : `<${name}${kept}${SELF_CLOSING.has(name) ? ' />' : '>'}`;
  }
}

/** Written with a slash, whatever they had. */
const SELF_CLOSING = new Set(['br', 'hr', 'img']);
/** Not as they are even without attributes. */
const WRITTEN_ANEW = new Set([...SELF_CLOSING, 'a', 'audio', 'video', 'source', 'track', 'wbr', 'col']);
/** Players, and what has an end tag nowhere but in what sanitize-html writes. */
const UNUSUAL = new Set(['audio', 'video', 'source', 'track', 'wbr', 'col']);

const ATTRIBUTE = /[ \t\r\n]+([a-z][\w:-]*)=(?:"([^"<]*)"|'([^'<]*)')/y;

/** A tag's attributes that matter, decoded; null where one stands twice, or its value is not plain. */
function attributesOf(html: string, tag: string, from: number, end: number): Attributes | null {
  const given: Attributes = {};
  ATTRIBUTE.lastIndex = from;
  for (let at = ATTRIBUTE.exec(html); at !== null && ATTRIBUTE.lastIndex < end; at = ATTRIBUTE.exec(html)) {
    const [, name = '', double, single] = at;
    if (tag !== 'img' && !isKept(tag, name)) continue;
    const value = decoded(double ?? single ?? '');
    if (value === null || Object.hasOwn(given, name)) return null;
    given[name] = value;
  }
  return given;
}

const isKept = (tag: string, name: string): boolean =>
  ATTRIBUTES['*']?.includes(name) === true || ATTRIBUTES[tag]?.includes(name) === true;

/** Null where an ampersand is anything but the beginning of a known entity. */
function decoded(value: string): string | null {
  let isKnown = true;
  if (!value.includes('&')) return value;
  const text = value.replace(/&[^&;]{0,10};?/g, (entity) => {
    const character = characterOf(entity);
    isKnown &&= character !== null;
    return character ?? '';
  });
  return isKnown ? text : null;
}

/** As they are written into the tag; null where the element is nothing without one, or a value is unusual. */
function keptAttributes(tag: string, given: Attributes, base: HttpUrl | null): string | null {
  const attributes = absolute(tag, tag === 'img' ? loaded(tag, given) : given, base);
  if (tag === 'a' && attributes['href'] === undefined) return null;
  if (tag === 'img' && attributes['src'] === undefined) return null;
  let kept = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (!isKept(tag, name)) continue;
    const attribute = written(tag, name, value);
    if (attribute === null) return null;
    kept += attribute;
  }
  return kept;
}

const HOLD_ADDRESSES = new Set(['href', 'src', 'cite']);
/** What sanitize-html's parser of sets leaves as it is. */
const PLAIN_SET =
  /^https?:\/\/[\w./%~:@+=?&;#-]+ [1-9]\d{0,4}[wx](?:, https?:\/\/[\w./%~:@+=?&;#-]+ [1-9]\d{0,4}[wx])*$/;
/** Are there or not, whatever their value. */
const FLAGS = new Set(['reversed', 'open']);

/** One attribute; '' where it goes for being empty, null where more is to be thought of than its escaping. */
function written(tag: string, name: string, value: string): string | null {
  if (FLAGS.has(name)) return null;
  if (value === '') return name === 'alt' ? ' alt=""' : '';
  if (HOLD_ADDRESSES.has(name) && !/^https?:\/\//.test(value)) return null;
  if (name === 'srcset' && !PLAIN_SET.test(value)) return null;
  if (name === 'class') return keptClasses(tag === 'pre' ? CLASSES.pre : CLASSES.code, value);
  return ` ${name}="${escaped(value)}"`;
}

function keptClasses(pattern: RegExp, value: string): string {
  const kept = value.split(/\s+/).filter((one) => pattern.test(one));
  return kept.length === 0 ? '' : ` class="${kept.join(' ')}"`;
}

const ESCAPED_TEXT: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

const SPECIAL = /[&<>"]/g;

const escaped = (value: string): string =>
  value.replace(SPECIAL, (character) => ESCAPED_TEXT.get(character) ?? '&quot;');
