import { promisify } from 'node:util';
import {
  brotliDecompress,
  crc32,
  type InflateRaw,
  type InputType,
  inflate,
  inflateRaw,
  type ZlibOptions,
} from 'node:zlib';
import { FetchFailure } from './failure.js';

/**
 * Undoes one coding; `maxBytes` bounds what comes out. The same bytes where they are not of it; rejects with
 * zlib's errors.
 */
type Decoder = (bytes: Buffer, maxBytes: number) => Promise<Buffer>;

/**
 * RFC 9110 8.4 allows any number; no server has a reason for more than two, and each one multiplies a bomb.
 */
const MOST_CODINGS = 2;
/**
 * Of one gzip stream. Each sets a decompressor up, 0.1 ms of CPU: 18 kB can hold 12 MB of empty ones, which
 * took a minute, whatever `fetch.timeout` said. Who compresses in blocks, as bgzip does, has 64 kB in each.
 */
const MOST_MEMBERS = 1000;
/** zlib crosses into its thread once for each piece of so many bytes. */
const CHUNK_SIZE = 64 * 1024;

/**
 * The decoders for Content-Encoding's values, the last coding first. Values that name no coding, such as
 * "utf-8" or "none", change nothing. A file that was compressed before it was published is mostly served
 * without a word of it, so gzip is undone where it is met; its first bytes tell.
 * @throws FetchFailure encoding
 */
export function decodersFor(codings: readonly string[]): readonly Decoder[] {
  const decoders = codings
    .flatMap((value) => value.toLowerCase().split(','))
    .flatMap((name) => DECODERS.get(name.trim()) ?? []);
  if (decoders.length > MOST_CODINGS) {
    throw new FetchFailure(
      'encoding',
      `compressed ${decoders.length} times over (at most ${MOST_CODINGS} are read)`,
    );
  }
  return decoders.length < MOST_CODINGS ? [...decoders.reverse(), gunzipped] : decoders.reverse();
}

/**
 * RFC 9110 8.4.1.2: `deflate` is the zlib format, yet some servers send the bare algorithm; the first two
 * bytes tell.
 */
const deflated: Decoder = (bytes, maxOutputLength) => {
  const isZlib = bytes.length >= 2 && bytes.readUInt8(0) % 16 === 8 && bytes.readUInt16BE(0) % 31 === 0;
  return promisify(isZlib ? inflate : inflateRaw)(bytes, { maxOutputLength, chunkSize: CHUNK_SIZE });
};

/** Some servers say "gzip" of what is none. */
const gunzipped: Decoder = (bytes, maxBytes) =>
  bytes.length > 1 && bytes.readUInt16BE(0) === 0x1f8b ? gunzip(bytes, maxBytes) : Promise.resolve(bytes);

/**
 * RFC 1952: members in a row, then whatever a careless server has appended, which browsers and curl ignore;
 * `zlib.gunzip` fails on it and gives nothing. A member whose checksum is wrong is damaged.
 */
const gunzip: Decoder = async (bytes, maxBytes) => {
  const members: Buffer[] = [];
  let left = maxBytes;
  let rest = bytes;
  do {
    if (members.length === MOST_MEMBERS)
      throw new FetchFailure('encoding', `compressed in more than ${MOST_MEMBERS} parts`);
    const start = headerLength(rest);
    const { buffer, engine } = await inflateRawWithInfo(rest.subarray(start), {
      maxOutputLength: left,
      chunkSize: CHUNK_SIZE,
      info: true,
    });
    const end = start + engine.bytesWritten;
    if (rest.length < end + 8) throw new FetchFailure('truncated', 'truncated within its compressed data');
    if (crc32(buffer) !== rest.readUInt32LE(end)) throw damaged();
    members.push(buffer);
    left -= buffer.length;
    rest = rest.subarray(end + 8);
  } while (left > 0 && isMember(rest));
  return members.length === 1 && members[0] !== undefined ? members[0] : Buffer.concat(members);
};

const damaged = (): FetchFailure => new FetchFailure('encoding', 'its compressed data is damaged');

const isMember = (bytes: Buffer): boolean => bytes.length > 10 && bytes.readUIntBE(0, 3) === 0x1f8b08;

/** RFC 1952 2.3: ten bytes, then what the flags announce. */
function headerLength(bytes: Buffer): number {
  if (!isMember(bytes)) throw damaged();
  const flags = bytes.readUInt8(3);
  let end = 10;
  if ((flags & 4) !== 0 && bytes.length >= end + 2) end += 2 + bytes.readUInt16LE(end); // FEXTRA
  for (const text of [8, 16]) {
    if ((flags & text) === 0) continue; // FNAME, FCOMMENT
    const zero = bytes.indexOf(0, end);
    end = zero < 0 ? bytes.length : zero + 1;
  }
  return (flags & 2) !== 0 ? end + 2 : end; // FHCRC
}

const brotli: Decoder = (bytes, maxOutputLength) =>
  promisify(brotliDecompress)(bytes, { maxOutputLength, chunkSize: CHUNK_SIZE });

const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', gunzipped],
  ['x-gzip', gunzipped],
  ['deflate', deflated],
  ['br', brotli],
]);

/**
 * Node's types don't tell what `info: true` adds: the stream, which knows how much of the input it has read.
 */
const inflateRawWithInfo = promisify(inflateRaw) as unknown as (
  bytes: InputType,
  options: ZlibOptions,
) => Promise<{ readonly buffer: Buffer; readonly engine: InflateRaw }>;
