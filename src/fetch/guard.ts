import { addressRange, isPublicAddress } from './address.js';

/** Whether a request may go to this address of a host. */
export type MayConnect = (address: string, hostname: string) => boolean;

/** Which addresses may be asked. What is public always may. */
export interface AddressGuard {
  /** Where a poll begins, or private hosts redirect. */
  readonly mayConnect: MayConnect;
  /** Where a public host redirects: what the operator has let in is not for others to lead us to. */
  readonly mayBeLedTo: MayConnect;
}

/**
 * @param allowPrivate all private addresses, however reached
 * @param allow private hosts by name, addresses and ranges that may be polled
 */
export function addressGuard(allowPrivate: boolean, allow: readonly string[]): AddressGuard {
  if (allowPrivate) return { mayConnect: () => true, mayBeLedTo: () => true };
  const ranges = allow.flatMap((entry) => addressRange(bare(entry)) ?? []);
  const names = new Set(allow.map(bare));
  return {
    mayConnect: (address, hostname) =>
      isPublicAddress(address) || names.has(bare(hostname)) || ranges.some((isOf) => isOf(address)),
    mayBeLedTo: isPublicAddress,
  };
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
