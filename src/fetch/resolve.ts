import dns, { type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { FetchFailure } from './failure.js';
import type { MayConnect } from './guard.js';
import { semaphore } from './semaphore.js';

/**
 * Looks a name up: all its addresses, in the order to try them. Rejects as `dns.lookup` does, or with the
 * reason of the signal, by which the caller says that it no longer cares.
 */
export type Lookup = (name: string, signal: AbortSignal) => Promise<readonly LookupAddress[]>;

/** How long the operating system is waited for alone. */
const PATIENCE_MS = 2000;

/**
 * So many look-ups of the operating system Node runs at once. What is begun can't be called off, and keeps
 * the process until the resolver has given up; so the others wait here, where they can be.
 */
const AT_ONCE = 2;

/** What a fetcher looks names up with: the operating system, and DNS itself where that is slow. */
export const systemLookup = (): Lookup => shared(withSecond(someOf(AT_ONCE, askSystem), askDns, PATIENCE_MS));

/**
 * `first`, unless it has no answer after a while: then `second` is asked as well, and the first address
 * counts. Node runs only two look-ups of the operating system at once, and each blocks its thread until the
 * resolver gives up: two dead name servers would hold up everybody. Whatever `second` says against a name,
 * `first` may know it.
 */
export function withSecond(first: Lookup, second: Lookup, afterMs: number): Lookup {
  return async (name, signal) => {
    const answer = first(name, signal);
    let timer: NodeJS.Timeout | undefined;
    const other = new Promise<Awaited<typeof answer>>((resolve, reject) => {
      timer = setTimeout(() => {
        if (!signal.aborted) second(name, signal).then(resolve, reject);
      }, afterMs);
    });
    try {
      return await Promise.race([answer, other.catch(() => answer)]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Callers who ask for one name at once share the answer; it is called off when none of them cares. */
export function shared(lookup: Lookup): Lookup {
  const underWay = new Map<string, SharedLookup>();
  const begin = (name: string): SharedLookup => {
    const stop = new AbortController();
    const answer = lookup(name, stop.signal).finally(() => forget(name, one));
    const one: SharedLookup = { answer, stop, callers: 0 };
    underWay.set(name, one);
    return one;
  };
  const forget = (name: string, one: SharedLookup): void => {
    if (underWay.get(name) === one) underWay.delete(name);
  };
  return (name, signal) => {
    const one = underWay.get(name) ?? begin(name);
    one.callers += 1;
    const leave = (): void => {
      one.callers -= 1;
      if (one.callers > 0) return;
      forget(name, one);
      one.stop.abort(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    return one.answer.finally(() => signal.removeEventListener('abort', leave));
  };
}

interface SharedLookup {
  readonly answer: ReturnType<Lookup>;
  readonly stop: AbortController;
  callers: number;
}

/** At most so many at once; who waits in line may leave it. */
export function someOf(places: number, lookup: Lookup): Lookup {
  const line = semaphore(places);
  return async (name, signal) => {
    const leave = await line.enter(signal);
    try {
      return await lookup(name, signal);
    } finally {
      leave();
    }
  };
}

/** So that /etc/hosts and the system's other sources of names hold. */
const askSystem: Lookup = (name) =>
  new Promise((resolve, reject) => {
    // Through the module object, so that what instruments or replaces `dns.lookup` is heard.
    dns.lookup(name, { all: true, verbatim: true, hints: dns.ADDRCONFIG }, (error, addresses) =>
      error === null ? resolve(addresses) : reject(error),
    );
  });

const askDns: Lookup = async (name, signal) => {
  const resolver = new dns.promises.Resolver({ timeout: 3000, tries: 2 });
  const callOff = (): void => resolver.cancel();
  signal.addEventListener('abort', callOff, { once: true });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  signal.removeEventListener('abort', callOff);
  const addresses = answers.flatMap((answer, i) =>
    answer.status === 'fulfilled'
      ? answer.value.map((address) => ({ address, family: i === 0 ? 4 : 6 }))
      : [],
  );
  if (addresses.length === 0) throw new Error(`DNS has no address for ${name}`);
  return addresses;
};

/**
 * The addresses that may be connected to for a URL's host. Node asks no `lookup` for literals, and `new URL`
 * has already turned `0x7f.1` and `2130706433` into dotted ones, so literals and names are checked in this
 * one place, and what was checked is what is connected to: no second look-up follows.
 * @param hostname as `URL.hostname` has it, an IPv6 address with or without brackets
 * @throws FetchFailure where there is no address, or where any of them is refused
 */
export async function addressesOf(
  hostname: string,
  lookup: Lookup,
  mayConnect: MayConnect,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  const addresses = family === 0 ? await lookup(hostname, signal) : [{ address: literal, family }];
  if (addresses.length === 0) throw new FetchFailure('dns', `no address for host: ${hostname}`);
  const refused = addresses.find(({ address }) => !mayConnect(address, hostname));
  if (refused === undefined) return addresses;
  const what = family === 0 ? `${hostname} is at ${refused.address}` : refused.address;
  throw new FetchFailure('private-address', `private address: ${what} (--allow-private polls it)`);
}
