import dns, { type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { FetchFailure } from './failure.js';
import type { MayConnect } from './guard.js';

/** Looks a name up: all its addresses, in the order to try them. Rejects as `dns.lookup` does. */
export type Lookup = (name: string) => Promise<readonly LookupAddress[]>;

/** How long the operating system is waited for alone. */
const patienceMs = 2000;

/** What a fetcher looks names up with: the operating system, and DNS itself where that is slow. */
export const systemLookup = (): Lookup => shared(withSecond(askSystem, askDns, patienceMs));

/**
 * `first`, unless it has no answer after a while: then `second` is asked as well, and the first address
 * counts. Node runs only two look-ups of the operating system at once, and each blocks its thread until the
 * resolver gives up: two dead name servers would hold up everybody. Whatever `second` says against a name,
 * `first` may know it.
 */
export function withSecond(first: Lookup, second: Lookup, afterMs: number): Lookup {
  return async (name) => {
    const answer = first(name);
    let timer: NodeJS.Timeout | undefined;
    const other = new Promise<Awaited<typeof answer>>((resolve, reject) => {
      timer = setTimeout(() => second(name).then(resolve, reject), afterMs);
    });
    try {
      return await Promise.race([answer, other.catch(() => answer)]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Callers who ask for one name at once share the answer. */
export function shared(lookup: Lookup): Lookup {
  const underWay = new Map<string, ReturnType<Lookup>>();
  return (name) => {
    const known = underWay.get(name);
    if (known !== undefined) return known;
    const answer = lookup(name).finally(() => underWay.delete(name));
    underWay.set(name, answer);
    return answer;
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

const askDns: Lookup = async (name) => {
  const resolver = new dns.promises.Resolver({ timeout: 3000, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
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
): Promise<readonly LookupAddress[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  const addresses = family === 0 ? await lookup(hostname) : [{ address: literal, family }];
  if (addresses.length === 0) throw new FetchFailure('dns', `no address for host: ${hostname}`);
  const refused = addresses.find(({ address }) => !mayConnect(address, hostname));
  if (refused === undefined) return addresses;
  const what = family === 0 ? `${hostname} is at ${refused.address}` : refused.address;
  throw new FetchFailure('private-address', `private address: ${what} (--allow-private polls it)`);
}
