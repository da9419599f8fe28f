import { codeOf } from '../files/error-code.js';
import { myTurn } from '../model/turns.js';
import { decodersFor } from './decode.js';
import { FetchFailure } from './failure.js';
import type { Semaphore } from './semaphore.js';

export interface BodyLimits {
  /** Decoded bytes; undici's own `maxResponseSize` counts before decompression. */
  readonly maxBytes: number;
  /**
   * Bodies beyond `SMALL_BYTES` are held a few at a time, so that a hundred sources at once can't fill the
   * memory.
   */
  readonly large: Semaphore;
}

/** Most feeds are smaller: a hundred of them are 50 MB. */
const SMALL_BYTES = 512 * 1024;

/** A body as it came. */
export interface Body {
  /** Decoded. */
  readonly bytes: Buffer;
  /** Whether the way it came shows that it is whole: see `FetchResult`. */
  readonly complete: boolean;
}

/** What the headers say of a body, and who follows it. */
export interface BodyReading {
  /** The values of Content-Encoding, in the order that they were applied. */
  readonly codings: readonly string[];
  /** It came in chunks, of which the last is known as such. */
  readonly chunked: boolean;
  readonly signal: AbortSignal;
  /** Told of each piece as it came over the wire. */
  onBytes(count: number): void;
  /** See `FetchRequest`. */
  mayDecode(): Promise<void>;
  /**
   * Whether this error means that the server closed the connection in all form before what it had announced
   * was sent.
   */
  isEarlyEnd(error: unknown): boolean;
}

/**
 * Reads a body and decodes it.
 * @throws FetchFailure too-large, encoding, truncated; whatever else the connection or zlib broke with
 */
export async function readBody(
  body: AsyncIterable<Buffer>,
  reading: BodyReading,
  limits: BodyLimits,
): Promise<Body> {
  const decoders = decodersFor(reading.codings);
  let leave: (() => void) | null = null;
  const enter = async (): Promise<void> => {
    leave ??= await limits.large.enter(reading.signal);
  };
  try {
    let bytes = await collect(body, reading, limits.maxBytes, enter);
    let complete = reading.chunked;
    if (bytes.length === 0) return { bytes, complete }; // some servers say "gzip" of nothing at all
    // Who has a place for large bodies waits for no other, whose holder may wait for that one.
    if (reading.codings.length > 0 && leave === null) await reading.mayDecode();
    for (const decode of decoders) {
      await myTurn(); // the answers of a hundred servers can come at once
      const decoded = await decode(bytes, Math.min(SMALL_BYTES, limits.maxBytes)).catch(
        async (error: unknown) => {
          if (!isBeyondLimit(error)) throw error;
          if (limits.maxBytes <= SMALL_BYTES) throw tooLarge(limits.maxBytes);
          await enter();
          return await decode(bytes, limits.maxBytes);
        },
      );
      complete ||= decoded !== bytes; // compressed data knows its own end
      bytes = decoded;
    }
    return { bytes, complete };
  } catch (error) {
    throw isBeyondLimit(error) ? tooLarge(limits.maxBytes) : error;
  } finally {
    (leave as (() => void) | null)?.();
  }
}

async function collect(
  body: AsyncIterable<Buffer>,
  { onBytes, isEarlyEnd }: BodyReading,
  maxBytes: number,
  enter: () => Promise<void>,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      onBytes(piece.length);
      pieces.push(piece);
      size += piece.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      if (size > SMALL_BYTES) await enter();
    }
  } catch (error) {
    if (size === 0 || !isEarlyEnd(error)) throw error;
  }
  return Buffer.concat(pieces, size);
}

const isBeyondLimit = (error: unknown): boolean => codeOf(error) === 'ERR_BUFFER_TOO_LARGE';

export function tooLarge(maxBytes: number): FetchFailure {
  const size =
    maxBytes >= 1e6 ? `${Number((maxBytes / 1e6).toFixed(1))} MB` : `${Math.ceil(maxBytes / 1e3)} kB`;
  return new FetchFailure('too-large', `too large: more than ${size}`);
}
