import { readFile } from 'node:fs/promises';
import { createFetcher } from '../fetch/index.js';
import type { Fetcher } from '../fetch/result.js';
import { whyUnread } from '../files/causes.js';
import { UserError } from '../model/errors.js';
import { type HttpUrl, httpUrl } from '../model/values.js';
import { feedToJson } from '../parse/feed-to-json.js';
import { type ParseContext, parseFeed } from '../parse/index.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { whyNotFetched } from '../terminal/unfetched.js';
import { version } from '../version.js';
import { whole } from './arguments/input.js';

interface ParseOptions extends CommonOptions {
  readonly base?: string;
  readonly ndjson?: boolean;
}

/** What came of one input. */
type Outcome = { readonly feed: object } | { readonly error: string };

/** `tagwire parse`: prints feeds as JSON Feed 1.1. */
export const parse: RegisterCommand = (command, io) => {
  command
    .option('--base <url>', 'what relative addresses in files resolve against')
    .option('--ndjson', 'one line an input, {"file","feed"} or {"file","error"}', false)
    .action((inputs: string[], options: ParseOptions) => parseInputs(inputs, options, io));
};

async function parseInputs(inputs: readonly string[], options: ParseOptions, io: Io): Promise<void> {
  const base = baseUrl(options.base);
  const fetcher = createFetcher({ ...FETCHING, env: io.env, allowPrivate: options.allowPrivate });
  let read = 0;
  try {
    for (const input of inputs) {
      if (io.signal.aborted) break;
      const outcome = await parseInput(await open(input, base, fetcher.fetch, io));
      if ('feed' in outcome) read += 1;
      else io.err(`${printable(`${input}: ${outcome.error}`)}\n`);
      if (options.ndjson === true) io.out(`${JSON.stringify({ file: input, ...outcome })}\n`);
      else if ('feed' in outcome) io.out(`${JSON.stringify(outcome.feed, null, 2)}\n`);
    }
  } finally {
    await fetcher.close();
  }
  if (read === 0) io.exitWith(1);
}

/** The command works without a configuration: these are the defaults of one. */
const FETCHING = {
  version,
  contact: null,
  timeoutMs: 30_000,
  maxBytes: 12 * 1024 * 1024,
  perHost: 2,
};

function baseUrl(text: string | undefined): HttpUrl | null {
  if (text === undefined) return null;
  const url = httpUrl(text);
  if (url === null)
    throw new UserError(`--base: expected an http or https URL, received ${JSON.stringify(text)}`, 2);
  return url;
}

type Opened = { readonly body: Uint8Array; readonly context: ParseContext } | { readonly error: string };

async function parseInput(opened: Opened): Promise<Outcome> {
  if ('error' in opened) return opened;
  const result = await parseFeed(opened.body, opened.context);
  return result.kind === 'feed' ? { feed: feedToJson(result.feed) } : { error: result.message };
}

async function open(input: string, base: HttpUrl | null, fetch: Fetcher, io: Io): Promise<Opened> {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(input)) {
    const url = httpUrl(input);
    return url === null ? { error: 'not an http or https URL' } : openUrl(url, base, fetch, io.signal);
  }
  const context = { url: base, contentType: null };
  if (input === '-') return { body: await whole(io.stdin()), context };
  try {
    return { body: await readFile(input), context };
  } catch (error) {
    return { error: whyUnread(error) };
  }
}

async function openUrl(
  url: HttpUrl,
  base: HttpUrl | null,
  fetch: Fetcher,
  signal: AbortSignal,
): Promise<Opened> {
  const result = await fetch({ url, validators: { etag: null, lastModified: null, from: null } }, signal);
  return result.kind === 'fresh'
    ? { body: result.body, context: { url: base ?? result.url, contentType: result.contentType } }
    : { error: whyNotFetched(result) };
}
