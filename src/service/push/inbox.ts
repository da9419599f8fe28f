import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpUrl } from '../../model/values.js';
import type { PushEvent, PushPort } from '../../pass/push/port.js';
import { isRunning, type Subscription } from '../../schedule/index.js';
import { callbackLook } from './callback-look.js';
import { Room } from './room.js';

/** What has come from hubs, for whoever counts. */
export type FromHub =
  /** A document with a good signature. */
  | 'received'
  /** A document whose signature was wrong or missing: dropped. */
  | 'forged'
  /** A document for which there was no room: its hub was asked to send it later. */
  | 'delayed'
  /** A request to a callback that is none, or for what was never asked. */
  | 'strange';

/**
 * Where hubs are answered, and what they say waits for the next pass. It knows the subscriptions that the
 * store has, so that it needs neither the store nor its lock, but for a callback that it has never heard of.
 */
export interface PushInbox extends PushPort {
  /** Subscriptions whose hubs push, as far as the last pass knows. */
  running(): number;
  /** When the first of the subscriptions has to be renewed; null where there is none. */
  nextRenewal(): Subscription['next'] | null;
  /**
   * Looks in the store for a callback that another process may have made. Every request begins with it. False
   * where too many wait for that already; rejects where the store can't be read. Then the hub has to come
   * again: one that is told of no such callback ends what it has.
   */
  find(id: string): Promise<boolean>;
  /** Whether to confirm what a hub says that we have asked of it (WebSub 5.3). */
  verify(asked: VerifyingRequest): boolean;
  /** What a hub says that it has refused (WebSub 5.2): whether that is of ours. */
  deny(id: string, topic: string, reason: string): boolean;
  /** Whether there is, or was lately, such a callback. */
  has(id: string): boolean;
  /** A document is about to be read. Null where there is no room for any: its hub has to come again. */
  receive(id: string): Intake | null;
}

/** A document on its way from a hub. What is kept of it counts until `leave`, or until a pass has had it. */
export interface Intake {
  /** Whether so many bytes more may be kept. */
  hold(bytes: number): boolean;
  /** Takes it where its signature is good. @see FromHub */
  push(pushed: PushedRequest): void;
  leave(): void;
}

export interface VerifyingRequest {
  readonly id: string;
  readonly mode: string;
  readonly topic: string;
  readonly leaseSeconds: number | null;
}

export interface PushedRequest {
  readonly body: Buffer;
  readonly contentType: string | null;
  /** `X-Hub-Signature`. */
  readonly signature: string | null;
}

export interface InboxOptions {
  readonly publicUrl: HttpUrl;
  /**
   * The most that documents may hold together that wait or are being read, in bytes: further ones are sent
   * again later.
   */
  readonly room: number;
  readonly now: () => number;
  /** All subscriptions as they are stored. */
  readonly read: () => Promise<readonly Subscription[]>;
  /** Told when something waits for a pass. */
  readonly wake: () => void;
  readonly counted: (what: FromHub) => void;
}

/**
 * The algorithms of WebSub 8. SHA-1 is among them: an HMAC needs no resistance to collisions (RFC 6194 3.3),
 * and large hubs sign with nothing else.
 */
const ALGORITHMS: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512']);
/** A reason for people; more of it tells nothing. */
const LONGEST_REASON = 200;
/** What a document takes beside its bytes, a pass's work included: a hub could send millions of nothing. */
const OVERHEAD = 4096;

export function createPushInbox(options: InboxOptions): PushInbox {
  const { publicUrl, now, read, wake, counted } = options;
  const room = new Room(options.room);
  let known: ReadonlyMap<string, Subscription> = new Map();
  /** In the order that they came. Of what a hub says time and again the last is enough. */
  const waiting = new Map<string, PushEvent>();
  let documents = 0;
  let wasDeaf = true;
  const look = callbackLook(async () => {
    const found = (await read()).map((one) => [one.id, one] as const);
    known = new Map([...found, ...known]); // what a pass has told meanwhile is newer
  });
  const add = (name: string, event: PushEvent): void => {
    waiting.delete(name);
    waiting.set(name, event);
    wake();
  };
  const strange = (): false => {
    counted('strange');
    return false;
  };
  return {
    publicUrl,
    get wasDeaf() {
      return wasDeaf;
    },
    events: () => [...waiting.values()],
    handled(events) {
      wasDeaf = false;
      const done = new Set(events);
      for (const [name, event] of waiting) {
        if (!done.has(event)) continue; // or said again meanwhile
        waiting.delete(name);
        if (event.kind === 'pushed') room.give(event.id, OVERHEAD + event.body.length);
      }
    },
    know(subscriptions) {
      known = new Map(subscriptions.map((one) => [one.id, one]));
    },
    find: async (id) => known.has(id) || look(),
    running: () => [...known.values()].filter((one) => isRunning(one, now())).length,
    nextRenewal: () => [...known.values()].map(({ next }) => next).toSorted()[0] ?? null,
    verify({ id, mode, topic, leaseSeconds }) {
      const one = known.get(id);
      if (one === undefined || one.wants !== mode || one.topic !== topic) return strange();
      add(`verified ${id}`, { kind: 'verified', id, mode: one.wants, leaseSeconds });
      return true;
    },
    deny(id, topic, reason) {
      if (known.get(id)?.topic !== topic) return strange();
      add(`denied ${id}`, { kind: 'denied', id, reason: reason.slice(0, LONGEST_REASON) });
      return true;
    },
    has: (id) => known.get(id)?.wants === 'subscribe' || strange(),
    receive(id) {
      let held = 0;
      const hold = (bytes: number): boolean => {
        const fits = room.take(id, bytes);
        if (fits) held += bytes;
        else counted('delayed');
        return fits;
      };
      if (!hold(OVERHEAD)) return null;
      return {
        hold,
        push({ body, contentType, signature }) {
          const one = known.get(id);
          if (one === undefined || signature === null || !isSigned(body, signature, one.secret))
            return counted('forged');
          counted('received');
          held -= OVERHEAD + body.length; // which `handled` gives back
          documents += 1;
          add(`pushed ${documents}`, { kind: 'pushed', id, body, contentType });
        },
        leave() {
          room.give(id, held);
          held = 0;
        },
      };
    },
  };
}

/** `algorithm=hexadecimal digits`, compared in a time that tells nothing of where they differ. */
function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const [algorithm = '', digits = ''] = signature.trim().split('=', 2);
  if (!ALGORITHMS.has(algorithm.toLowerCase())) return false;
  const expected = createHmac(algorithm.toLowerCase(), secret).update(body).digest();
  const given = Buffer.from(digits, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
