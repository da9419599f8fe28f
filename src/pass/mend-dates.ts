import { AHEAD_MS, pulledBack } from '../merge/dates.js';
import { type Instant, instant, toMs } from '../model/values.js';
import { counted } from '../model/words.js';
import { noLater, type PollState } from '../schedule/index.js';
import type { Store } from '../store/store.js';
import { PROGRAM_FROM } from './clock.js';

/**
 * Brings back what lies ahead of the clock, as one that was wrong has left it: dates of entries, when sources
 * were asked and are due, which hosts are left alone, the last pass. Where the clock is plainly wrong now,
 * nothing. Returns what was done, in words.
 */
export async function mendDates(store: Store, now: number): Promise<readonly string[]> {
  const at = instant(now);
  if (at < PROGRAM_FROM) return [];
  let entries = 0;
  for (const key of (await store.sources()).keys()) {
    await store.edit(key, (entry) => {
      const mended = pulledBack(entry, at);
      if (mended !== entry) entries += 1;
      return mended;
    });
  }
  const polls = await mendPolls(store, now);
  return [
    ...(entries > 0 ? [`dates: ${counted(entries, 'entry', 'entries')} lay ahead of the clock`] : []),
    ...(polls > 0 ? [`polls: ${counted(polls, 'source')} asked ahead of the clock, due again now`] : []),
  ];
}

/**
 * The same of polls, hosts and the last pass alone: all is asked again, which harms nobody. Returns how many
 * sources are due by that.
 */
export async function mendPolls(store: Store, now: number): Promise<number> {
  const at = instant(now);
  if (at < PROGRAM_FROM) return 0;
  let polls = 0;
  for (const [key, { poll }] of await store.sources()) {
    const mended = mendedPoll(poll, at);
    if (mended === poll) continue;
    await store.polled(key, mended);
    polls += 1;
  }
  const { lastPass } = await store.facts();
  if (lastPass !== null && isAhead(lastPass.at, at)) {
    await store.setFacts({ lastPass: null });
    for (const host of Object.keys(await store.holds())) await store.hold(host, null);
  }
  return polls;
}

const isAhead = (date: Instant | null, now: Instant): boolean =>
  date !== null && toMs(date) > toMs(now) + AHEAD_MS;

/** A source that was asked by a wrong clock is due now; the very same state for any other. */
function mendedPoll(poll: PollState, now: Instant): PollState {
  if (
    ![poll.lastPoll, poll.lastSuccess, poll.listedAsked, poll.unchangedSince].some((date) =>
      isAhead(date, now),
    )
  )
    return poll;
  const back = (date: Instant | null): Instant | null => (isAhead(date, now) ? now : date);
  return {
    ...poll,
    lastPoll: back(poll.lastPoll),
    lastSuccess: back(poll.lastSuccess),
    listedAsked: back(poll.listedAsked),
    unchangedSince: back(poll.unchangedSince),
    due: poll.due === null ? null : now,
    dueWhy: 'the clock was wrong',
    heldUntil: null,
    // By that clock a day had gone by since the first 410.
    gone: poll.gone && { since: noLater(poll.gone.since, toMs(now)), confirmed: false },
    published: poll.published.filter((date) => !isAhead(date, now)),
  };
}
