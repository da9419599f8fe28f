import { appendSources } from '../config/edit/write.js';
import { urlFault } from '../config/grammar/values.js';
import { readConfig } from '../config/read.js';
import { createFetcher } from '../fetch/index.js';
import type { Fetcher } from '../fetch/result.js';
import { comparableUrl } from '../model/address.js';
import { type HttpUrl, httpUrl } from '../model/values.js';
import { counted, dayIn } from '../model/words.js';
import { type Discovered, discoverFeed } from '../operate/find-feed.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { createStyle, type Style } from '../terminal/style.js';
import { version } from '../version.js';
import { whyNotFetched } from './unfetched.js';

/** What came of one address. */
type Outcome =
  | { readonly kind: 'found'; readonly input: string; readonly found: Discovered }
  | { readonly kind: 'known'; readonly input: string; readonly url: string }
  | { readonly kind: 'failed'; readonly input: string; readonly reason: string };

/** Longer titles are slogans; the feed's own still shows on the site if the operator takes this one out. */
const MAX_TITLE = 200;

interface AddOptions extends CommonOptions {
  readonly to?: string;
}

/** `tagwire add`: finds the feeds of pages and adds them to feeds.json. */
export const add: RegisterCommand = (command, io) => {
  command
    .option('--to <file>', 'the file to add it to: feeds.json, or a part that its "include" names')
    .action((inputs: string[], options: AddOptions) => addAll(inputs, options, io));
};

async function addAll(inputs: readonly string[], options: AddOptions, io: Io): Promise<void> {
  const config = await readConfig(options.config);
  await appendSources(options.config, [], options.to ?? null); // a bad --to is told before anything is asked for
  const known = new Set(config.sources.map(({ url }) => comparableUrl(url)));
  const { allowPrivate } = options;
  const fetcher = createFetcher({ version, ...config.fetch, env: io.env, allowPrivate });
  const outcomes: Outcome[] = [];
  try {
    for (const input of inputs) {
      const outcome = await examine(input, known, fetcher.fetch, io.signal);
      if (outcome.kind === 'found') known.add(comparableUrl(outcome.found.url));
      if (outcome.kind === 'failed') io.err(`${printable(input)}: ${printable(outcome.reason)}\n`);
      else if (!options.json) io.out(describe(outcome, createStyle(io)));
      outcomes.push(outcome);
    }
  } finally {
    await fetcher.close();
  }
  const found = outcomes.flatMap((outcome) => (outcome.kind === 'found' ? [outcome.found] : []));
  const { added } = await appendSources(options.config, found.map(asSource), options.to ?? null);
  if (options.json) io.out(`${JSON.stringify(outcomes.map(asJson), null, 2)}\n`);
  else if (added.length > 0)
    io.out(`Added ${counted(added.length, 'source')} to ${options.to ?? options.config}\n`);
  if (outcomes.every(({ kind }) => kind === 'failed')) io.exitWith(1);
}

async function examine(
  input: string,
  known: ReadonlySet<string>,
  fetch: Fetcher,
  signal: AbortSignal,
): Promise<Outcome> {
  const address = addressOf(input);
  if (typeof address !== 'object') return { kind: 'failed', input, reason: address };
  const { url } = address;
  if (known.has(comparableUrl(url))) return { kind: 'known', input, url };
  const discovery = await discoverFeed(url, fetch, signal);
  switch (discovery.kind) {
    case 'unfetched':
      return { kind: 'failed', input, reason: whyNotFetched(discovery.result) };
    case 'no-feed':
      return { kind: 'failed', input, reason: discovery.reason };
    default:
      return known.has(comparableUrl(discovery.url))
        ? { kind: 'known', input, url: discovery.url }
        : { kind: 'found', input, found: discovery };
  }
}

/** People type `a.example`; a reason in words where that can't be asked for. */
function addressOf(input: string): { readonly url: HttpUrl } | string {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(input) ? input : `https://${input}`;
  const fault = urlFault(address);
  const url = fault === null ? httpUrl(address) : null;
  return url === null ? (fault?.message ?? 'no URL') : { url };
}

const proposedTitle = ({ feed }: Discovered): string | null =>
  feed.title === null ? null : [...feed.title].slice(0, MAX_TITLE).join('').trim() || null;

const asSource = (found: Discovered) => ({ url: found.url, title: proposedTitle(found) });

function newestOf({ feed }: Discovered): string | null {
  const dates = feed.entries.flatMap(({ published, updated }) => published ?? updated ?? []);
  return dates.sort().at(-1) ?? null;
}

function describe(outcome: Exclude<Outcome, { kind: 'failed' }>, style: Style): string {
  if (outcome.kind === 'known') {
    return `${style.marks.none} ${style.cyan(printable(outcome.url))} is there already\n`;
  }
  const { found } = outcome;
  const newest = newestOf(found);
  const facts = [
    found.feed.format,
    counted(found.feed.entries.length, 'post'),
    ...(newest === null ? [] : [`the newest of ${dayIn(newest)}`]),
  ];
  const others = found.others.length === 0 ? '' : `  also there: ${found.others.map(printable).join(' ')}\n`;
  return `${style.green(style.marks.ok)} ${style.bold(printable(proposedTitle(found) ?? found.url))}
  ${style.cyan(printable(found.url))}
  ${facts.join(', ')}
${others}`;
}

function asJson(outcome: Outcome): object {
  const { kind, input } = outcome;
  if (kind === 'failed') return { input, outcome: kind, reason: outcome.reason };
  if (kind === 'known') return { input, outcome: kind, url: outcome.url };
  const { found } = outcome;
  return {
    input,
    outcome: 'added',
    url: found.url,
    title: proposedTitle(found),
    format: found.feed.format,
    posts: found.feed.entries.length,
    newest: newestOf(found),
    others: found.others,
  };
}
