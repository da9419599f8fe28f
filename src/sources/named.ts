import { namedBy } from '../config/named.js';
import type { SourceKey } from '../model/values.js';
import { type ListedSource, sourceTitle } from './listed.js';

/**
 * The sources that an operator names, each by its address or its title, whatever the case.
 * @throws UserError, exit code 2, for a name that no source of feeds.json has
 */
export function namedSources(
  names: readonly string[],
  listed: readonly ListedSource[],
): ReadonlySet<SourceKey> {
  const sources = listed.map(({ source, record }) => ({
    addresses: [source.url, record.url, record.poll.url],
    title: sourceTitle(source, record),
    is: record.key,
  }));
  return new Set(names.flatMap((name) => namedBy(name, sources)));
}
