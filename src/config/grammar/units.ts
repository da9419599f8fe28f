const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Milliseconds; a month has no fixed length and stays out, a year is 365 days. */
const DURATIONS = { s: SECOND, m: 60 * SECOND, h: 3600 * SECOND, d: DAY, w: 7 * DAY, y: 365 * DAY } as const;

/** Bytes, in powers of 1,024 as file managers and web servers count them. */
const SIZES = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const;

export const DURATION = /^(\d{1,9})(s|m|h|d|w|y)$/;
export const SIZE = /^(\d{1,9})(B|KB|MB|GB)$/;

/** `"90s"` in milliseconds, null where the text is no duration. */
export function durationMs(text: string): number | null {
  return measure(DURATION.exec(text), DURATIONS);
}

/** `"12MB"` in bytes, null where the text is no size. */
export function sizeBytes(text: string): number | null {
  return measure(SIZE.exec(text), SIZES);
}

function measure(match: RegExpExecArray | null, units: Readonly<Record<string, number>>): number | null {
  const factor = units[match?.[2] ?? ''];
  return match === null || factor === undefined ? null : Number(match[1]) * factor;
}

/**
 * What was probably meant by "6 hours" or "12 mb": the same in our notation, null where that is not clear.
 */
export function asDuration(text: string): string | null {
  const match = /^(\d+)\s*(s|m|h|d|w|y)(?:ec(?:ond)?|in(?:ute)?|r|our|ay|eek|ear)?s?$/i.exec(text.trim());
  return match === null ? null : `${match[1]}${match[2]?.toLowerCase()}`;
}

/** The same of a size: `12MB` for "12 mib". */
export function asSize(text: string): string | null {
  const match = /^(\d+)\s*([kmg])?i?b?(?:ytes?)?$/i.exec(text.trim());
  return match === null ? null : `${match[1]}${match[2]?.toUpperCase() ?? ''}B`;
}
