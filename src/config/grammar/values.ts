import { z } from 'zod';
import { parseUrl } from '../../model/parse-url.js';
import { type HttpUrl, httpUrl, LONGEST_ADDRESS } from '../../model/values.js';
import { figure } from '../../model/words.js';
import { languageTag } from '../../text/language-tag.js';
import { isWild, patternFault } from '../files/include.js';
import { contrast, HEX_COLOR, MIN_CONTRAST, PAPER } from './contrast.js';
import { isCronExpression, isTimeZone, timeZones } from './cron.js';
import { didYouMean } from './did-you-mean.js';
import { asDuration, asSize, DURATION, durationMs, SIZE, sizeBytes } from './units.js';

/*
 * The scalar values of feeds.json. Their messages name what was expected; what a schema has no message for
 * gets one in issues.ts.
 */

type Input = { readonly input?: unknown };

/** A value in a message: text in quotes and never at length, of other values the kind. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** An error message for what is there but no `what`; of what is missing issues.ts speaks. */
const expected = (what: string) => (issue: Input) =>
  issue.input === undefined ? undefined : `expected ${what}, received ${received(issue.input)}`;

const received = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;

/** Text that is not just white space. */
export const text = (what = 'text') =>
  z.string({ error: expected(what) }).regex(/\S/, { error: `expected ${what}, received an empty string` });

/** Text that may be empty. */
export const anyText = z.string({ error: expected('text') });

export const flag = z.boolean({ error: (issue) => rangeMessage('true or false', issue) });

export function whole(min: number, max: number) {
  const error = (issue: Input) => rangeMessage(`a whole number from ${min} to ${max}`, issue);
  return z.int({ error }).min(min, { error }).max(max, { error });
}

export function number(min: number, max: number) {
  const error = (issue: Input) => rangeMessage(`a number from ${min} to ${max}`, issue);
  return z.number({ error }).min(min, { error }).max(max, { error });
}

const rangeMessage = (what: string, { input }: Input) =>
  input === undefined ? undefined : `expected ${what}, received ${show(input)}`;

/** A duration in milliseconds, between two durations. */
export function duration(min: string, max: string) {
  const low = durationMs(min) ?? 0;
  const high = durationMs(max) ?? 0;
  return z
    .string({ error: expected('a duration such as "30m"') })
    .regex(DURATION, {
      error: ({ input }) => `${show(input)} is no duration; ${write(asDuration(String(input)))}`,
    })
    .transform((given, { addIssue }) => {
      const ms = durationMs(given) ?? 0;
      if (ms < low || ms > high)
        addIssue(`expected a duration from "${min}" to "${max}", received ${show(given)}`);
      return ms;
    });
}

const write = (meant: string | null) => (meant === null ? 'write "6h", "30m" or "2d"' : `write "${meant}"`);

/** A size in bytes, between two sizes. */
export function size(min: string, max: string) {
  const low = sizeBytes(min) ?? 0;
  const high = sizeBytes(max) ?? 0;
  return z
    .string({ error: expected('a size such as "12MB"') })
    .regex(SIZE, {
      error: ({ input }) => `${show(input)} is no size; write "${asSize(String(input)) ?? '12MB'}"`,
    })
    .transform((given, { addIssue }) => {
      const bytes = sizeBytes(given) ?? 0;
      if (bytes < low || bytes > high)
        addIssue(`expected a size from "${min}" to "${max}", received ${show(given)}`);
      return bytes;
    });
}

/** An http or https URL, kept as it was written: sources are asked for just that. */
export const webUrl = z
  .string({ error: expected('a URL') })
  .superRefine(unless(urlFault))
  .transform((given) => given as HttpUrl)
  .meta({ format: 'uri', pattern: '^[hH][tT][tT][pP][sS]?://' });

/** What nearly all addresses look like, told apart at once from those that need a closer look. */
const PLAIN_URL = /^https?:\/\/[a-z\d.-]+(?:\/[!-?A-Z_a-z~]*)?$/;

/** Why a value won't do, and what to do about it. */
interface Fault {
  readonly message: string;
  readonly help: string | null;
}

/** A check of zod's out of one of ours. */
function unless(faultOf: (given: string) => Fault | null) {
  return (given: string, context: z.core.$RefinementCtx<string>): void => {
    const fault = faultOf(given);
    if (fault !== null)
      context.addIssue({ code: 'custom', message: fault.message, params: { help: fault.help } });
  };
}

/** An address in a message, which never repeats a password. */
const shown = (address: string): string => show(address.replace(/\/\/[^/]*@/, '//…@'));

/** Why a text is not a URL that we ask for or publish; null where it is one. */
export function urlFault(given: string): Fault | null {
  if (given.length > LONGEST_ADDRESS) {
    const help = `${figure(LONGEST_ADDRESS)} are the most`;
    return { message: `a URL of ${figure(given.length)} characters`, help };
  }
  if (PLAIN_URL.test(given) && parseUrl(given) !== null) return null;
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(given)?.[1]?.toLowerCase();
  if (/[\s\p{C}]/u.test(given)) {
    return {
      message: 'white space in a URL',
      help: given.trim() === given ? 'write a space as %20' : 'take it out',
    };
  }
  if (scheme !== 'http' && scheme !== 'https')
    return { message: `expected an http or https URL, received ${shown(given)}`, help: withScheme(given) };
  const url = /^https?:\/\/[^/\\?#]/i.test(given) ? parseUrl(given) : null;
  if (url === null) return { message: `${shown(given)} is no URL`, help: null };
  if (url.username === '' && url.password === '') return null;
  return { message: 'a user name or password in a URL', help: 'it would be published; take it out' };
}

function withScheme(given: string): string | null {
  const bare = given.replace(/^(?:feed:(?:\/\/)?(?:https?:\/\/)?|\/\/)/i, '');
  const guess = `https://${bare}`;
  const [host = ''] = bare.split('/', 1);
  const plausible = /^[^\s:@]+$/.test(host) && host.slice(1, -1).includes('.') && parseUrl(guess) !== null;
  return plausible ? `did you mean ${show(guess)}?` : null;
}

/** The site's own address: a folder, so it ends in a slash; a query or fragment could not be built upon. */
export const siteUrl = webUrl
  .refine((given) => !/[?#]/.test(given), { error: 'the site’s URL has no query or fragment' })
  .transform((given) => asciiUrl(given.endsWith('/') ? given : `${given}/`));

/** An http or https URL as we publish it: in ASCII, its host in lower case. */
export const publishedUrl = webUrl.transform(asciiUrl);

/** What a checked URL becomes in feeds and headers, where letters beyond ASCII have no place (RFC 3986). */
function asciiUrl(given: string): HttpUrl {
  const url = httpUrl(given);
  if (url === null) throw new TypeError('a checked URL is one');
  return url;
}

const WEB = /^https?:/i;

/** A picture's address, absolute or below the site's: what a browser would ask for over http. */
export const picture = z.string({ error: expected('a URL or a path') }).superRefine(unless(pictureFault));

function pictureFault(given: string): Fault | null {
  if (WEB.test(given)) return urlFault(given);
  if (/[\s\p{C}]/u.test(given)) return { message: 'white space in a path', help: 'write a space as %20' };
  const folder = 'https://site.example/planet/';
  const below = given.startsWith('/') ? `.${given}` : given;
  const url = /^[/\\]{2}/.test(given) ? null : httpUrl(below, folder); // `//b.example/` is on another host
  if (url?.startsWith(folder) && /^[^?#]/.test(url.slice(folder.length))) return null;
  return { message: `expected a URL or a path below the site’s, received ${shown(given)}`, help: null };
}

/** Names one or more files below the folder of feeds.json. */
export const pattern = text('a path such as "sources/*.json"').superRefine(unless(patternFault));

/** A list: an http or https URL, or the path of a file below the folder of feeds.json. */
export const listPlace = text('a URL or a path').superRefine(unless(placeFault));

function placeFault(given: string): Fault | null {
  if (/^[a-z][a-z\d+.-]+:/i.test(given)) return urlFault(given);
  return fileFault(given);
}

/** Names one file below the folder of feeds.json. */
export const file = text('a path such as "learned.json"').superRefine(unless(fileFault));

function fileFault(given: string): Fault | null {
  return isWild(given) ? { message: 'a pattern, where one file is meant', help: null } : patternFault(given);
}

/** RFC 5322 in short, with what a `mailto:` may say besides (RFC 6068). */
const MAIL = /^(?:mailto:)?[\w.!#$%&'*+=?^`{|}~-]+@[a-z\d.-]+(?:\?[!-~]*)?$/i;

/** What `User-Agent` names so that a publisher can write to the operator: a URL or a mail address. */
export const contact = z
  .string({ error: expected('a URL or a mail address') })
  .superRefine(unless(contactFault))
  .transform((given) => httpUrl(given) ?? given);

function contactFault(given: string): Fault | null {
  if (MAIL.test(given)) return null;
  if (WEB.test(given)) return urlFault(given);
  return { message: `expected a URL or a mail address, received ${shown(given)}`, help: null };
}

export const accent = (page: keyof typeof PAPER) =>
  z
    .string({ error: expected('a colour such as "#9c3a12"') })
    .regex(HEX_COLOR, {
      error: ({ input }) => `expected a colour such as "#9c3a12", received ${show(input)}`,
    })
    .refine((given) => !HEX_COLOR.test(given) || contrast(given, PAPER[page]) >= MIN_CONTRAST, {
      error: ({ input }) => {
        const found = Math.floor(contrast(String(input), PAPER[page]) * 10) / 10;
        return `${show(input)} has a contrast of ${found} on the ${page} page; text needs ${MIN_CONTRAST}`;
      },
    });

export const cronExpression = z.string({ error: expected('a cron expression') }).refine(isCronExpression, {
  error: ({ input }) => `${show(input)} is no cron expression; write "*/10 * * * *" for every ten minutes`,
});

export const timeZone = z.string({ error: expected('a time zone') }).superRefine((given, context) => {
  if (isTimeZone(given)) return;
  const help = didYouMean(given, timeZones()) ?? 'write "UTC" or a name such as "Europe/Berlin"';
  context.addIssue({ code: 'custom', message: `unknown time zone ${show(given)}`, params: { help } });
});

/** BCP 47. */
export const language = z
  .string({ error: expected('a language such as "en"') })
  .refine((given) => languageTag(given) !== null, {
    error: ({ input }) => `expected a language such as "en" or "pt-BR", received ${show(input)}`,
  });
