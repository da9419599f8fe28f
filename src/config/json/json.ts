import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { NOT_XML } from '../../text/xml.js';
import { explainFault } from './json-faults.js';
import type { Lines } from './lines.js';
import type { JsonPath } from './problem.js';

/** A JSON value that remembers where it stands: offsets in UTF-16 units, `end` exclusive. */
export type JsonNode = JsonObject | JsonArray | JsonScalar;

export interface JsonObject {
  readonly kind: 'object';
  readonly start: number;
  readonly end: number;
  /** In the order of the text; of keys that stand twice, the last. */
  readonly members: ReadonlyMap<string, JsonMember>;
}

export interface JsonMember {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly node: JsonNode;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsonNode[];
}

export interface JsonScalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly value: string | number | boolean | null;
}

/** Something that JSON with comments, or tagwire, doesn't allow in the text. */
export interface JsonFault {
  readonly start: number;
  readonly end: number;
  readonly path: JsonPath;
  readonly message: string;
  readonly help: string | null;
}

export interface JsonText {
  /** Null where the text could not be read to its end. */
  readonly root: JsonNode | null;
  readonly faults: readonly JsonFault[];
  /** In the order of the text. */
  readonly comments: readonly Comment[];
}

/** A comment, its signs included but not the end of its line. */
export interface Comment {
  readonly start: number;
  readonly end: number;
}

/** Far more than the grammar of feeds.json can use, far less than what overflows the stack. */
const MAX_DEPTH = 64;

/** What nearly all texts are, told apart at once. */
const PLAIN = /^[ -~]*$/;

/** Ends a visit at the first fault that can't be read past: what follows would be guesswork. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

interface OpenObject {
  readonly kind: 'object';
  readonly start: number;
  readonly members: Map<string, JsonMember>;
  key: { readonly name: string; readonly start: number; readonly end: number };
}

interface OpenArray {
  readonly kind: 'array';
  readonly start: number;
  readonly items: JsonNode[];
}

/**
 * Reads JSON with the place of every value, comments and trailing commas allowed. Keys that stand twice and
 * `__proto__` are faults that are read past, so that one look at the file lists them all; the first fault of
 * any other kind ends the reading. Never throws, whatever the text.
 */
export function readJson(text: string, lines: Lines): JsonText {
  const reader = new Reader(text, lines);
  try {
    visit(text, reader, { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { root: null, faults: reader.faults, comments: reader.comments };
  }
  return { root: reader.root, faults: reader.faults, comments: reader.comments };
}

/** The plain value of a node, as `JSON.parse` gives it of a text without comments. */
export function plainValue(node: JsonNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(plainValue);
  return Object.fromEntries([...node.members].map(([key, member]) => [key, plainValue(member.node)]));
}

class Reader {
  readonly faults: JsonFault[] = [];
  readonly comments: Comment[] = [];
  root: JsonNode | null = null;
  readonly #text: string;
  readonly #lines: Lines;
  readonly #open: (OpenObject | OpenArray)[] = [];

  constructor(text: string, lines: Lines) {
    this.#text = text;
    this.#lines = lines;
  }

  readonly onObjectBegin = (start: number): void => {
    this.#push({ kind: 'object', start, members: new Map(), key: { name: '', start, end: start } });
  };

  readonly onArrayBegin = (start: number): void => {
    this.#push({ kind: 'array', start, items: [] });
  };

  readonly onObjectProperty = (name: string, start: number, length: number): void => {
    const object = this.#open.at(-1);
    if (object?.kind === 'object') object.key = { name, start, end: start + length };
    this.#checkText(name, start, start + length);
  };

  readonly onLiteralValue = (value: unknown, start: number, length: number): void => {
    if (typeof value === 'string') this.#checkText(value, start, start + length);
    this.#add({ kind: 'scalar', value: value as JsonScalar['value'], start, end: start + length });
  };

  // jsonc-parser reports the end of an object that lacks its bracket too, and the error only after it.
  readonly onObjectEnd = (offset: number): void => {
    if (this.#text[offset] === '}') this.#close(offset + 1);
  };

  readonly onArrayEnd = (offset: number): void => {
    if (this.#text[offset] === ']') this.#close(offset + 1);
  };

  readonly onComment = (start: number, length: number): void => {
    this.comments.push({ start, end: start + length });
  };

  readonly onError = (code: ParseErrorCode, start: number, length: number): void => {
    const open = this.#open.at(-1);
    const within = open && { kind: open.kind, line: this.#lines.placeOf(open.start).line };
    const found = this.#text.slice(start, start + length);
    const isBehind = open === undefined && this.root !== null;
    const fault = isBehind ? 'EndOfFileExpected' : printParseErrorCode(code);
    const { message, help } = explainFault(fault, found, within ?? null);
    this.#stop(start, start + length, message, help);
  };

  #push(open: OpenObject | OpenArray): void {
    if (this.#open.length >= MAX_DEPTH) {
      this.#fault(open.start, open.start + 1, 'nested too deeply', null, []);
      throw new Unreadable();
    }
    this.#open.push(open);
  }

  #close(end: number): void {
    const done = this.#open.pop();
    if (done === undefined) return;
    const { start } = done;
    this.#add(
      done.kind === 'array'
        ? { kind: 'array', items: done.items, start, end }
        : { kind: 'object', members: done.members, start, end },
    );
  }

  #add(node: JsonNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root = node;
    else if (parent.kind === 'array') parent.items.push(node);
    else this.#addMember(parent, node);
  }

  #addMember({ members, key }: OpenObject, node: JsonNode): void {
    const earlier = members.get(key.name);
    if (key.name === '__proto__') {
      this.#fault(key.start, key.end, 'the key "__proto__" is not allowed', null);
      return;
    }
    if (earlier !== undefined) {
      const { line } = this.#lines.placeOf(earlier.keyStart);
      const help = 'only one of them would count; join them or rename one';
      this.#fault(
        key.start,
        key.end,
        `the key ${JSON.stringify(key.name)} stands twice, first in line ${line}`,
        help,
      );
    }
    members.set(key.name, { keyStart: key.start, keyEnd: key.end, node });
  }

  #checkText(value: string, start: number, end: number): void {
    if (PLAIN.test(value)) return;
    const found = NOT_XML.exec(value)?.[0];
    if (found === undefined) return;
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    this.#fault(start, end, `the character U+${code} can't be published`, 'take it out');
  }

  #fault(start: number, end: number, message: string, help: string | null, path = this.#path()): void {
    this.faults.push({ start, end, path, message, help });
  }

  #stop(start: number, end: number, message: string, help: string | null): never {
    this.#fault(start, end, message, help, this.#container());
    throw new Unreadable();
  }

  /** The object or list at hand: all there is to tell of what has no key or index of its own. */
  #container(): JsonPath {
    return this.#path().slice(0, -1);
  }

  #path(): JsonPath {
    return this.#open.map((open) => (open.kind === 'array' ? open.items.length : open.key.name));
  }
}
