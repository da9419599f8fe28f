import type { ReadingList } from '../config/config.js';
import { didYouMean } from '../config/grammar/did-you-mean.js';
import { comparableHost, comparableUrl } from '../model/address.js';
import { UserError } from '../model/errors.js';
import { parseUrl } from '../model/parse-url.js';
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
 * The sources that an operator names, each by its address, its title or its home page, whatever the case. Who
 * has added a blog by the address of its page knows no other.
 * @throws UserError, exit code 2, for a name that no source of feeds.json has
 */
export function namedSources(
  names: readonly string[],
  listed: readonly ListedSource[],
): ReadonlySet<SourceKey> {
  const found = names.flatMap((name) => {
    const sources = sourcesNamed(name, listed);
    if (sources.length === 0) throw new UserError(noSource(name, listed), 2);
    return sources;
  });
  return new Set(found.map(({ record }) => record.key));
}

/** Those of one name; none where no source has it. */
export function sourcesNamed(name: string, listed: readonly ListedSource[]): readonly ListedSource[] {
  const url = comparableUrl(name);
  const title = name.toLowerCase();
  const ways: readonly ((one: ListedSource) => boolean)[] = [
    (one) => addressesOf(one).some((address) => comparableUrl(address) === url),
    ({ source, record }) => sourceTitle(source, record).toLowerCase() === title,
    ({ record }) => record.feed?.home != null && comparableUrl(record.feed.home) === url,
  ];
  for (const isMeant of ways) {
    const found = listed.filter(isMeant);
    if (found.length > 0) return found;
  }
  return [];
}

function noSource(name: string, listed: readonly ListedSource[]): string {
  const help = ofSameSite(name, listed) ?? didYouMean(name, listed.flatMap(namesOf));
  return `no source ${JSON.stringify(name)} in feeds.json${help === null ? '' : `; ${help}`}`;
}

const addressesOf = ({ source, record }: ListedSource): readonly string[] => [
  source.url,
  record.url,
  record.poll.url,
];

const namesOf = ({ source, record }: ListedSource): readonly string[] => [
  source.url,
  sourceTitle(source, record),
];

/** Sources that are told of a site. */
const TOLD = 3;

/** What there is of the site of an address; null for other names, and where there is nothing. */
function ofSameSite(name: string, listed: readonly ListedSource[]): string | null {
  const site = siteOf(name);
  const urls = listed.map(({ source }) => source.url).filter((url) => siteOf(url) === site);
  if (site === null || urls.length === 0) return null;
  const more = urls.length > TOLD ? ` and ${urls.length - TOLD} more` : '';
  return didYouMean(name, urls) ?? `of ${site} it has ${urls.slice(0, TOLD).join(' ')}${more}`;
}

function siteOf(address: string): string | null {
  const url = parseUrl(address);
  return url === null || url.host === '' ? null : comparableHost(url);
}
