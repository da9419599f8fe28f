import pLimit from 'p-limit';
import type { Sender, Sending } from '../fetch/result.js';
import { counted, duration } from '../model/words.js';
import type { Again, Letter, Store, Waiting } from '../store/store.js';
import { afterTrying, GIVE_UP_MS } from './deliver-again.js';
import type { PassWatcher } from './watcher.js';

/** Knows how letters of one kind are sent. */
export interface Courier {
  readonly kind: Letter['kind'];
  /** What is sent of a letter; null where nobody wants it sent any more. */
  sending(letter: Letter): Sending | null;
}

/** What became of letters: for whoever counts. */
export interface Deliveries {
  readonly delivered: number;
  /** Tries that failed, those after which a letter was given up too. */
  readonly failed: number;
  readonly givenUp: number;
}

export const NO_DELIVERIES: Deliveries = { delivered: 0, failed: 0, givenUp: 0 };

interface Delivering {
  readonly store: Store;
  readonly send: Sender;
  readonly couriers: readonly Courier[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly watch: Pick<PassWatcher, 'warn'>;
}

/** Letters under way at once. */
const AT_ONCE = 8;
/** Letters taken together: what came of them is durable before the next are. */
const TOGETHER = 32;
/** Longer than that many take; a worker that dies gives its letters back by then. */
const LEASE_MS = 10 * 60_000;

/**
 * Sends what waits in the outbox and whose time has come, and says of each letter what came of it. What
 * nobody takes waits for a later pass, and is given up after a day, with a warning; a failure is told once,
 * when it begins.
 */
export async function deliver(work: Delivering): Promise<Deliveries> {
  const tally = new DeliveryTally();
  const limit = pLimit(AT_ONCE);
  while (!work.signal.aborted) {
    const letters = await work.store.takeLetters({ now: work.now(), lease: LEASE_MS, most: TOGETHER });
    if (letters.length === 0) break;
    const outcomes = await Promise.all(letters.map((letter) => limit(() => deliverOne(letter, work, tally))));
    await work.store.sent(new Map(outcomes.flatMap((outcome) => (outcome === null ? [] : [outcome]))));
  }
  for (const warning of tally.warnings()) work.watch.warn(warning);
  return tally.counts;
}

/** What the store is told of a letter; null where the signal kept it from being sent. */
async function deliverOne(
  letter: Waiting,
  { couriers, send, now, signal }: Delivering,
  tally: DeliveryTally,
): Promise<readonly [id: string, again: Again] | null> {
  const sending = couriers.find(({ kind }) => kind === letter.kind)?.sending(letter) ?? null;
  if (sending === null) return [letter.id, null];
  if (signal.aborted) return null;
  const result = await send(sending, signal);
  if (result.kind === 'aborted') return null;
  const tried = afterTrying(letter, result, now());
  const message = result.kind === 'refused' ? result.message : '';
  switch (tried.kind) {
    case 'delivered':
      tally.delivered();
      return [letter.id, null];
    case 'given-up':
      tally.failed(letter, message, 'given-up');
      return [letter.id, null];
    default:
      tally.failed(letter, message, letter.attempts === 0 ? 'first' : 'again');
      return [letter.id, tried.again];
  }
}

/** Adds up what became of letters; a place that doesn't answer is one line, however many went there. */
class DeliveryTally {
  readonly counts = { ...NO_DELIVERIES };
  private readonly told = new Map<
    string,
    { readonly to: string; readonly message: string; letters: number }
  >();

  delivered(): void {
    this.counts.delivered += 1;
  }

  failed({ to }: Letter, message: string, how: 'first' | 'again' | 'given-up'): void {
    this.counts.failed += 1;
    if (how === 'given-up') this.counts.givenUp += 1;
    if (how === 'again') return;
    const key = JSON.stringify([how, to]);
    const known = this.told.get(key) ?? { to, message, letters: 0 };
    known.letters += 1;
    this.told.set(key, known);
  }

  *warnings(): Iterable<string> {
    for (const [key, { to, message, letters }] of this.told) {
      const what = `${to}: ${message}: ${counted(letters, 'notice')} not delivered`;
      yield key.startsWith('["first"')
        ? `${what} yet; it is tried again for ${duration(GIVE_UP_MS)}`
        : `${what} in ${duration(GIVE_UP_MS)}, and given up`;
    }
  }
}
