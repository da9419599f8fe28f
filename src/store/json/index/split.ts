import { myTurn } from '../../../model/turns.js';

/**
 * A shard splits in two when it holds more: a look-up reads and a change writes about 10 KB, however large
 * the index.
 */
const SPLIT_AT = 256;
/** As many leading bits as are ever looked at: enough for 16 million shards. */
export const HASH_BITS = 24;

/** The leading bits of a record's hash, which follows one letter that says what is hashed. */
export function bitsOf(hash: string): string {
  let bits = '';
  for (let at = 1; bits.length < HASH_BITS; at += 1) bits += SIX_BITS.get(hash[at] ?? 'A');
  return bits;
}

/** The digits of base64url, six bits each. */
const SIX_BITS: ReadonlyMap<string, string> = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((digit, value) => [
    digit,
    value.toString(2).padStart(6, '0'),
  ]),
);

/** Whether these records may stand in one shard of this name. */
export const fits = (name: string, { size }: ReadonlyMap<string, string>): boolean =>
  size <= SPLIT_AT || name.length >= HASH_BITS;

/**
 * The records of a shard, spread over as many shards as it takes for each to be small enough. In a first
 * import it has 100,000, which are not to be gone through in one turn of the event loop.
 */
export async function* leavesOf(
  name: string,
  records: ReadonlyMap<string, string>,
): AsyncGenerator<{ readonly name: string; readonly records: ReadonlyMap<string, string> }> {
  if (fits(name, records)) return yield { name, records };
  const halves = [new Map<string, string>(), new Map<string, string>()] as const;
  let n = 0;
  for (const [hash, refs] of records) {
    if (n++ % SPLIT_AT === 0) await myTurn();
    halves[bitsOf(hash)[name.length] === '0' ? 0 : 1].set(hash, refs);
  }
  yield* leavesOf(`${name}0`, halves[0]);
  yield* leavesOf(`${name}1`, halves[1]);
}
