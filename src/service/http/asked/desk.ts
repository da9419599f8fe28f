import { atOnce } from '../../../model/at-once.js';
import { keepSnapshots } from '../site/kept-snapshots.js';
import { createSnapshot, type Snapshot } from '../site/snapshot.js';
import type { Edition } from './editions.js';

/** Memory for what was made: some 300 feeds with their codings. */
const CACHE_BYTES = 32e6;
/** Made at once: each holds a document of posts, and between documents others have their turn. */
const AT_ONCE = 2;
/** Those that wait beyond are sent away: whoever asks for ever new combinations waits behind himself. */
const MOST_WAITING = 64;

export type Body = string | Uint8Array;

/** Makes what is asked for, each thing once an edition, and never more than a little at a time. */
export interface Desk {
  /** What stands under the key in this edition, null where nothing does; `busy` where too many wait. */
  answer(key: string, edition: Edition, make: () => Promise<Body | null>): Promise<Snapshot | null | 'busy'>;
}

export function createDesk(): Desk {
  const limit = atOnce(AT_ONCE);
  const made = keepSnapshots(CACHE_BYTES);
  let making = new Map<string, Promise<Snapshot | null>>();
  let current: Edition | null = null;

  function begin(key: string, edition: Edition, make: () => Promise<Body | null>): Promise<Snapshot | null> {
    const mine = making;
    const started = limit(async () => {
      const body = await make();
      if (body === null) return null;
      const snapshot = createSnapshot(key, edition.published, Buffer.from(body));
      if (mine === making) made.set(key, snapshot);
      return snapshot;
    }).finally(() => mine.delete(key));
    mine.set(key, started);
    return started;
  }

  return {
    async answer(key, edition, make) {
      if (edition !== current) {
        current = edition;
        made.clear();
        making = new Map();
      }
      const known = made.get(key) ?? making.get(key);
      if (known !== undefined) return known;
      return limit.pendingCount >= MOST_WAITING ? 'busy' : begin(key, edition, make);
    },
  };
}
