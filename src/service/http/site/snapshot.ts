import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { longHash } from '../../../model/hash.js';

export type ContentCoding = 'identity' | 'gzip' | 'br';

/** One coding of one file: bytes and the validator that belongs to exactly these bytes. */
interface Representation {
  readonly coding: ContentCoding;
  /** Strong (RFC 9110 8.8.3): it differs between codings and survives a restart or a second server. */
  readonly etag: string;
  readonly body: Buffer;
}

/** A file as it was at one instant: whatever is answered from it belongs together. */
export interface Snapshot {
  /** Which file this is: inode, size and times. Another publication has another. */
  readonly version: string;
  readonly modified: Date;
  readonly bytes: number;
  /** In the coding asked for, or as it is where that would not be smaller. Compressed once. */
  represent(coding: ContentCoding): Promise<Representation>;
}

const compress = {
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 6 }),
  // Quality 5 is where brotli passes gzip -6 in size at about its time; 11 takes 50 times as long.
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
} as const;

/** A snapshot lives for as long as bytes that it has given away do. */
const givenBy = new WeakMap<Buffer, Snapshot>();

/** Takes the bytes over: they are never changed afterwards. */
export function createSnapshot(version: string, modified: Date, body: Buffer): Snapshot {
  const hash = longHash(body);
  const plain: Representation = { coding: 'identity', etag: `"${hash}"`, body };
  const made = new Map<ContentCoding, Promise<Representation>>([['identity', Promise.resolve(plain)]]);

  async function encode(coding: Exclude<ContentCoding, 'identity'>): Promise<Representation> {
    const encoded = await compress[coding](body);
    givenBy.set(encoded, snapshot);
    return encoded.length < body.length ? { coding, etag: `"${hash}-${coding}"`, body: encoded } : plain;
  }

  const snapshot: Snapshot = {
    version,
    modified,
    bytes: body.length,
    represent(coding) {
      const known = made.get(coding);
      if (known !== undefined || coding === 'identity') return known ?? Promise.resolve(plain);
      const representation = encode(coding);
      made.set(coding, representation);
      return representation;
    },
  };
  givenBy.set(body, snapshot);
  return snapshot;
}
