/**
 * The URL that `text` is (resolved against `base` if given); null where it is none. Not by `URL.canParse`:
 * that of Node 20 refuses `https://bücher.example/` once it has been called some thousand times, because its
 * fast path takes the bytes of Latin-1 for UTF-8.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
