import { comparableHost } from '../model/address.js';
import type { HttpUrl, SourceKey } from '../model/values.js';

/** What says where a source lives. */
export interface Residence {
  /** The addresses that it is polled at. */
  readonly polled: readonly HttpUrl[];
  /** What its feed claims as its home. */
  readonly home: HttpUrl | null;
}

/** How far a link belongs to a source: 0 not at all; more where more of its address matches. */
export type Rank = (source: SourceKey, link: HttpUrl) => number;

/**
 * First party is the source whose own polled host and path match most of the link. A claimed home counts only
 * where no polled source lives on that host: else a hostile feed could name another's home and take its posts
 * over.
 * @param polled all addresses that any source is polled at
 * @param residenceOf where a source lives as far as is known by now; null for one that is not polled
 */
export function rankBy(
  polled: Iterable<HttpUrl>,
  residenceOf: (source: SourceKey) => Residence | null,
): Rank {
  const polledHosts = new Set<string>();
  for (const url of polled) polledHosts.add(comparableHost(new URL(url)));
  return (source, link) => {
    const residence = residenceOf(source);
    if (residence === null) return 0;
    const target = new URL(link);
    const own = Math.max(0, ...residence.polled.map((url) => matched(new URL(url), target)));
    if (own > 0) return POLLED + own;
    if (residence.home === null || polledHosts.has(comparableHost(target))) return 0;
    return matched(new URL(residence.home), target);
  };
}

/** More than any path has parts: an address that is polled always beats one that is claimed. */
const POLLED = 1_000_000;

/** 0 on another host, else 1 and the number of leading path parts in common. */
function matched(address: URL, link: URL): number {
  if (comparableHost(address) !== comparableHost(link)) return 0;
  const own = parts(address);
  const other = parts(link);
  let common = 0;
  while (common < own.length && own[common] === other[common]) common++;
  return 1 + common;
}

function parts(url: URL): readonly string[] {
  return url.pathname.split('/').filter((part) => part !== '');
}
