/** Numbers, durations and sizes as reports say them. */

const grouped = new Intl.NumberFormat('en');

/** `1,902`. */
export const count = (n: number): string => grouped.format(n);

/** `1 post`, `12 posts`. */
export const counted = (n: number, singular: string, plural = `${singular}s`): string =>
  `${count(n)} ${n === 1 ? singular : plural}`;

/** How long something took: `9.8 s`, `31 s`, `12 min`. */
export function took(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 119_500) return `${Math.round(ms / 1000)} s`;
  return `${count(Math.round(ms / 60_000))} min`;
}

/** A span ahead or behind in its largest unit: `52 min`, `4 h`, `24 h`, `3 d`. Never less than a minute. */
export function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(ms / 3_600_000);
  return hours < 48 ? `${hours} h` : `${count(Math.round(ms / 86_400_000))} d`;
}

const DATE = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A moment as its day in UTC: `7 Nov 2026`. */
export function date(at: string): string {
  const parts = new Map(DATE.formatToParts(Date.parse(at)).map(({ type, value }) => [type, value]));
  return `${parts.get('day')} ${parts.get('month')} ${parts.get('year')}`;
}

/** Bytes over the wire: `4.1 MB`; `0.1 MB` is the least that is not nothing. */
export function megabytes(bytes: number): string {
  if (bytes === 0) return '0 MB';
  const mb = Math.max(0.1, bytes / 1e6);
  return mb < 1000 ? `${mb.toFixed(1)} MB` : `${(mb / 1000).toFixed(1)} GB`;
}
