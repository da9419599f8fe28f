import { type Adapter, Low } from 'lowdb';
import { utf8 } from '../../files/utf8.js';
import { UserError } from '../../model/errors.js';
import { readText, writeDurably } from './disk.js';

/** What every file under data/ begins with. */
export interface Versioned {
  readonly version: number;
}

/**
 * The version of the layout under data/ that this program writes. Version 1 had other names for two fields of
 * entries (`passes` for `admitted`, `held` for `archivedOnly`); in version 2 the documents of a stream and
 * the sealed files of a source were numbered without gaps. Files of both are read, and written as version 3.
 */
export const DATA_VERSION = 3;

/** How a kind of file is read: `check` says whether parsed JSON has the shape that the code relies on. */
export interface Kind<T extends Versioned> {
  readonly check: (data: Record<string, unknown>) => boolean;
  /** For a file that is not there. */
  readonly empty: () => T;
  /** Brings data that `check` has passed from an earlier version to this one, in place. */
  upgrade?(data: T, from: number): void;
}

/** Not damaged, but not for this program. */
export class NewerVersionError extends UserError {}

/**
 * One lowdb file. lowdb's own adapters neither fsync nor tell a damaged file from a missing one, hence ours.
 * A damaged file throws a UserError that names it; it is never overwritten.
 */
export function openDocument<T extends Versioned>(file: string, kind: Kind<T>): Low<T> {
  return new Low<T>(new DurableJson(file, kind), kind.empty());
}

class DurableJson<T extends Versioned> implements Adapter<T> {
  constructor(
    private readonly file: string,
    private readonly kind: Kind<T>,
  ) {}

  async read(): Promise<T | null> {
    const text = await readText(this.file);
    return text === null ? null : parseDocument(text, this.file, this.kind);
  }

  write(data: T): Promise<void> {
    return writeDurably(this.file, readable(data));
  }
}

/** The document in `text`; throws a UserError where it is damaged or from a newer program. */
export const parseDocument = <T extends Versioned>(text: string, file: string, kind: Kind<T>): T =>
  readDocument(text, file, kind).document;

/** The same, and the version that it had. */
export function readDocument<T extends Versioned>(
  text: string,
  file: string,
  kind: Kind<T>,
): { readonly document: T; readonly from: number } {
  const data = parseJson(text);
  const version = isRecord(data) ? data['version'] : null;
  if (!isRecord(data) || typeof version !== 'number' || version < 1) throw damaged(file);
  if (version > DATA_VERSION) {
    throw new NewerVersionError(
      `${file} was written by a newer tagwire (data version ${version}); update this one`,
    );
  }
  if (!kind.check(data)) throw damaged(file);
  const document = data as unknown as T;
  if (version < DATA_VERSION) kind.upgrade?.(document, version);
  return { document: { ...document, version: DATA_VERSION }, from: version };
}

/**
 * JSON in UTF-8 that a person can read and a diff can show: one line for each member of the top level's
 * objects and lists. A `Map` is written as an object is.
 */
export const readable = (data: object): Uint8Array => utf8(partsOf(data));

/** So many letters of a text are made at once, where it is written piece by piece. */
const PIECE = 1 << 18;

/** The same, made piece by piece while it is written: `data` must not change meanwhile. */
export function* readableInPieces(data: object): Generator<Uint8Array> {
  let parts: (string | Uint8Array)[] = [];
  let length = 0;
  for (const part of partsOf(data)) {
    parts.push(part);
    length += part.length;
    if (length < PIECE) continue;
    yield utf8(parts);
    parts = [];
    length = 0;
  }
  yield utf8(parts);
}

/** A member whose JSON is there already, in parts. */
export class ReadyJson {
  constructor(readonly parts: readonly (string | Uint8Array)[]) {}
}

/** Each member is a text of its own: half a megabyte is put together once, as bytes. */
function* partsOf(data: object): Generator<string | Uint8Array> {
  let before = '{\n';
  for (const [key, value] of Object.entries(data)) {
    yield `${before}${JSON.stringify(key)}: `;
    yield* block(value);
    before = ',\n';
  }
  yield '\n}\n';
}

function* block(value: unknown): Generator<string | Uint8Array> {
  if (Array.isArray(value) && value.length > 0) {
    for (const [at, item] of value.entries()) {
      yield at === 0 ? '[\n' : ',\n';
      if (item instanceof ReadyJson) yield* item.parts;
      else yield JSON.stringify(item);
    }
    yield '\n]';
  } else if (isRecord(value)) {
    let before = '{\n';
    for (const [key, item] of value instanceof Map ? value : Object.entries(value)) {
      yield `${before}${JSON.stringify(key)}: `;
      yield JSON.stringify(item);
      before = ',\n';
    }
    yield before === ',\n' ? '\n}' : '{}';
  } else yield JSON.stringify(value);
}

/** Gives a member another name, in place and at its place among the others. */
export function renameMember(object: object, from: string, to: string): void {
  const members = Object.entries(object);
  for (const [key] of members) Reflect.deleteProperty(object, key);
  for (const [key, value] of members) Reflect.set(object, key === from ? to : key, value);
}

function damaged(file: string): UserError {
  return new UserError(
    `${file} is damaged; nothing has been overwritten: run tagwire doctor, which mends what can be mended`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
