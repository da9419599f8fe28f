import { MINUTE_MS } from '../model/spans.js';

/** The same line is told again after so long: what is away for an hour is no thousand lines. */
const AGAIN_MS = MINUTE_MS;

/**
 * Tells lines, but none of a kind of which one was told less than a minute ago, whatever was told since. Each
 * line is a kind of its own where nothing else is said.
 * @param now milliseconds, of whatever clock
 */
export function seldom(
  tell: (line: string) => void,
  now: () => number,
): (line: string, kind?: string) => void {
  const told = new Map<string, number>();
  return (line, kind = line) => {
    const at = now();
    for (const [one, before] of told) if (Math.abs(at - before) >= AGAIN_MS) told.delete(one);
    if (told.has(kind)) return;
    told.set(kind, at);
    tell(line);
  };
}
