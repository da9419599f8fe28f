import { zoneOf } from './zones.js';

/** A time of day that was found in a text. */
export interface Time {
  /** Milliseconds from that day's midnight in UTC, the zone taken into account unless it is a region's. */
  readonly ms: number;
  /** The region whose clocks show it, as IANA names it; null for any other zone. */
  readonly region: string | null;
  /** What stood around the time and its zone. */
  readonly before: string;
  readonly after: string;
}

const CLOCK =
  /(?<![\d:])(?<half>[ap]\.?m\.?\s*)?(?<h>\d{1,2})(?::(?<m>\d{1,2})(?::(?<s>\d{1,2})(?:[.,:]\d+)?)?|(?=\s*[ap]\.?m\b(?!\s*\d)))\s*(?<half2>[ap]\.?m\.?(?![a-z]))?/;
/** ISO 8601 without colons or without minutes: `101455Z`, `10+02:00`. */
const COMPACT = /^(?<h>\d{2})(?:(?<m>\d{2})(?<s>\d{2})?(?:[.,]\d+)?)?(?=\s*(?:z|[+-]\d|$))/;

/**
 * The time of day in a lower-case text, with the zone that follows; null where there is none, 'impossible'
 * where no clock shows it. 24:00 is the end of the day, a 60th second the 59th (RFC 3339 5.7), and no zone is
 * UTC.
 */
export const clockOf = (text: string): Time | 'impossible' | null => timeIn(text, CLOCK.exec(text));

/** The same of what follows an ISO date, where a bare number is a time too. */
export const isoClockOf = (text: string): Time | 'impossible' | null =>
  timeIn(text, COMPACT.exec(text) ?? CLOCK.exec(text));

function timeIn(text: string, found: RegExpExecArray | null): Time | 'impossible' | null {
  if (found?.groups === undefined) return null;
  const { h, m = '0', s = '0', half, half2 } = found.groups;
  const hour = onTheClock(Number(h), half2 ?? half);
  const [minute, second] = [Number(m), Math.min(Number(s), 59)];
  const impossible = hour > 24 || minute > 59 || Number(s) > 60 || (hour === 24 && minute + second > 0);
  if (impossible) return 'impossible';
  const rest = text.slice(found.index + found[0].length);
  const zone = zoneOf(rest);
  return {
    ms: ((hour * 60 + minute - zone.minutes) * 60 + second) * 1000,
    region: zone.region,
    before: text.slice(0, found.index),
    after: rest.slice(zone.length),
  };
}

/** 12 a.m. is 0, 12 p.m. is 12; 13 p.m. is 13 to those who write it. */
function onTheClock(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half.startsWith('p') ? 12 : 0);
}
