import { type Classifier, compileRules } from '../classify/index.js';
import type { Config } from '../config/config.js';
import type { NewSource } from '../config/edit/edit.js';
import { appendSources } from '../config/edit/write.js';
import { urlFault } from '../config/grammar/values.js';
import { readConfig } from '../config/read.js';
import { createFetcher } from '../fetch/index.js';
import type { Fetcher } from '../fetch/result.js';
import { comparableUrl } from '../model/address.js';
import { UserError } from '../model/errors.js';
import { type HttpUrl, httpUrl } from '../model/values.js';
import { counted } from '../model/words.js';
import { type Discovered, discoverAny } from '../operate/new-source/find-feed.js';
import { foundPosts, newestOf } from '../operate/new-source/found-posts.js';
import { writtenAddresses } from '../operate/new-source/known-feeds.js';
import { type FoundFeed, foundReport, SHOWN } from '../terminal/found-report.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { isYes } from '../terminal/is-yes.js';
import { printable } from '../terminal/printable.js';
import { createStyle } from '../terminal/style.js';
import { whyNoFeed, whyNotFetched } from '../terminal/unfetched.js';
import { version } from '../version.js';
import { publishableText } from './arguments/given-text.js';
import { slugOfTag } from './arguments/named-tag.js';
import { note } from './note.js';

export interface AddOptions extends CommonOptions {
  readonly title?: string;
  readonly tag: readonly string[];
  readonly to?: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** What came of one address. */
type Outcome =
  | { readonly kind: 'found'; readonly input: string; readonly found: FoundFeed }
  | { readonly kind: 'known'; readonly input: string; readonly url: string }
  | {
      readonly kind: 'failed';
      readonly input: string;
      readonly reason: string;
      /** Other addresses that were asked. */
      readonly tried: readonly string[];
      /** A feed of the same site, where the address itself is dead. */
      readonly instead: string | null;
    };

/** Longer titles are slogans; the feed's own still shows on the site if the operator takes this one out. */
const MAX_TITLE = 200;

/** Addresses named in a failure. */
const NAMED = 3;

/** `tagwire add`: finds the feeds of pages and adds them to feeds.json. */
export const add: RegisterCommand = (command, io) => {
  command
    .option(
      '--tag <tag>',
      'a tag for all posts of it; may be given again',
      (tag, all: string[]) => [...all, tag],
      [],
    )
    .option('--title <title>', 'a title in place of the feed’s own', publishableText('--title <title>'))
    .option('--to <file>', 'the file to add it to: feeds.json, or a part that its "include" names')
    .option('--yes', 'do not ask', false)
    .option('--dry-run', 'only show what would be added', false)
    .addHelpText(
      'after',
      note(
        'Tried in turn: the address itself, what sites such as YouTube, GitHub or Reddit have for it, the feeds that the page names or links to, the usual places of its folder and its site.',
      ),
    )
    .action((inputs: string[], options: AddOptions) => addAll(inputs, options, io));
};

/** The same for any list of addresses. */
export async function addAll(inputs: readonly string[], given: AddOptions, io: Io): Promise<void> {
  const config = await readConfig(given.config);
  if (given.title !== undefined && inputs.length > 1)
    throw new UserError('--title is for one source at a time', 2);
  const options = { ...given, tag: given.tag.map((name) => slugOfTag(name, config)) };
  await appendSources(options.config, [], options.to ?? null); // a bad --to is told before anything is asked for
  const outcomes = await examineAll(inputs, config, options, io);
  const sources = outcomes.flatMap((outcome) =>
    outcome.kind === 'found' ? [asSource(outcome.found, options)] : [],
  );
  const isWanted = options.dryRun ? false : await agrees(sources.length, options, io);
  const { added } = isWanted
    ? await appendSources(options.config, sources, options.to ?? null)
    : { added: [] };
  const told = outcomes.map((one) => asJson(one, isWanted));
  if (options.json) io.out(`${JSON.stringify(told, null, 2)}\n`);
  else if (options.dryRun) io.out(`Would add ${counted(sources.length, 'source')} to ${placeOf(options)}\n`);
  else if (added.length > 0) io.out(`Added ${counted(added.length, 'source')} to ${placeOf(options)}\n`);
  else if (sources.length > 0) io.out('Nothing was added\n');
  if (outcomes.some(({ kind }) => kind === 'failed')) io.exitWith(1);
}

const placeOf = ({ to, config }: AddOptions): string => to ?? config;

async function examineAll(
  inputs: readonly string[],
  config: Config,
  options: AddOptions,
  io: Io,
): Promise<readonly Outcome[]> {
  const known = new Set(config.sources.map(({ url }) => comparableUrl(url)));
  const { allowPrivate } = options;
  const fetcher = createFetcher({ version, ...config.fetch, env: io.env, allowPrivate });
  const classifier = compileRules(config);
  const outcomes: Outcome[] = [];
  try {
    for (const input of inputs) {
      const outcome = await examine(input, known, fetcher.fetch, io.signal, (found) =>
        withTags(found, classifier, options),
      );
      if (outcome.kind === 'found') known.add(comparableUrl(outcome.found.url));
      tell(outcome, options, io);
      outcomes.push(outcome);
    }
  } finally {
    await fetcher.close();
  }
  return outcomes;
}

async function examine(
  input: string,
  known: ReadonlySet<string>,
  fetch: Fetcher,
  signal: AbortSignal,
  describe: (found: Discovered) => FoundFeed,
): Promise<Outcome> {
  const addresses = askable(input);
  if (typeof addresses === 'string')
    return { kind: 'failed', input, reason: addresses, tried: [], instead: null };
  const isKnown = (url: HttpUrl): boolean => known.has(comparableUrl(url));
  const [first] = addresses;
  if (isKnown(first)) return { kind: 'known', input, url: first };
  const discovery = await discoverAny(addresses, fetch, signal);
  if (discovery.kind === 'feed')
    return isKnown(discovery.url)
      ? { kind: 'known', input, url: discovery.url }
      : { kind: 'found', input, found: describe(discovery) };
  const { tried, instead } = discovery;
  const reason = discovery.kind === 'unfetched' ? whyNotFetched(discovery.result) : whyNoFeed(discovery);
  const dead = discovery.kind === 'no-feed' ? (discovery.broken?.url ?? null) : null;
  return { kind: 'failed', input, reason, tried: tried.filter((url) => url !== dead), instead };
}

/** The addresses of what was written, or a reason in words why none can be asked for. */
function askable(written: string): readonly [HttpUrl, ...HttpUrl[]] | string {
  const [address, ...others] = writtenAddresses(written);
  const fault = urlFault(address);
  const url = fault === null ? httpUrl(address) : null;
  if (url === null) return fault?.message ?? 'no URL';
  return [url, ...others.flatMap((other) => httpUrl(other) ?? [])];
}

/** The tags that its posts would have as those of a source of feeds.json. */
function withTags({ url, feed, others }: Discovered, classifier: Classifier, options: AddOptions): FoundFeed {
  const title = options.title ?? proposedTitle(feed.title);
  const rules = { tags: options.tag, hints: [], only: null };
  const posts = foundPosts(feed, title, rules, classifier);
  return { url, title, format: feed.format, posts, others };
}

const proposedTitle = (title: string | null): string | null =>
  title === null ? null : [...title].slice(0, MAX_TITLE).join('').trim() || null;

const asSource = ({ url, title }: FoundFeed, { tag }: AddOptions): NewSource => ({ url, title, tags: tag });

function tell(outcome: Outcome, { json }: AddOptions, io: Io): void {
  const style = createStyle(io);
  if (outcome.kind === 'failed') io.err(`${printable(outcome.input)}: ${printable(failure(outcome))}\n`);
  else if (json) return;
  else if (outcome.kind === 'found') io.out(foundReport(outcome.found, style, io.columns));
  else io.out(`${style.marks.none} ${style.cyan(printable(outcome.url))} is there already\n`);
}

function failure({ reason, tried, instead }: Extract<Outcome, { kind: 'failed' }>): string {
  if (instead !== null) return `${reason}; there is a feed at ${instead}`;
  if (tried.length === 0) return reason;
  const more = tried.length > NAMED ? ` and ${tried.length - NAMED} more` : '';
  return `${reason}; tried too: ${tried.slice(0, NAMED).join(' ')}${more}`;
}

/** Whether to write: said by --yes, else asked for where there is somebody to ask. */
async function agrees(count: number, options: AddOptions, { ask }: Io): Promise<boolean> {
  if (count === 0) return false;
  if (options.yes || ask === null) return true;
  const answer = await ask(`Add ${counted(count, 'source')} to ${placeOf(options)}? [Y/n] `);
  return isYes(answer, { unlessSaid: true });
}

function asJson(outcome: Outcome, isAdded: boolean): object {
  const { kind, input } = outcome;
  if (kind === 'failed')
    return { input, outcome: kind, reason: outcome.reason, tried: outcome.tried, instead: outcome.instead };
  if (kind === 'known') return { input, outcome: kind, url: outcome.url };
  const { url, title, format, posts, others } = outcome.found;
  return {
    input,
    outcome: isAdded ? 'added' : 'found',
    url,
    title,
    format,
    posts: posts.length,
    newest: newestOf(posts, 1)[0]?.date ?? null,
    latest: newestOf(posts, SHOWN).map(({ title, date, tags }) => ({ title, date, tags })),
    others,
  };
}
