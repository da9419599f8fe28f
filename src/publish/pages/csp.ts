import type { Site } from '../../config/config.js';
import { parseUrl } from '../../model/parse-url.js';

/**
 * The Content-Security-Policy (CSP level 3) of every page, as a `meta` element and as a header: files of the
 * site itself and nothing else, no inline script or style. A logo on another host is the one exception.
 */
export function contentSecurityPolicy({ logo }: Pick<Site, 'logo'>): string {
  const origin = logo === null ? undefined : parseUrl(logo)?.origin;
  const images = origin === undefined ? "'self'" : `'self' ${origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${images}`,
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
  ].join('; ');
}
