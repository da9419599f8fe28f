import { MINUTE_MS } from '../model/spans.js';

/** The same line is told again after so long: what is away for an hour is no thousand lines. */
const AGAIN_MS = MINUTE_MS;

/**
 * Tells lines, but none that was told less than a minute ago, whatever was told since.
 * @param now milliseconds since 1970
 */
export function seldom(tell: (line: string) => void, now: () => number): (line: string) => void {
  const told = new Map<string, number>();
  return (line) => {
    const at = now();
    for (const [one, before] of told) if (Math.abs(at - before) >= AGAIN_MS) told.delete(one);
    if (told.has(line)) return;
    told.set(line, at);
    tell(line);
  };
}
