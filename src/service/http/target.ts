/** What a request asks for: a path below public/ without its leading slash, '' for the home page. */
export type Target =
  | { readonly kind: 'path'; readonly path: string; readonly query: URLSearchParams }
  /** No published path can be written like this: `..`, a hidden file, an escaped slash. */
  | { readonly kind: 'unpublished' }
  /** Not a URL at all. */
  | { readonly kind: 'malformed' };

/** A proxy may send the absolute form (RFC 9112 3.2.2). */
const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * The request target (RFC 9112 3.2) as a path below public/. Decoded exactly once, then refused unless each
 * of its segments is a plain name, so the file system never sees a `..`, a NUL or a second decoding.
 */
export function parseTarget(target: string): Target {
  const [raw = '', query = ''] = target.replace(ORIGIN, '').split(/\?(.*)/s, 2);
  if (!raw.startsWith('/')) return { kind: 'malformed' };
  const segments = raw.slice(1).split('/').map(decodeSegment);
  if (segments.some((segment) => segment === null)) return { kind: 'malformed' };
  const names = segments.filter((segment) => segment !== null);
  if (!names.every(isPublishedName)) return { kind: 'unpublished' };
  return { kind: 'path', path: names.join('/'), query: new URLSearchParams(query) };
}

function decodeSegment(segment: string): string | null {
  try {
    const text = decodeURIComponent(segment);
    return /[\u0000-\u001f\u007f]/.test(text) ? null : text;
  } catch {
    return null; // a URIError: half an escape, or bytes that are not UTF-8
  }
}

/** Only the last segment may be empty: a folder's page. The publisher's own marker files begin with a dot. */
function isPublishedName(name: string, index: number, names: readonly string[]): boolean {
  if (name === '') return index === names.length - 1;
  if (name.startsWith('.')) return name === '.well-known' && index === 0;
  return !/[/\\]/.test(name);
}

/**
 * A reference from one published path to another, relative so that it also holds where a proxy serves the
 * site below a prefix.
 */
export function relativeReference(from: string, to: string): string {
  const depth = from.split('/').length - 1;
  const up = depth === 0 ? './' : '../'.repeat(depth);
  return up + to.split('/').map(encodeURIComponent).join('/');
}
