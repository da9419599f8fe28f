import type { Config } from '../config.js';

/** The names that examples are written with, the starters of `tagwire init` too (RFC 2606, 3). */
const PLACEHOLDER = /^(?:.+\.)?example\.(?:com|net|org)$/;

/** The address of a site that still has that of an example; null where it has its own. */
export const placeholderUrl = ({ site }: Pick<Config, 'site'>): string | null =>
  PLACEHOLDER.test(new URL(site.url).hostname) ? site.url : null;

/** The same as a line for whoever publishes the site. */
export function placeholderProblem(config: Pick<Config, 'site' | 'file'>): string | null {
  const url = placeholderUrl(config);
  return url === null ? null : `${config.file}: site.url is still ${url}; ${PLACEHOLDER_HELP}`;
}

export const PLACEHOLDER_HELP = 'feeds and links name it, so write the address that readers use';
