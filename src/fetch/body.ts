import { decodersFor } from './decode.js';
import { FetchFailure } from './failure.js';
import type { Semaphore } from './semaphore.js';

export interface BodyLimits {
  /** Decoded bytes; undici's own `maxResponseSize` counts before decompression. */
  readonly maxBytes: number;
  /** Bodies beyond `smallBytes` are held a few at a time, so that a hundred sources at once can't fill the memory. */
  readonly large: Semaphore;
}

/** Most feeds are smaller: a hundred of them are 50 MB. */
const smallBytes = 512 * 1024;

/**
 * A body whole and decoded.
 * @param codings the values of Content-Encoding, in the order that they were applied
 * @param count told of each piece as it came over the wire
 * @throws FetchFailure too-large, encoding, truncated; whatever else the connection or zlib broke with
 */
export async function readBody(
  body: AsyncIterable<Buffer>,
  codings: readonly string[],
  limits: BodyLimits,
  signal: AbortSignal,
  count: (bytes: number) => void,
): Promise<Buffer> {
  const decoders = decodersFor(codings);
  let leave: (() => void) | null = null;
  const enter = async (): Promise<void> => {
    leave ??= await limits.large.enter(signal);
  };
  try {
    let bytes = await collect(body, limits.maxBytes, enter, count);
    if (bytes.length === 0) return bytes; // some servers say "gzip" of nothing at all
    for (const decode of decoders) {
      bytes = await decode(bytes, Math.min(smallBytes, limits.maxBytes)).catch(async (error: unknown) => {
        if (!isBeyondLimit(error)) throw error;
        if (limits.maxBytes <= smallBytes) throw tooLarge(limits.maxBytes);
        await enter();
        return await decode(bytes, limits.maxBytes);
      });
    }
    return bytes;
  } catch (error) {
    throw isBeyondLimit(error) ? tooLarge(limits.maxBytes) : error;
  } finally {
    (leave as (() => void) | null)?.();
  }
}

async function collect(
  body: AsyncIterable<Buffer>,
  maxBytes: number,
  enter: () => Promise<void>,
  count: (bytes: number) => void,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    count(piece.length);
    pieces.push(piece);
    size += piece.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    if (size > smallBytes) await enter();
  }
  return Buffer.concat(pieces, size);
}

const isBeyondLimit = (error: unknown): boolean =>
  error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

export function tooLarge(maxBytes: number): FetchFailure {
  const size =
    maxBytes >= 1e6 ? `${Number((maxBytes / 1e6).toFixed(1))} MB` : `${Math.ceil(maxBytes / 1e3)} kB`;
  return new FetchFailure('too-large', `too large: more than ${size}`);
}
