import type { HttpUrl } from '../model/values.js';
import type { Journey } from './journey.js';
import { addressKey, percentEncode } from './location.js';
import type { StoredValidators, Validators } from './result.js';

/** Every feed format first, plain XML and JSON next (many servers say just that), then whatever there is. */
const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5';

/** The headers of a request, in the order that they are sent: nothing else goes out but Host and Connection. */
export function requestHeaders(
  userAgent: string,
  { url, request, cookies }: Pick<Journey, 'url' | 'request' | 'cookies'>,
): string[] {
  const headers = ['User-Agent', userAgent, 'Accept', accept, 'Accept-Encoding', 'gzip, deflate, br'];
  const cookie = cookies.valueFor(url);
  if (cookie !== null) headers.push('Cookie', cookie);
  const { etag, lastModified } = validatorsFor(url, request.validators);
  if (etag !== null) headers.push('If-None-Match', etag);
  if (lastModified !== null) headers.push('If-Modified-Since', lastModified);
  return headers;
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
