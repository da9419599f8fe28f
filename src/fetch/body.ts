import { Duplex, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { FetchFailure } from './failure.js';
import type { Semaphore } from './semaphore.js';

export interface BodyLimits {
  /** Decoded bytes; undici's own `maxResponseSize` counts before decompression. */
  readonly maxBytes: number;
  /** Bodies beyond `smallBytes` are read a few at a time, so that a hundred sources at once can't fill the memory. */
  readonly large: Semaphore;
}

type Bytes = AsyncIterable<Buffer>;
type Stage = (source: Bytes) => Bytes;

/** Most feeds are smaller: a hundred of them are 50 MB. */
const smallBytes = 512 * 1024;

/** RFC 9110 8.4 allows any number; no server has a reason for more than two, and each one multiplies a bomb. */
const maxCodings = 2;

/**
 * A body whole and decoded.
 * @param codings the values of Content-Encoding, in the order that they were applied
 * @param count told of each piece as it came over the wire
 * @throws FetchFailure too-large, encoding; whatever the connection broke with
 */
export async function readBody(
  body: Bytes & NodeJS.ReadableStream,
  codings: readonly string[],
  limits: BodyLimits,
  signal: AbortSignal,
  count: (bytes: number) => void,
): Promise<Buffer> {
  const limit = limited(limits.maxBytes);
  const stages = [counted(count), limit, ...decoders(codings).flatMap((decode) => [decode, limit])];
  return await pipeline(
    body,
    (source: Bytes) => stages.reduce((bytes, stage) => stage(bytes), source),
    (source: Bytes) => collect(source, limits.large, signal),
    { signal },
  );
}

async function collect(source: Bytes, large: Semaphore, signal: AbortSignal): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  let leave: (() => void) | null = null;
  try {
    for await (const piece of source) {
      pieces.push(piece);
      size += piece.length;
      if (size > smallBytes) leave ??= await large.enter(signal);
    }
    return Buffer.concat(pieces, size);
  } finally {
    leave?.();
  }
}

const counted = (count: (bytes: number) => void): Stage =>
  async function* (source) {
    for await (const piece of source) {
      count(piece.length);
      yield piece;
    }
  };

/** Stands behind every stage, so that a bomb within a bomb ends at the inner one. */
const limited = (maxBytes: number): Stage =>
  async function* (source) {
    let size = 0;
    for await (const piece of source) {
      size += piece.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield piece;
    }
  };

export function tooLarge(maxBytes: number): FetchFailure {
  const size =
    maxBytes >= 1e6 ? `${Number((maxBytes / 1e6).toFixed(1))} MB` : `${Math.ceil(maxBytes / 1e3)} kB`;
  return new FetchFailure('too-large', `too large: more than ${size}`);
}

/** What comes out of `transform`; its end, an error or the reader's going away takes `source` along. */
function through(source: Bytes, transform: Transform): Bytes {
  return Duplex.from(source).compose<Duplex>(transform);
}

function decoders(codings: readonly string[]): Stage[] {
  const names = codings
    .flatMap((value) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > maxCodings) {
    throw new FetchFailure('encoding', `encoded ${names.length} times over: ${names.join(', ')}`);
  }
  return names.reverse().map(decoder);
}

function decoder(name: string): Stage {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return (source) => through(source, createGunzip());
    case 'br':
      return (source) => through(source, createBrotliDecompress());
    case 'deflate':
      return inflate;
    default:
      throw new FetchFailure('encoding', `unsupported encoding: ${name.slice(0, 40)}`);
  }
}

/** RFC 9110 8.4.1.2: `deflate` is the zlib format, yet some servers send the bare algorithm; the first two bytes tell. */
async function* inflate(source: Bytes): Bytes {
  const pieces = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let next = await pieces.next();
  while (next.done !== true) {
    head = Buffer.concat([head, next.value]);
    if (head.length >= 2) break;
    next = await pieces.next();
  }
  const isZlib = head.length >= 2 && (head[0] ?? 0) % 16 === 8 && head.readUInt16BE(0) % 31 === 0;
  yield* through(prepended(head, pieces), isZlib ? createInflate() : createInflateRaw());
}

async function* prepended(head: Buffer, rest: AsyncIterator<Buffer>): Bytes {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
