import { readConfig } from '../config/read.js';
import { withReader } from '../operate/site.js';
import { detailsOf, type SourceDetails } from '../operate/source-details.js';
import { type SourceStatus, statusOf } from '../operate/status.js';
import { listSources } from '../sources/listed.js';
import { namedSources } from '../sources/named.js';
import type { Facts } from '../store/store.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { sourceReport } from '../terminal/source-report.js';
import { statusReport } from '../terminal/status-report.js';
import { createStyle } from '../terminal/style.js';

interface StatusOptions extends CommonOptions {
  readonly all: boolean;
  readonly failing: boolean;
}

/** `tagwire status`: how the sources are doing, or all that is known of some. */
export const status: RegisterCommand = (command, io) => {
  command
    .option('--all', 'list the sources that are fine, too', false)
    .option('--failing', 'list only those that fail', false)
    .action(async (names: string[], options: StatusOptions) => {
      const now = io.now();
      const known = await read(names, options, now);
      if (options.json) io.out(`${JSON.stringify(asJson(known, options), null, 2)}\n`);
      else if (known.named !== null) io.out(named(known.named, now, io));
      else io.out(overview(known, options, now, io));
    });
};

interface Known {
  readonly sources: readonly SourceStatus[];
  /** Those that were named; null where none was. */
  readonly named: readonly SourceDetails[] | null;
  readonly lastPass: Facts['lastPass'];
}

async function read(names: readonly string[], options: StatusOptions, now: number): Promise<Known> {
  const config = await readConfig(options.config);
  return withReader(options, async (store) => {
    const records = await store.sources();
    const sources = statusOf(config, records, await store.holds(), now);
    const listed = listSources(config, records);
    const keys = namedSources(names, listed);
    const details = listed.flatMap(({ source, record }) => {
      const one = sources.find(({ key }) => key === record.key);
      return one !== undefined && keys.has(record.key) ? [detailsOf(one, source, record)] : [];
    });
    return {
      sources,
      named: names.length === 0 ? null : details,
      lastPass: (await store.facts()).lastPass,
    };
  });
}

function asJson({ sources, named, lastPass }: Known, options: StatusOptions): object {
  const failing = options.failing ? sources.filter((source) => isShown(source, options)) : sources;
  return { lastPass, sources: named ?? failing };
}

const named = (details: readonly SourceDetails[], now: number, io: Io): string =>
  details.map((source) => sourceReport(source, now, createStyle(io))).join('\n');

function overview({ sources, lastPass }: Known, options: StatusOptions, now: number, io: Io): string {
  const shown = sources.filter((source) => isShown(source, options));
  const page = { style: createStyle(io), columns: io.outIsTerminal ? io.columns : null };
  return statusReport({ sources, shown, lastPass, now }, page);
}

/** Unless told otherwise, those that ask something of the operator. */
function isShown(source: SourceStatus, { all, failing }: StatusOptions): boolean {
  const { kind, movedTo, doubtedMove } = source;
  if (failing) return kind === 'failing';
  return all || kind === 'failing' || kind === 'gone' || movedTo !== null || doubtedMove !== null;
}
