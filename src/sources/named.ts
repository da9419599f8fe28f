import type { ReadingList } from '../config/config.js';
import { namedBy } from '../config/named.js';
import { comparableUrl } from '../model/address.js';
import type { SourceKey } from '../model/values.js';
import { type ListedSource, sourceTitle } from './listed.js';

/** Of names those that are of lists, by `opml` as feeds.json has it, and the others. */
export function namedLists(
  names: readonly string[],
  lists: readonly ReadingList[],
): { readonly lists: ReadonlySet<string>; readonly others: readonly string[] } {
  const byName = new Map(lists.map(({ opml }) => [comparableUrl(opml), opml]));
  const meant = names.map((name) => byName.get(comparableUrl(name)) ?? null);
  return {
    lists: new Set(meant.filter((opml) => opml !== null)),
    others: names.filter((_name, at) => meant[at] === null),
  };
}

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
