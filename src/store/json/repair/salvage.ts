import { isRecord } from '../document.js';

/**
 * What is still whole of a damaged file: `readable()` puts each member of the top level's objects on a line
 * of its own, and each line that is still JSON counts. All of it, where it is JSON and only some member is
 * wrong. Null where there is nothing.
 */
export function salvage(text: string): Readonly<Record<string, unknown>> | null {
  const whole = parsed(text);
  if (isRecord(whole)) return whole;
  const found: Record<string, unknown> = {};
  let section: Record<string, unknown> | null = null;
  for (const line of text.split('\n')) {
    const [, name, rest = ''] = /^"((?:[^"\\]|\\.)*)": (.*?),?$/.exec(line) ?? [];
    if (line.startsWith('}')) section = null;
    if (name === undefined) continue;
    const key = String(parsed(`"${name}"`));
    if (rest === '{' && section === null) {
      section = {};
      found[key] = section;
      continue;
    }
    const value = parsed(rest);
    if (value !== undefined) (section ?? found)[key] = value;
  }
  return Object.keys(found).length === 0 ? null : found;
}

/** The members of a section of a salvaged file that have the shape asked for. */
export function membersOf<T>(
  found: Readonly<Record<string, unknown>> | null,
  section: string,
  isWhole: (value: unknown) => value is T,
): Record<string, T> {
  const members = found?.[section];
  if (!isRecord(members)) return {};
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, T] => isWhole(member[1])),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
