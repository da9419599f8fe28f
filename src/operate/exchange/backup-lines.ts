import { createHash } from 'node:crypto';
import { UserError } from '../../model/errors.js';
import type { Piece } from '../../store/store.js';
import type { OpenDocument } from './read-items.js';

/**
 * A backup is lines of JSON: what it is, all pieces of a database, how many they were and the SHA-256 of all
 * lines before. Whoever changes what a piece says raises the number, and reads the lower ones as well: in
 * version 1 there were no events, no outbox and no removal, in 2 nothing of news that is to be announced.
 */
const BACKUP_VERSION = 3;

const HEAD = { tagwire: 'backup', version: BACKUP_VERSION } as const;
/** What no JSON Feed begins with. */
const START = '{"tagwire":"backup"';

/** The last line. */
interface End {
  readonly kind: 'end';
  readonly pieces: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Lines are handed on by so many characters. */
const PART = 1 << 16;

/** A database as a backup, part by part: one piece is in memory. */
export async function* writeBackup(pieces: AsyncIterable<Piece>): AsyncIterable<string> {
  const sum = createHash('sha256');
  let count = 0;
  let part = '';
  const add = (line: object): void => {
    const text = `${JSON.stringify(line)}\n`;
    sum.update(text);
    part += text;
  };
  add(HEAD);
  for await (const piece of pieces) {
    count += 1;
    add(piece);
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  const end: End = { kind: 'end', pieces: count, sha256: sum.digest('hex') };
  yield `${part}${JSON.stringify(end)}\n`;
}

/** Whether a document is a backup, by its first characters. */
export const isBackup = (start: string): boolean => start.startsWith(START);

/** Reads a backup to its end. A UserError where it was cut or altered, or a newer tagwire wrote it. */
export async function checkBackup(open: OpenDocument, name: string): Promise<void> {
  const sum = createHash('sha256');
  let lines = 0;
  let last: Buffer = Buffer.alloc(0);
  for await (const line of linesOf(open)) {
    if (lines === 0) checkHead(line, name);
    else sum.update(last).update('\n');
    last = line;
    lines += 1;
  }
  const end = endIn(last);
  if (end === null) throw new UserError(`${name} breaks off after ${lines} lines; nothing was imported`);
  if (end.sha256 !== sum.digest('hex') || end.pieces !== lines - 2) throw damaged(name);
}

/** The pieces of a backup that has been checked. */
export async function* readBackup(open: OpenDocument, name: string): AsyncIterable<Piece> {
  let isFirst = true;
  for await (const line of linesOf(open)) {
    const piece = parsed(line);
    if (!isFirst && endIn(line) === null) {
      if (piece === null) throw damaged(name);
      yield piece as unknown as Piece; // its checksum says that we wrote it
    }
    isFirst = false;
  }
}

function checkHead(line: Buffer, name: string): void {
  const version = parsed(line)?.['version'];
  if (typeof version !== 'number') throw damaged(name);
  if (version > BACKUP_VERSION)
    throw new UserError(
      `${name} was written by a newer tagwire (backup version ${version}); update this one`,
    );
}

const damaged = (name: string): UserError => new UserError(`${name} is damaged; nothing was imported`);

/** The last line says so by its first characters: pieces may be long. */
function endIn(line: Buffer): End | null {
  if (!line.subarray(0, END_START.length).equals(END_START)) return null;
  return parsed(line) as End | null;
}

const END_START = Buffer.from('{"kind":"end"');

function parsed(line: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

async function* linesOf(open: OpenDocument): AsyncIterable<Buffer> {
  let parts: Uint8Array[] = [];
  for await (const chunk of open()) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]);
      parts = [];
      from = end + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}
