const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The three forms of RFC 9110 5.6.7: IMF-fixdate, RFC 850, asctime. */
const FORMS = [
  /^\w{3}, (?<day>\d{1,2}) (?<month>\w{3}) (?<year>\d{4}) (?<time>[\d:]{8}) (?:GMT|UTC)$/,
  /^\w{6,9}, (?<day>\d{2})-(?<month>\w{3})-(?<year>\d{2}) (?<time>[\d:]{8}) GMT$/,
  /^\w{3} (?<month>\w{3}) (?<day>[ \d]\d) (?<time>[\d:]{8}) (?<year>\d{4})$/,
];

/**
 * An HTTP-date as milliseconds since 1970, null where the text is none. `Date.parse` won't do: it reads "0"
 * as the year 2000 and "-1" as 2001, which servers send as `Expires` to say "already stale".
 * @param now for two-digit years: one that seems more than 50 years ahead is in the past
 */
export function httpDate(text: string, now: number): number | null {
  const found = FORMS.map((form) => form.exec(text.trim())?.groups).find((groups) => groups !== undefined);
  if (found === undefined) return null;
  const month = MONTHS.indexOf(found['month'] ?? '');
  const [hour = Number.NaN, minute = Number.NaN, second = Number.NaN] = (found['time'] ?? '')
    .split(':')
    .map(Number);
  const day = Number(found['day']);
  if (month < 0 || !(hour < 24 && minute < 60 && second <= 60) || day < 1 || day > 31) return null;
  const year = fullYear(found['year'] ?? '', now);
  return Date.UTC(year, month, day, hour, minute, Math.min(second, 59));
}

function fullYear(digits: string, now: number): number {
  if (digits.length === 4) return Number(digits);
  const thisYear = new Date(now).getUTCFullYear();
  const year = Math.floor(thisYear / 100) * 100 + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}
