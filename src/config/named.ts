import { comparableUrl } from '../model/address.js';
import { UserError } from '../model/errors.js';
import { didYouMean } from './grammar/suggest.js';

/** A source by all that an operator may call it. */
export interface Nameable<T> {
  /** The first is the one in feeds.json. */
  readonly addresses: readonly string[];
  readonly title: string | null;
  readonly is: T;
}

/**
 * The sources of a name: an address in any spelling, or a title, whatever the case.
 * @throws UserError, exit code 2, for a name that none has
 */
export function namedBy<T>(name: string, sources: readonly Nameable<T>[]): readonly T[] {
  const url = comparableUrl(name);
  const title = name.toLowerCase();
  const isAt = (one: Nameable<T>): boolean => one.addresses.some((address) => comparableUrl(address) === url);
  const found = sources.filter(isAt);
  const all = found.length > 0 ? found : sources.filter((one) => one.title?.toLowerCase() === title);
  if (all.length > 0) return all.map((one) => one.is);
  const urls = sources.flatMap(({ addresses }) => addresses.slice(0, 1));
  const help = didYouMean(name, [...urls, ...sources.flatMap((one) => one.title ?? [])]);
  throw new UserError(
    `no source ${JSON.stringify(name)} in feeds.json${help === null ? '' : `; ${help}`}`,
    2,
  );
}
