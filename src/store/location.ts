import { UserError } from '../model/errors.js';

/** What `--data` names. */
export type Location =
  | { readonly engine: 'json'; readonly folder: string }
  | { readonly engine: 'postgres'; readonly url: string };

/**
 * A folder, or a database server by its address. A UserError for an address of anything else: it must not
 * become a folder of that name, which would have a password in it.
 */
export function locationOf(data: string): Location {
  const scheme = /^([a-z][a-z0-9+.-]{0,30}):\/\//i.exec(data)?.[1]?.toLowerCase();
  if (scheme === undefined) return { engine: 'json', folder: data };
  if (scheme === 'postgres' || scheme === 'postgresql') return { engine: 'postgres', url: data };
  throw new UserError(`--data ${scheme}://…: a folder or postgres://… is what data can be stored in`, 2);
}
