import type { Config } from '../../config/config.js';
import { sourceEvents } from '../../events/source-events.js';
import { mergeFeed } from '../../merge/merge.js';
import { myTurn } from '../../model/turns.js';
import { copyistsOf, streamsOf } from '../../publish/site/follow.js';
import {
  afterFetch,
  healthOf,
  type PollOutcome,
  type PollState,
  policyOf,
  refusesStrangers,
} from '../../schedule/index.js';
import { type ListedSource, sourceTitle } from '../../sources/listed.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Store } from '../../store/store.js';
import type { Prepared } from '../prepare.js';
import type { Tally } from '../tally.js';
import type { PassWatcher } from '../watcher.js';
import type { Polled } from './poll.js';

/** What is the same for all that a pass takes. */
export interface Taking {
  readonly config: Config;
  readonly pass: Prepared;
  readonly tally: Tally;
  readonly watch: PassWatcher;
  readonly now: () => number;
  readonly random: () => number;
  /** When the pass began, milliseconds since 1970. */
  readonly started: number;
  /** The operator asked for these sources by name. */
  readonly byName: boolean;
}

/** Stores what a source brought, then when it is due again: validators never run ahead of entries. */
export async function take(
  { config, pass, tally, watch, now, random, started, byName }: Taking,
  { source, record }: ListedSource,
  { outcome, feed, left, cut, asksListed, conditional }: Polled,
): Promise<void> {
  const { store, rulings } = pass;
  if (feed !== null) await myTurn();
  await hideMove(pass, record, outcome);
  const at = now();
  const refuses = refusesStrangers(record.poll, outcome, { now: at, asksListed });
  const merged =
    feed === null
      ? null
      : await mergeFeed(pass, record.key, feed, {
          first: (await store.facts()).published ? source.first : null,
          refusesStrangers: refuses,
          isCut: cut,
        });
  const known = rulings.recordOf(record.key);
  const poll = afterFetch(record.poll, outcome, {
    policy: policyOf(source.intervalMs, config.fetch),
    rhythm: known.feed?.rhythm ?? null,
    published: feed?.entries.flatMap(({ published, updated }) => published ?? updated ?? []) ?? [],
    familiar: merged?.familiar ?? true,
    missed: merged !== null && merged.added.length > 0,
    cut,
    asksListed,
    conditional,
    now: at,
    passStart: started,
    random: random(),
    byName,
  });
  rulings.learn({ ...known, poll });
  const about = { source: record.key, title: sourceTitle(source, known) };
  await store.polled(record.key, poll, sourceEvents(about, record.poll, poll, at));
  await touchPages(store, record, { ...known, poll });
  if (left > 0)
    watch.warn(
      `${source.url}: ${feed?.entries.length ?? 0} entries were taken of one document, ${left} more left out`,
    );
  tally.polled({ source, record: { ...known, poll } }, { outcome, asksListed, merged, now: at });
}

/** Where a private source moves to is as private, from the document on that is read there. */
async function hideMove(
  { store, rulings }: Prepared,
  record: SourceRecord,
  outcome: PollOutcome,
): Promise<void> {
  const to = outcome.kind === 'fresh' ? outcome.movedTo : null;
  if (!record.private || to === null || [record.poll.url, ...record.former].includes(to)) return;
  const hidden = { ...rulings.recordOf(record.key), former: [...record.former, to] };
  rulings.learn(hidden);
  await store.register([hidden]);
}

/**
 * Pages that show another state, title or home of the source are rendered; streams name who writes for them,
 * too. They have nothing of a source without entries but what this pass has told them.
 */
async function touchPages(store: Store, before: SourceRecord, after: SourceRecord): Promise<void> {
  const stateOf = (poll: PollState): string => JSON.stringify(healthOf(poll));
  const isRenamed = after.feed?.title !== before.feed?.title || after.feed?.home !== before.feed?.home;
  if (isRenamed || stateOf(after.poll) !== stateOf(before.poll)) await store.touch({ sources: [after.key] });
  if (!isRenamed || before.entries === 0) return;
  await store.touch({ windows: await streamsOf(store, after.key) });
  await store.touch({ sources: await copyistsOf(store, after.key) });
}
