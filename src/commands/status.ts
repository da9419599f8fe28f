import { ConfigError } from '../config/errors.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { passByLastGood } from '../operate/health.js';
import { withReader } from '../operate/site.js';
import { type HostStatus, hostsOf } from '../operate/status/host-status.js';
import { type ListStatus, listStatusOf } from '../operate/status/list-status.js';
import { detailsOf, type SourceDetails } from '../operate/status/source-details.js';
import { type SourceStatus, statusOf } from '../operate/status/status.js';
import { listSources } from '../sources/listed.js';
import { namedLists, namedSources } from '../sources/named.js';
import type { Facts } from '../store/store.js';
import { ago } from '../terminal/ago.js';
import { hostReport } from '../terminal/host-report.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import type { Page } from '../terminal/pass-report.js';
import { sourceReport } from '../terminal/source-report.js';
import { statusReport } from '../terminal/status-report.js';
import { createStyle } from '../terminal/style.js';

interface StatusOptions extends CommonOptions {
  readonly all: boolean;
  readonly failing: boolean;
  readonly hosts: boolean;
}

/** `tagwire status`: how sources are doing, all that is known of some, or what their hosts have had of us. */
export const status: RegisterCommand = (command, io) => {
  command
    .option('--all', 'list the sources that are fine, too', false)
    .option('--failing', 'list only those that fail', false)
    .option('--hosts', 'list hosts instead: requests, share of 304, bytes, who wants to be left alone', false)
    .action(async (names: string[], options: StatusOptions) => {
      const now = io.now();
      const known = await read(names, options, now, io);
      if (options.json) io.out(`${JSON.stringify(asJson(known, options), null, 2)}\n`);
      else if (options.hosts) io.out(hostReport(known.hosts, now, pageOf(io)));
      else if (known.named !== null) io.out(named(known.named, now, io));
      else io.out(overview(known, options, now, io));
    });
};

interface Known {
  readonly sources: readonly SourceStatus[];
  /** Those that were named; null where none was. */
  readonly named: readonly SourceDetails[] | null;
  /** Of all sources, or of those that were named. */
  readonly hosts: readonly HostStatus[];
  readonly lastPass: Facts['lastPass'];
  readonly lists: readonly ListStatus[];
}

async function read(names: readonly string[], options: StatusOptions, now: number, io: Io): Promise<Known> {
  const config = await readConfig(options.config).catch(async (error: unknown) => {
    if (error instanceof ConfigError) await tellOfLastGood(options, io);
    throw error;
  });
  const [list] = namedLists(names, config.lists).lists;
  if (list !== undefined)
    throw new UserError(
      `${list} is a reading list: tagwire status says how it is doing, and with --all what it names`,
      2,
    );
  return withReader(options, async (store) => {
    const records = await store.sources();
    const holds = await store.holds();
    const subscriptions = await store.subscriptions();
    const { lists, lastPass } = await store.facts();
    const sources = statusOf(config, records, holds, lists, now);
    const listed = listSources(config, records, lists);
    const keys = namedSources(names, listed);
    const details = listed.flatMap(({ source, record }) => {
      const one = sources.find(({ key }) => key === record.key);
      return one !== undefined && keys.has(record.key)
        ? [detailsOf(one, source, record, subscriptions, now)]
        : [];
    });
    const asked = listed.map(({ record }) => record).filter(({ key }) => names.length === 0 || keys.has(key));
    return {
      sources,
      hosts: hostsOf(asked, holds, now),
      named: names.length === 0 ? null : details,
      lastPass,
      lists: listStatusOf(config, lists),
    };
  });
}

/** Whether passes go on without what is in feeds.json now: a service makes them by what it read last. */
async function tellOfLastGood(places: StatusOptions, io: Io): Promise<void> {
  const read = withReader(places, async (store) => passByLastGood(await store.facts()));
  const passed = await read.catch(() => null); // what is wrong with the database is told when feeds.json is mended
  if (passed === null) return;
  io.err(`the last pass, ${ago(passed, io.now())}, went by the last good configuration\n`);
}

function asJson({ sources, named, hosts, lastPass, lists }: Known, options: StatusOptions): object {
  if (options.hosts) return { lastPass, hosts };
  const failing = options.failing ? sources.filter((source) => isShown(source, options)) : sources;
  return { lastPass, sources: named ?? failing, lists };
}

const named = (details: readonly SourceDetails[], now: number, io: Io): string =>
  details.map((source) => sourceReport(source, now, createStyle(io))).join('\n');

function overview({ sources, lastPass, lists }: Known, options: StatusOptions, now: number, io: Io): string {
  const shown = sources.filter((source) => isShown(source, options));
  return statusReport({ sources, shown, lists, lastPass, now }, pageOf(io));
}

const pageOf = (io: Io): Page => ({
  style: createStyle(io),
  columns: io.outIsTerminal ? io.columns : null,
});

/** Unless told otherwise, those that ask something of the operator. */
function isShown(source: SourceStatus, { all, failing }: StatusOptions): boolean {
  const { kind, movedTo, doubtedMove } = source;
  if (failing) return kind === 'failing';
  return all || kind === 'failing' || kind === 'gone' || movedTo !== null || doubtedMove !== null;
}
