import type { Config } from '../../config/config.js';
import type { Instant } from '../../model/values.js';
import { feedsOf, type KnownLists, knownList } from '../../sources/reading-lists.js';

/** How a reading list is doing. Also a part of the answer to `status --json`, as it stands. */
export interface ListStatus {
  /** As feeds.json has it. */
  readonly opml: string;
  /** Feeds that are taken of it, those of lists that it includes among them. */
  readonly feeds: number;
  /** Null for a file, and before it was asked. */
  readonly lastPoll: Instant | null;
  readonly nextDue: Instant | null;
  /** Why what it says now isn't taken; null where it is. */
  readonly problem: { readonly opml: string; readonly message: string; readonly since: Instant } | null;
}

/** The reading lists of feeds.json, in its order. Pure. */
export const listStatusOf = (config: Config, lists: KnownLists): readonly ListStatus[] =>
  config.lists.map((list) => {
    const known = knownList(lists, list.opml);
    const parts = [list.opml, ...(known?.includes ?? [])];
    const [problem = null] = parts.flatMap((opml) => {
      const found = knownList(lists, opml)?.problem ?? null;
      return found === null ? [] : [{ opml, ...found }];
    });
    return {
      opml: list.opml,
      feeds: feedsOf(list, lists).length,
      lastPoll: known?.poll?.lastPoll ?? null,
      nextDue: known?.poll?.due ?? null,
      problem,
    };
  });
