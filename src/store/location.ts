import { UserError } from '../model/errors.js';
import { parseUrl } from '../model/parse-url.js';

/** What `--data` names. */
export type Location =
  | { readonly engine: 'json'; readonly folder: string }
  | { readonly engine: 'postgres'; readonly url: string };

/**
 * A folder, or a database server by its address. A UserError for an address of anything else, without the
 * address: it must not become a folder of that name, and may have a password in it.
 */
export function locationOf(data: string): Location {
  const scheme = /^([a-z][a-z0-9+.-]{0,30}):\/\//i.exec(data)?.[1]?.toLowerCase();
  if (scheme === undefined) return { engine: 'json', folder: data };
  if (scheme !== 'postgres' && scheme !== 'postgresql')
    throw new UserError(`no database is at ${scheme}://…: it is a folder, or postgres://…`, 2);
  if (parseUrl(data) === null)
    throw new UserError(`${scheme}://…: not an address; write postgres://user@host:5432/database`, 2);
  return { engine: 'postgres', url: data };
}

/** The folder that the database is in; null where a server has it. */
export function folderOf(data: string): string | null {
  const location = locationOf(data);
  return location.engine === 'json' ? location.folder : null;
}

/** What `--data` names, as it may be shown: a server without user, password and parameters. */
export function shownLocation(data: string): string {
  const location = locationOf(data);
  if (location.engine === 'json') return location.folder;
  const url = parseUrl(location.url);
  return url === null ? 'postgres://…' : `postgres://${url.host}${url.pathname}`;
}
