import type { HttpUrl } from '../model/values.js';
import type { Journey } from './journey.js';
import { addressKey, percentEncode } from './location.js';
import type { StoredValidators, Validators } from './result.js';

/** Every feed format first, plain XML and JSON next (many servers say just that), then whatever there is. */
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5';

type Field = readonly [name: string, value: string];

/**
 * The headers of a request, names and values in turn, as they are sent: nothing else goes out but Host and
 * Connection.
 */
export function requestHeaders(userAgent: string, trip: Journey): readonly string[] {
  const { url, request } = trip;
  const given = givenHeaders(trip);
  const cookie = [given.get('cookie')?.[1], trip.cookies.valueFor(url)].filter((part) => part != null);
  const { etag, lastModified } = validatorsFor(url, request.validators);
  const ours: readonly (readonly [name: string, value: string | null])[] = [
    ['User-Agent', request.userAgent ?? userAgent],
    ['Accept', ACCEPT],
    ['Accept-Encoding', 'gzip, deflate, br'],
    ['Cookie', cookie.length === 0 ? null : cookie.join('; ')],
    ['If-None-Match', etag],
    ['If-Modified-Since', lastModified],
  ];
  const own = ours.flatMap(([name, value]): Field[] => {
    const isTheirs = name !== 'Cookie' && given.has(name.toLowerCase());
    return value === null || isTheirs ? [] : [[name, value]];
  });
  const theirs = [...given].flatMap(([key, field]) => (key === 'cookie' ? [] : [field]));
  return [...own, ...theirs].flat();
}

/**
 * What the operator has set for the source, by names in lower case; nothing once a redirect has led
 * elsewhere.
 */
function givenHeaders({ url, request, abroad }: Journey): ReadonlyMap<string, Field> {
  const { headers = null } = request;
  if (headers === null || abroad || new URL(url).origin !== headers.origin) return new Map();
  return new Map(Object.entries(headers.fields).map((field) => [field[0].toLowerCase(), field]));
}

/** A request to this address has a condition: only then may the answer be 304. */
export function isConditional(url: HttpUrl, stored: StoredValidators): boolean {
  const { etag, lastModified } = validatorsFor(url, stored);
  return etag !== null || lastModified !== null;
}

/** The validators that this address gave. */
function validatorsFor(url: HttpUrl, { from, ...stored }: StoredValidators): Validators {
  const isItsOwn = from !== null && addressKey(from) === addressKey(url);
  return isItsOwn ? stored : { etag: null, lastModified: null };
}

/** `tagwire/VERSION (+contact)`; whatever a contact holds, the header stays whole. */
export function userAgent(version: string, contact: string | null): string {
  if (contact === null) return `tagwire/${version}`;
  return `tagwire/${version} (+${percentEncode(contact).replace(/[()]/g, '')})`;
}
