import { didYouMean } from '../config/grammar/suggest.js';
import { comparableUrl } from '../model/address.js';
import { UserError } from '../model/errors.js';
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
  const keys = new Map<string, SourceKey[]>();
  for (const { source, record } of listed) {
    const addresses = [source.url, record.url, record.poll.url].map(comparableUrl);
    for (const name of new Set([...addresses, sourceTitle(source, record).toLowerCase()]))
      keys.set(name, [...(keys.get(name) ?? []), record.key]);
  }
  return new Set(
    names.flatMap((name) => {
      const found = keys.get(comparableUrl(name)) ?? keys.get(name.toLowerCase());
      if (found !== undefined) return found;
      const titles = listed.map(({ source, record }) => sourceTitle(source, record));
      const help = didYouMean(name, [...listed.map(({ source }) => source.url), ...titles]);
      throw new UserError(
        `no source ${JSON.stringify(name)} in feeds.json${help === null ? '' : `; ${help}`}`,
        2,
      );
    }),
  );
}
