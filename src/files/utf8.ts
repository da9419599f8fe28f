/** Bytes of a UTF-16 code unit in UTF-8 at most. */
const WIDEST = 3;
/** Parts are joined up to so many code units: a call for each small one costs more than it saves. */
const JOINED = 2048;
/** From so many on a part is written by itself: joined, all its letters would be copied once more. */
const LARGE = 256;
/** Where texts are put together: it is copied from, never handed out. */
const room = Buffer.allocUnsafe(1 << 20);

/**
 * The UTF-8 of parts in a row; bytes are in it already. Joined as one text, a letter beyond Latin-1 would
 * have all of them take two bytes a letter and six times as long. A part holds whole characters.
 */
export function utf8(parts: Iterable<string | Uint8Array>): Buffer {
  const full: Buffer[] = [];
  let length = 0;
  let joined = '';
  const put = (part: string | Uint8Array): void => {
    const most = typeof part === 'string' ? part.length * WIDEST : part.length;
    if (length + most > room.length) {
      full.push(Buffer.from(room.subarray(0, length)));
      length = 0;
    }
    if (most > room.length) full.push(Buffer.from(part));
    else if (typeof part === 'string') length += room.write(part, length);
    else {
      room.set(part, length);
      length += part.length;
    }
  };
  for (const part of parts) {
    const isAlone = typeof part !== 'string' || part.length >= LARGE;
    if (!isAlone) joined += part;
    if (joined.length >= (isAlone ? 1 : JOINED)) {
      put(joined);
      joined = '';
    }
    if (isAlone) put(part);
  }
  put(joined);
  const last = room.subarray(0, length);
  return full.length === 0 ? Buffer.from(last) : Buffer.concat([...full, last]);
}
