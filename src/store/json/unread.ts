import type { Unread } from '../pieces.js';
import type { Taken } from '../store.js';
import type { Pending } from './pending.js';
import type { Parts } from './reader.js';

/** What a backup has of the files that no reader is told. */
export const unreadOf = ({
  removed,
  kept,
  sources,
  pending,
}: Pick<Parts, 'removed' | 'kept' | 'sources'> & { readonly pending: Pending }): Unread => ({
  removed: async () => removed.all,
  async *taken() {
    for await (const part of kept.parts()) yield part.map(({ shards: _ours, ...one }): Taken => one);
  },
  listing: async (source) => (await sources.open(source)).listing(),
  unrendered: async () => pending.dirty(),
  fresh: async () => pending.fresh,
});
