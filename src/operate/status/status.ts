import type { Config } from '../../config/config.js';
import { hostOf } from '../../fetch/location.js';
import { compareText } from '../../model/compare-text.js';
import { type HttpUrl, type Instant, instant, type SourceKey } from '../../model/values.js';
import {
  type DoubtedMove,
  type HostState,
  hostUntil,
  isDue,
  movedTo,
  polledElsewhere,
  shortHealth,
} from '../../schedule/index.js';
import { listSources, sourceTitle } from '../../sources/listed.js';
import type { KnownLists } from '../../sources/reading-lists.js';
import type { SourceRecord } from '../../sources/record.js';

/** How a source is doing. Also the answer to `status --json`, as it stands. */
export interface SourceStatus {
  readonly key: SourceKey;
  readonly url: HttpUrl;
  /** The reading list that it is from, as feeds.json names that; null for one of feeds.json itself. */
  readonly list: string | null;
  readonly title: string;
  /** In few words: "ok", "503 since 9 Nov", "gone (410)". */
  readonly state: string;
  readonly kind: 'ok' | 'new' | 'failing' | 'gone' | 'disabled' | 'shared';
  /** Where it moved to for good: feeds.json should say so. */
  readonly movedTo: HttpUrl | null;
  /** A permanent redirect to where no known post is: nothing is stored from there before it has lasted. */
  readonly doubtedMove: DoubtedMove | null;
  readonly lastPoll: Instant | null;
  readonly lastSuccess: Instant | null;
  /** Now or earlier for one that was never asked; null where it is asked no more. */
  readonly nextDue: Instant | null;
  readonly why: string;
  readonly failures: number;
  readonly failing: { readonly reason: string; readonly message: string; readonly since: Instant } | null;
  readonly entries: number;
  /** Stored, but held back by `only`. */
  readonly withheld: number;
  readonly polls: number;
  readonly notModified: number;
  readonly requests: number;
  readonly bytes: number;
}

/** The status of every source in feeds.json and its lists, those first that need somebody's care. Pure. */
export function statusOf(
  config: Config,
  sources: ReadonlyMap<SourceKey, SourceRecord>,
  hosts: HostState,
  lists: KnownLists,
  now: number,
): readonly SourceStatus[] {
  const listed = listSources(config, sources, lists);
  const elsewhere = polledElsewhere(
    listed.filter(({ source }) => !source.disabled).map(({ record }) => record),
  );
  const rows = listed.map(({ source, record }): SourceStatus => {
    const { poll } = record;
    const hold = hostUntil(hosts, hostOf(poll.url), now);
    const kind = kindOf(source.disabled, elsewhere.has(record.key), poll);
    return {
      key: record.key,
      url: source.url,
      list: source.list,
      title: sourceTitle(source, record),
      state:
        kind === 'disabled'
          ? 'disabled'
          : kind === 'shared'
            ? 'polled under another entry'
            : shortHealth(poll, now),
      kind,
      movedTo: movedTo(poll),
      doubtedMove: poll.doubted,
      lastPoll: poll.lastPoll,
      lastSuccess: poll.lastSuccess,
      nextDue:
        kind === 'disabled' || kind === 'shared' || kind === 'gone'
          ? null
          : later(poll.due ?? instant(now), later(poll.heldUntil, hold)),
      why:
        kind === 'disabled'
          ? 'disabled in feeds.json'
          : kind === 'shared'
            ? 'asked for another source that ends at its address'
            : isDue(poll, now, { byHand: false, hostUntil: hold, rhythm: record.feed?.rhythm ?? null }).why,
      failures: poll.failures,
      failing: poll.failing,
      entries: record.entries,
      withheld: record.withheld,
      polls: poll.polls,
      notModified: poll.notModified,
      requests: poll.requests,
      bytes: poll.bytes,
    };
  });
  return rows.sort(
    (a, b) =>
      care(a) - care(b) ||
      compareText(a.failing?.since ?? '', b.failing?.since ?? '') ||
      compareText(a.title, b.title) ||
      compareText(a.url, b.url),
  );
}

const ORDER: readonly SourceStatus['kind'][] = ['failing', 'gone', 'new', 'ok', 'shared', 'disabled'];

/** The less, the sooner somebody should look: what fails, is gone or has moved; the longest first. */
function care({ kind, movedTo: moved }: SourceStatus): number {
  return kind === 'ok' && moved !== null ? ORDER.indexOf('gone') + 0.5 : ORDER.indexOf(kind);
}

function kindOf(
  disabled: boolean,
  shared: boolean,
  poll: { gone: { confirmed: boolean } | null; failing: object | null; lastSuccess: Instant | null },
) {
  if (disabled) return 'disabled';
  if (poll.gone?.confirmed === true) return 'gone';
  if (poll.failing !== null) return 'failing';
  if (shared) return 'shared';
  return poll.lastSuccess === null ? 'new' : 'ok';
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? b : a;
}
