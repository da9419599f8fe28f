import { parseUrl } from './parse-url.js';
import { trimEndOf } from './trim-end.js';

/**
 * What two addresses of one feed have in common: host, port, path and query. Aside stay scheme, `www.`, the
 * schemes' default ports, a slash or dot at the end, the fragment, and the casing of the host. For comparing only:
 * what is asked for is always the address as it was given. Text that is no URL stands for itself.
 */
export function comparableUrl(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === null) return url;
  const { hostname, port, pathname, search } = parsed;
  const host = hostname.replace(/^www\.(?=.*\.)/, '').replace(/\.$/, '');
  const otherPort = port === '' || port === '80' || port === '443' ? '' : `:${port}`;
  return `${host}${otherPort}${trimEndOf(pathname, /\//)}${search}`;
}
