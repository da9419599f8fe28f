import type { Config } from '../../config/config.js';
import { mergeFeed } from '../../merge/merge.js';
import type { SourceKey } from '../../model/values.js';
import {
  afterDenial,
  afterPush,
  afterPushes,
  afterPushOf,
  afterVerification,
  isRunning,
  type PollState,
  policyOf,
  pushMissed,
  type Subscription,
} from '../../schedule/index.js';
import type { ListedSource } from '../../sources/listed.js';
import { readDocument } from '../poll/poll.js';
import type { Prepared } from '../prepare.js';
import type { Tally } from '../tally.js';
import type { PushEvent, PushPort } from './port.js';

interface TakingPushes {
  readonly config: Config;
  readonly pass: Prepared;
  readonly tally: Tally;
  /** Null where no hub can reach us. */
  readonly port: PushPort | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * Stores what hubs have said and pushed since the last pass; and has sources asked again whose subscriptions
 * have ended. What it returns is handled when the pass has stored all that comes of it.
 */
export async function takePushes(work: TakingPushes): Promise<readonly PushEvent[]> {
  const { store, listed } = work.pass;
  const events = work.port?.events() ?? [];
  const known = new Map((await store.subscriptions()).map((one) => [one.id, one]));
  const changes = new Map<string, Subscription | null>();
  const byKey = new Map(listed.map((one) => [one.record.key, one]));
  for (const event of events) {
    const before = changes.get(event.id) ?? known.get(event.id) ?? null;
    if (before === null || changes.get(event.id) === null) continue;
    changes.set(event.id, after(before, event, work.now()));
    const source = byKey.get(before.source);
    if (event.kind === 'pushed' && source !== undefined) await takeDocument(work, source, before, event);
  }
  await store.changeSubscriptions(changes);
  await askUnpushed(work);
  return events;
}

function after(one: Subscription, event: PushEvent, now: number): Subscription | null {
  switch (event.kind) {
    case 'pushed':
      return afterPushOf(one, now);
    case 'denied':
      return afterDenial(one, event.reason, now);
    default:
      if (event.mode !== one.wants) return one;
      return event.mode === 'unsubscribe' ? null : afterVerification(one, event.leaseSeconds, now);
  }
}

/** A pushed document goes the way of one that was asked for; one that can't be read has its source asked. */
async function takeDocument(
  { pass, config, tally, now, random }: TakingPushes,
  { source, record }: ListedSource,
  { topic }: Subscription,
  { body, contentType }: Extract<PushEvent, { kind: 'pushed' }>,
): Promise<void> {
  if (source.disabled) return;
  const { store, rulings } = pass;
  const traffic = { requests: 0, bytes: body.length };
  const { feed } = await readDocument({ body, contentType, url: topic, traffic }, record);
  const { poll } = rulings.recordOf(record.key);
  if (feed === null) return change(pass, record.key, pushMissed(poll, now()));
  const first = (await store.facts()).published ? source.first : null;
  const options = { first, refusesStrangers: false, isPart: true };
  tally.pushed(record.key, (await mergeFeed(pass, record.key, feed, options)).puts);
  const policy = policyOf(source.intervalMs, config.fetch);
  await change(pass, record.key, afterPush(poll, { policy, now: now(), random: random() }));
}

/** Sources that are asked seldom for their pushes, and have none to rely on. */
async function askUnpushed({ pass, port, now }: TakingPushes): Promise<void> {
  const subscribed = (await pass.store.subscriptions()).filter((one) => isRunning(one, now()));
  const running = new Set(subscribed.map(({ source }) => source));
  for (const { record } of pass.listed) {
    const { poll } = pass.rulings.recordOf(record.key);
    if (poll.pushed === null) continue;
    if (!running.has(record.key)) await change(pass, record.key, afterPushes(poll, now()));
    else if (port?.wasDeaf === true) await change(pass, record.key, pushMissed(poll, now()));
  }
}

async function change({ store, rulings }: Prepared, source: SourceKey, poll: PollState): Promise<void> {
  rulings.learn({ ...rulings.recordOf(source), poll });
  await store.polled(source, poll);
}
