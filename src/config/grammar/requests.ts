import { z } from 'zod';
import { addressRange } from '../../fetch/address.js';
import { httpUrl } from '../../model/values.js';
import { show, text, urlFault } from './values.js';

/*
 * What the operator may say of requests: headers, a User-Agent, private places.
 */

/** RFC 9110 5.6.2. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** Headers that the fetcher needs for itself, and what to do instead. */
const OWN_HEADERS: ReadonlyMap<string, string | null> = new Map([
  ['user-agent', 'write "userAgent" beside "headers"'],
  ...[
    'host',
    'connection',
    'keep-alive',
    'proxy-authorization',
    'proxy-connection',
    'transfer-encoding',
    'content-length',
    'te',
    'trailer',
    'upgrade',
    'expect',
    'accept-encoding',
    'range',
    'if-none-match',
    'if-modified-since',
  ].map((name) => [name, null] as const),
]);

/** Headers by name. Their values may be secrets and are in no message. */
export const headers = z
  .record(z.string(), text('a value, such as "$NAME" for one from the environment'))
  .superRefine((given, context) => {
    const seen = new Set<string>();
    for (const [name, value] of Object.entries(given)) {
      const refuse = (message: string, help: string | null = null): void =>
        context.addIssue({ code: 'custom', path: [name], message, params: { help } });
      const key = name.toLowerCase();
      if (!HEADER_NAME.test(name)) refuse(`${show(name)} is no name of a header`);
      else if (OWN_HEADERS.has(key)) refuse(`${show(name)} is set by tagwire itself`, OWN_HEADERS.get(key));
      else if (seen.has(key)) refuse(`${show(name)} is set twice`);
      else if (/\S/.test(value) && !isHeaderValue(value)) refuse('a character that no header can have');
      seen.add(key);
    }
  });

/** RFC 9110 5.5: visible characters, each a byte, with blanks and tabs between. */
export const isHeaderValue = (value: string): boolean =>
  /^[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?$/.test(value);

/** `$NAME` somewhere in it; `$$` is a dollar. */
const NAMES_VARIABLE = /^(?:[^$]|\$\$)*\$[A-Za-z_]/;

/** Where a webhook is, whole or with parts from the environment. It may be a secret and is in no message. */
export const webhookUrl = text('a URL, or "$NAME" for one from the environment').superRefine(
  (given, context) => {
    if (!/\S/.test(given) || NAMES_VARIABLE.test(given)) return;
    const fault = urlFault(given);
    if (fault === null) return;
    const help = 'a URL, or "$NAME" for one from the environment';
    context.addIssue({ code: 'custom', message: 'expected an http or https URL', params: { help } });
  },
);

/** A secret that stands in the environment: feeds.json is for everybody to read. */
export const secret = text('"$NAME", a variable of the environment').refine(
  (given) => !/\S/.test(given) || NAMES_VARIABLE.test(given),
  { error: 'a secret in feeds.json: put it into the environment, and "$NAME" here' },
);

export const userAgent = text('a User-Agent').refine(
  (given) => !/\S/.test(given) || /^[!-~](?:[ -~]*[!-~])?$/.test(given),
  {
    error: 'a User-Agent has ASCII characters only, and no blanks around it',
  },
);

/** A host, an address or a range, as `fetch.allow` has them; hosts in ASCII. */
export const privatePlace = z.string().transform((given, context) => {
  const bare = given.trim().replace(/^\[|\]$/g, '');
  if (addressRange(bare) !== null) return bare;
  const host = /^[^\s/:@?#*]+$/.test(bare) ? httpUrl(`http://${bare}/`) : null;
  if (host !== null) return new URL(host).hostname;
  const url = httpUrl(given.trim());
  context.addIssue({
    code: 'custom',
    message: `expected a host, an address or a range such as "10.1.0.0/16", received ${show(given)}`,
    params: { help: url === null ? null : `write ${show(new URL(url).hostname)}` },
  });
  return z.NEVER;
});
