import type { HealthEvent } from '../events/event.js';
import type { Sender, Sending, SendResult } from '../fetch/result.js';
import { atOnce } from '../model/at-once.js';
import { MINUTE_MS } from '../model/spans.js';
import { type Instant, instant } from '../model/values.js';
import { counted, duration } from '../model/words.js';
import type { Again, Letter, Store, Waiting } from '../store/store.js';
import { afterTrying, GIVE_UP_MS } from './deliver-again.js';
import type { PassWatcher } from './watcher.js';

/** Knows how letters of one kind are sent. */
export interface Courier {
  readonly kind: Letter['kind'];
  /**
   * Letters to one place go one after the other, the longest waiting first; where the place takes none, those
   * behind wait as long. Else each goes by itself.
   */
  readonly inTurn: boolean;
  /** What is sent of a letter; null where nobody wants it sent any more. */
  sending(letter: Waiting): Sending | null | Promise<Sending | null>;
  /** What messages call the place that a letter goes to. */
  placeOf(letter: Letter): string;
  /** What the network says of a request, without what is nobody's business. */
  discreet(message: string, sending: Sending): string;
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
const LEASE_MS = 10 * MINUTE_MS;

/**
 * Sends what waits in the outbox and whose time has come, and says of each letter what came of it. What
 * nobody takes waits for a later pass, and is given up after a day, with a warning; a failure is told once,
 * when it begins.
 */
export async function deliver(work: Delivering): Promise<Deliveries> {
  const tally = new DeliveryTally();
  const down: Down = new Map();
  const limit = atOnce(AT_ONCE);
  while (!work.signal.aborted) {
    const wanted = { lease: LEASE_MS, most: TOGETHER, longestWait: GIVE_UP_MS };
    const letters = await work.store.takeLetters({ now: work.now(), ...wanted });
    if (letters.length === 0) break;
    const outcomes = await Promise.all(
      queuesOf(letters, work.couriers).map((queue) => limit(() => deliverQueue(queue, work, tally, down))),
    );
    await work.store.sent(new Map(outcomes.flat()));
  }
  for (const warning of tally.warnings()) work.watch.warn(warning);
  const events = tally.events(instant(work.now()));
  if (events.length > 0) await work.store.setFacts({}, events);
  return tally.counts;
}

type Refusal = Extract<SendResult, { kind: 'refused' }>;
/** Places that take nothing now, and what they said. */
type Down = Map<Letter['to'], Refusal>;
/** What the store is told of a letter. */
type Outcome = readonly [id: string, again: Again];

/** One letter, or several that go one after the other. */
interface Queue {
  readonly courier: Courier | null;
  readonly letters: Waiting[];
}

function queuesOf(letters: readonly Waiting[], couriers: readonly Courier[]): readonly Queue[] {
  const byPlace = new Map<string, Queue>();
  for (const letter of letters) {
    const courier = couriers.find(({ kind }) => kind === letter.kind) ?? null;
    const name = JSON.stringify([letter.kind, courier?.inTurn ? letter.to : letter.id]);
    const queue = byPlace.get(name);
    if (queue === undefined) byPlace.set(name, { courier, letters: [letter] });
    else queue.letters.push(letter);
  }
  return [...byPlace.values()];
}

/** Letters that the signal kept from being sent are given back as they were. */
async function deliverQueue(
  { courier, letters }: Queue,
  { send, now, signal }: Delivering,
  tally: DeliveryTally,
  down: Down,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, letter] of letters.entries()) {
    const unsent = (): readonly Outcome[] => letters.slice(index).map(givenBack);
    const sending = (await courier?.sending(letter)) ?? null;
    if (courier === null || sending === null) {
      outcomes.push([letter.id, null]);
      continue;
    }
    if (signal.aborted) return [...outcomes, ...unsent()];
    const result = down.get(letter.to) ?? (await discreetly(courier, sending, send, signal));
    if (result.kind === 'aborted') return [...outcomes, ...unsent()];
    if (courier.inTurn && result.kind === 'refused' && !isAboutLetter(result)) down.set(letter.to, result);
    const tried = afterTrying(letter, result, now());
    outcomes.push([letter.id, tried.kind === 'waits' ? tried.again : null]);
    if (tried.kind === 'delivered' || result.kind === 'taken') tally.delivered();
    else {
      const how = tried.kind === 'given-up' ? 'given-up' : letter.attempts === 0 ? 'first' : 'again';
      tally.failed(courier.placeOf(letter), result.message, how);
    }
  }
  return outcomes;
}

const givenBack = ({ id, attempts, notBefore }: Waiting): Outcome => [id, { attempts, notBefore }];

async function discreetly(
  courier: Courier,
  sending: Sending,
  send: Sender,
  signal: AbortSignal,
): Promise<SendResult> {
  const result = await send(sending, signal);
  return result.kind === 'refused'
    ? { ...result, message: courier.discreet(result.message, sending) }
    : result;
}

/** RFC 9110 15.5: the letter itself is at fault, and the next may be taken. */
const isAboutLetter = ({ status }: Refusal): boolean =>
  status !== null && [400, 413, 415, 422].includes(status);

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

  failed(to: string, message: string, how: 'first' | 'again' | 'given-up'): void {
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
      yield isGivenUp(key)
        ? `${what} in ${duration(GIVE_UP_MS)}, and given up`
        : `${what} yet; it is tried again for ${duration(GIVE_UP_MS)}`;
    }
  }

  events(at: Instant): readonly HealthEvent[] {
    return [...this.told].flatMap(([key, { to: place, message }]) =>
      isGivenUp(key) ? [{ kind: 'undelivered', at, place, message } as const] : [],
    );
  }
}

const isGivenUp = (key: string): boolean => key.startsWith('["given-up"');
