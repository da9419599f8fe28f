import { parseUrl } from '../model/parse-url.js';
import { nameUuid, OF_ADDRESSES } from '../model/uuid.js';
import type { HttpUrl } from '../model/values.js';

/** RFC 3987 in short: a scheme, and nothing that an IRI may not hold. */
const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}\p{Co}\p{Cs}]+$/iu;
/** Percent signs that escape nothing. */
const BAD_ESCAPE = /%(?![0-9a-f]{2})/i;

/**
 * The identity verbatim where it is an IRI that nobody else holds, else a `urn:uuid` made of source and
 * identity.
 */
export function publishedId(identity: string, isTaken: boolean, origin: HttpUrl): string {
  return !isTaken && isIri(identity) ? identity : ownId(identity, origin);
}

/** The `urn:uuid` (RFC 4122 version 5) of an entry: the same for ever, and nobody else's. */
export function ownId(identity: string, origin: HttpUrl): string {
  return `urn:uuid:${uuidOf(identity, origin)}`;
}

/** Its UUID alone: the entry's place on our own pages. */
export function uuidOf(identity: string, origin: HttpUrl): string {
  if (latest?.origin !== origin) latest = { origin, namespace: nameUuid(origin, OF_ADDRESSES) };
  return nameUuid(identity, latest.namespace);
}

/** Posts are made source by source. */
let latest: { readonly origin: HttpUrl; readonly namespace: string } | null = null;

/** Whether a text may stand as a published id: an IRI, and of the web one that is an address. */
export function isIri(text: string): boolean {
  if (!IRI.test(text) || BAD_ESCAPE.test(text)) return false;
  return !/^https?:/i.test(text) || parseUrl(text) !== null;
}
