import dns, { type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { isPublicAddress } from './address.js';
import { FetchFailure } from './failure.js';

/** Looks a name up: all its addresses, in the order to try them. */
export type Lookup = (name: string) => Promise<readonly LookupAddress[]>;

/** Through the operating system, so that /etc/hosts and the search list hold. Called through the module object: what instruments `dns` sees it. */
export const systemLookup: Lookup = (name) =>
  new Promise((resolve, reject) => {
    dns.lookup(name, { all: true, verbatim: true }, (error, addresses) =>
      error === null ? resolve(addresses) : reject(error),
    );
  });

/**
 * The addresses that may be connected to for a URL's host. Node asks no `lookup` for literals, and `new URL` has
 * already turned `0x7f.1` and `2130706433` into dotted ones, so literals and names are checked in this one place,
 * and what was checked is what is connected to: no second look-up follows.
 * @param hostname as `URL.hostname` has it, an IPv6 address in brackets
 * @throws FetchFailure where there is no address, or where any of them is private and that isn't allowed
 */
export async function addressesOf(
  hostname: string,
  allowPrivate: boolean,
  lookup: Lookup,
): Promise<readonly LookupAddress[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  const addresses = family === 0 ? await lookup(hostname) : [{ address: literal, family }];
  if (addresses.length === 0) throw new FetchFailure('dns', `no address for host: ${hostname}`);
  const hidden = allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
  if (hidden === undefined) return addresses;
  const what = family === 0 ? `${hostname} is at ${hidden.address}` : hidden.address;
  throw new FetchFailure(
    'private-address',
    `${what}, a private or special address (--allow-private polls it)`,
  );
}
