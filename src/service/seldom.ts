/** The same line is told again after so long: what is away for an hour is no thousand lines. */
const AGAIN_MS = 60_000;

/**
 * Tells lines, but not one that was told last and less than a minute ago.
 * @param now milliseconds since 1970
 */
export function seldom(tell: (line: string) => void, now: () => number): (line: string) => void {
  let last: { readonly line: string; readonly at: number } | null = null;
  return (line) => {
    const at = now();
    if (last?.line === line && Math.abs(at - last.at) < AGAIN_MS) return;
    last = { line, at };
    tell(line);
  };
}
