import { MINUTE_MS } from '../../model/spans.js';

/**
 * Offsets of the zones that are named by a place, as `Europe/Brussels` (IANA): they depend on the date, and
 * the platform knows them.
 */

/** By lower-case name; those that exist, some 600. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(region: string): Intl.DateTimeFormat | null {
  const known = formats.get(region);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: region, timeZoneName: 'longOffset' });
    formats.set(region, format);
    return format;
  } catch {
    return null; // RangeError is how Intl says that there is no such place
  }
}

export const isRegion = (name: string): boolean => formatOf(name) !== null;

/** What is to be added to UTC in a region at an instant, in milliseconds. */
function offsetAt(format: Intl.DateTimeFormat, ms: number): number {
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds = '0'] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  if (sign === undefined) return 0;
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1000;
  return sign === '+' ? size : -size;
}

/**
 * The instant when a region's clocks show a time, given as if it were UTC's. Of a time that they show twice
 * it is either; the time itself where the region is unknown.
 */
export function instantIn(region: string, shown: number): number {
  const format = formatOf(region);
  if (format === null) return shown;
  return shown - offsetAt(format, shown - offsetAt(format, shown));
}
