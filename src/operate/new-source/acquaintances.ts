import type { Config, Source } from '../../config/config.js';
import { comparableUrl } from '../../model/address.js';
import type { Feed } from '../../model/feed.js';
import type { HttpUrl, SourceKey } from '../../model/values.js';
import { listSources, sourceTitle } from '../../sources/listed.js';
import type { KnownLists } from '../../sources/reading-lists.js';
import type { SourceRecord } from '../../sources/record.js';

/** Which sources a feed may be already. */
export interface Acquaintances {
  /** Those that have one of these addresses, this id or this home, and that are not the source itself. */
  like(source: Source, addresses: readonly HttpUrl[], feed: Pick<Feed, 'id' | 'home'>): readonly string[];
  nameOf(key: SourceKey): string;
  keyOf(source: Source): SourceKey | null;
}

/** A source as a proposer may hear of it. */
interface Acquaintance {
  readonly key: SourceKey;
  readonly name: string;
}

/** The sources of a configuration, and those that are only remembered. */
export function acquaintancesOf(
  config: Config,
  records: ReadonlyMap<SourceKey, SourceRecord>,
  lists: KnownLists,
): Acquaintances {
  const listed = listSources(config, records, lists);
  const bySource = new Map(listed.map(({ source, record }) => [source, record.key]));
  const named = new Map<SourceKey, string>();
  const by = { address: new Lookup(), id: new Lookup(), home: new Lookup() };
  const learn = (source: Source | null, record: SourceRecord): void => {
    const title = sourceTitle(source, record);
    const name = record.private ? 'a private source' : `${title} (${source?.url ?? record.url})`;
    named.set(record.key, name);
    const one = { key: record.key, name };
    for (const url of [record.url, record.poll.url, ...record.former])
      by.address.add(comparableUrl(url), one);
    if (record.feed?.id != null) by.id.add(record.feed.id, one);
    if (record.feed?.home != null) by.home.add(comparableUrl(record.feed.home), one);
  };
  for (const { source, record } of listed) learn(source, record);
  const keys = new Set(listed.map(({ record }) => record.key));
  for (const record of records.values()) if (!keys.has(record.key)) learn(null, record);
  return {
    keyOf: (source) => bySource.get(source) ?? null,
    nameOf: (key) => named.get(key) ?? key,
    like(source, addresses, { id, home }) {
      const told = new Set([bySource.get(source)]);
      const fresh = (found: readonly Acquaintance[]): readonly string[] =>
        found.flatMap(({ key, name }) => {
          if (told.has(key)) return [];
          told.add(key);
          return [name];
        });
      const same = addresses.flatMap((url) => by.address.all(comparableUrl(url)));
      return [
        ...fresh(same).map((name) => `the same feed as ${name}`),
        ...fresh(id === null ? [] : by.id.all(id)).map((name) => `it has the id of ${name}`),
        ...fresh(home === null ? [] : by.home.all(comparableUrl(home))).map(
          (name) => `it has the home page of ${name}`,
        ),
      ];
    },
  };
}

/** Sources by what they have in common with others. */
class Lookup {
  readonly #known = new Map<string, Acquaintance[]>();

  add(by: string, one: Acquaintance): void {
    const before = this.#known.get(by);
    if (before === undefined) this.#known.set(by, [one]);
    else before.push(one);
  }

  all(by: string): readonly Acquaintance[] {
    return this.#known.get(by) ?? [];
  }
}
