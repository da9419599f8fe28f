import { httpDate } from './http-date.js';
import type { Freshness, Validators } from './result.js';

/** The headers of an answer. */
export interface ResponseHeaders {
  /** All values of a field in order, white space around them gone, each byte a character. */
  all(name: string): readonly string[];
  /** The first value; null where there is none or it is empty. */
  first(name: string): string | null;
}

/**
 * @param fields as undici gives them: names in lower case, values decoded as Latin-1, several values as a
 * list
 */
export function responseHeaders(
  fields: Readonly<Record<string, string | string[] | undefined>>,
): ResponseHeaders {
  const all = (name: string): readonly string[] => {
    const values = Object.hasOwn(fields, name) ? (fields[name] ?? []) : [];
    return (typeof values === 'string' ? [values] : values).map(trimmed);
  };
  return { all, first: (name) => all(name)[0] || null };
}

/**
 * RFC 9110 5.5: no white space around, and only blanks and tabs are. A pattern for it would take seconds for
 * 60 kB of blanks.
 */
function trimmed(value: string): string {
  const isBlank = (index: number): boolean => value[index] === ' ' || value[index] === '\t';
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return value.slice(start, end);
}

/**
 * The validators of an answer, untouched. RFC 9110 8.8.2.1: no Last-Modified is later than the answer's own
 * Date. Such a one would be answered with 304 for as long as it lies ahead, whatever is published, so it
 * counts as none.
 */
export function validatorsOf(headers: ResponseHeaders, now: number): Validators {
  const lastModified = headers.first('last-modified');
  const modified = lastModified === null ? null : httpDate(lastModified, now);
  const answered = httpDate(headers.first('date') ?? '', now);
  const isAhead = modified !== null && answered !== null && modified > answered;
  return { etag: headers.first('etag'), lastModified: isAhead ? null : lastModified };
}

/**
 * RFC 9111 4.2.1: `max-age` of all Cache-Control fields, else `Expires`; unreadable values mean "already
 * stale". Who says `no-cache` or `no-store` beside them wants to be asked each time.
 */
export function freshnessOf(headers: ResponseHeaders, now: number): Freshness {
  const age = deltaMs(headers.first('age') ?? '') ?? 0;
  const date = httpDate(headers.first('date') ?? '', now);
  const sentAt = date === null ? null : date + age;
  const lifetime = isUncached(headers) ? null : (maxAgeMs(headers) ?? expiresInMs(headers, now));
  return { freshForMs: lifetime === null ? null : Math.max(0, lifetime - age), sentAt };
}

/**
 * RFC 9111 1.2.2: whole seconds, and more than 2^31 of them are as many; null where the text is no number.
 */
function deltaMs(text: string): number | null {
  return /^\d+$/.test(text) ? Math.min(Number(text), 2 ** 31) * 1000 : null;
}

/**
 * How long an answer that turns us away wants its host to be left alone: by Retry-After, else by when a
 * limit of requests is reset. Null where it doesn't say, or says "no time".
 */
export function retryAfterMs(headers: ResponseHeaders, now: number): number | null {
  return (
    retryAfter(headers, now) ||
    resetAfter(headers.first('ratelimit-reset'), headers, now) ||
    resetAfter(headers.first('x-ratelimit-reset'), headers, now) ||
    null
  );
}

/**
 * RFC 9110 10.2.3: seconds or an HTTP-date, in milliseconds from now; a date that has passed is 0, anything
 * unreadable null. Seconds may have a fraction, as those of many programs do; where a server and what stands
 * before it both say how long, the longer counts.
 */
export function retryAfter(headers: ResponseHeaders, now: number): number | null {
  const waits = headers.all('retry-after').flatMap((value) => waitOf(value, headers, now) ?? []);
  return waits.length === 0 ? null : Math.max(...waits);
}

function waitOf(value: string, headers: ResponseHeaders, now: number): number | null {
  const at = httpDate(value, now);
  if (at !== null) return Math.max(0, at - serverNow(headers, now));
  const waits = value.split(',').flatMap((one) => secondsMs(one.trim()) ?? []);
  return waits.length === 0 ? null : Math.max(...waits);
}

/** A begun second is a whole one. */
function secondsMs(text: string): number | null {
  const [whole = '', fraction = null] = text.split('.');
  const ms = deltaMs(whole);
  return ms === null || fraction === null ? ms : ms + 1000;
}

/**
 * `RateLimit-Reset` is in seconds from now (draft-ietf-httpapi-ratelimit-headers-07), `X-RateLimit-Reset` of
 * some servers too, of others in seconds or milliseconds since 1970, now and then with a fraction. No limit
 * lasts the 31 years of a billion seconds.
 */
function resetAfter(value: string | null, headers: ResponseHeaders, now: number): number | null {
  const number = /^\d{1,15}(?:\.\d*)?$/.test(value ?? '') ? Math.ceil(Number(value)) : null;
  if (number === null) return null;
  if (number < 1e9) return number * 1000;
  return Math.max(0, (number < 1e12 ? number * 1000 : number) - serverNow(headers, now));
}

/** RFC 9111 5.2.2.4: `no-cache="field"` speaks of that field only. */
const isUncached = (headers: ResponseHeaders): boolean =>
  /(?:^|[\s,])no-(?:cache|store)\s*(?:,|$)/i.test(headers.all('cache-control').join(','));

function maxAgeMs(headers: ResponseHeaders): number | null {
  const directives = headers.all('cache-control').join(',');
  const found = /(?:^|[\s,])max-age\s*=\s*"?(?<value>[^\s,"]*)/i.exec(directives)?.groups;
  if (found === undefined) return null;
  return deltaMs(found['value'] ?? '') ?? 0;
}

function expiresInMs(headers: ResponseHeaders, now: number): number | null {
  const value = headers.all('expires')[0];
  if (value === undefined) return null;
  const at = httpDate(value, now);
  return at === null ? 0 : Math.max(0, at - serverNow(headers, now));
}

/** Dates of an answer count from its own clock, which may be wrong. */
function serverNow(headers: ResponseHeaders, now: number): number {
  return httpDate(headers.first('date') ?? '', now) ?? now;
}
