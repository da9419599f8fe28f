import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * IPv4 ranges that are no place for a public feed: the IANA IPv4 Special-Purpose Address Registry (RFC 6890
 * and its updates), multicast (RFC 5771) and the former class E.
 */
const SPECIAL_IPV4 = blockList('ipv4', [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
]);

/**
 * RFC 4291 2.4: all that is not 2000::/3 is loopback, local, mapped, translated (64:ff9b::/96), multicast or
 * unassigned.
 */
const GLOBAL_IPV6 = blockList('ipv6', [['2000::', 3]]);

/** What is special within 2000::/3: the IANA IPv6 Special-Purpose Address Registry. */
const SPECIAL_IPV6 = blockList('ipv6', [
  ['2001::', 23], // protocol assignments: Teredo, ORCHID, benchmarks
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4 carries any IPv4 address
  ['3fff::', 20], // documentation
]);

/** Whether an IP address (no name, no brackets) is a public one that a feed may be polled from. */
export function isPublicAddress(address: string): boolean {
  if (!isIPv6(address)) return !SPECIAL_IPV4.check(address, 'ipv4');
  const [bare = ''] = address.split('%'); // fe80::1%eth0
  return GLOBAL_IPV6.check(bare, 'ipv6') && !SPECIAL_IPV6.check(bare, 'ipv6');
}

/**
 * Whether addresses are of a range: "10.1.0.0/16", or a single address. Null where the text is neither.
 * @param text an IPv6 address without brackets
 */
export function addressRange(text: string): ((address: string) => boolean) | null {
  const [network = '', prefix, ...rest] = text.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(network)] ?? -1;
  const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (longest < 0 || !(bits <= longest) || rest.length > 0) return null;
  const range = blockList(longest === 32 ? 'ipv4' : 'ipv6', [[network, bits]]);
  return (address) => isIP(address) !== 0 && range.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}
