/** Where texts are put together, as large as the largest so far: it is copied from, never handed out. */
let room = Buffer.allocUnsafe(65_536);

/** Bytes of a UTF-16 code unit in UTF-8 at most. */
const WIDEST = 3;
/** Parts are joined up to so many code units: a call for each small one costs more than it saves. */
const JOINED = 2048;
/** From so many on a part is written by itself: joined, all its letters would be copied once more. */
const LARGE = 256;

/**
 * The UTF-8 of parts in a row. Joined as one text, a letter beyond Latin-1 would have all of them take two
 * bytes a letter and six times as long. A part holds whole characters.
 */
export function utf8(parts: Iterable<string>): Buffer {
  let length = 0;
  let joined = '';
  for (const part of parts) {
    const isLarge = part.length >= LARGE;
    if (!isLarge) joined += part;
    if (joined.length >= (isLarge ? 1 : JOINED)) {
      length = put(joined, length);
      joined = '';
    }
    if (isLarge) length = put(part, length);
  }
  length = put(joined, length);
  return Buffer.from(room.subarray(0, length)); // after `put`, which may have made more room
}

/** Writes a text at this place; returns the place after it. */
function put(text: string, at: number): number {
  const most = at + text.length * WIDEST;
  if (most > room.length) {
    const larger = Buffer.allocUnsafe(Math.max(most, 2 * room.length));
    room.copy(larger, 0, 0, at);
    room = larger;
  }
  return at + room.write(text, at);
}
