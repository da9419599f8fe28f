import { readConfig } from '../config/read.js';
import { withReader } from '../operate/site.js';
import { type SourceStatus, statusOf } from '../operate/status.js';
import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { statusReport } from '../terminal/status-report.js';
import { createStyle } from '../terminal/style.js';

interface StatusOptions extends CommonOptions {
  readonly all: boolean;
  readonly failing: boolean;
}

/** `tagwire status`: how the sources are doing. */
export const status: RegisterCommand = (command, io) => {
  command
    .option('--all', 'list the sources that are fine, too', false)
    .option('--failing', 'list only those that fail', false)
    .action(async (options: StatusOptions) => {
      const config = await readConfig(options.config);
      const now = io.now();
      const { sources, lastPass } = await withReader(options, async (store) => ({
        sources: statusOf(config, await store.sources(), await store.holds(), now),
        lastPass: (await store.facts()).lastPass,
      }));
      if (options.json) {
        const told = options.failing ? sources.filter((source) => isShown(source, options)) : sources;
        io.out(`${JSON.stringify({ lastPass, sources: told }, null, 2)}\n`);
        return;
      }
      const shown = sources.filter((source) => isShown(source, options));
      const page = { style: createStyle(io), columns: io.outIsTerminal ? io.columns : null };
      io.out(statusReport({ sources, shown, lastPass, now }, page));
    });
};

/** Unless told otherwise, those that ask something of the operator. */
function isShown(source: SourceStatus, { all, failing }: StatusOptions): boolean {
  const { kind, movedTo, doubtedMove } = source;
  if (failing) return kind === 'failing';
  return all || kind === 'failing' || kind === 'gone' || movedTo !== null || doubtedMove !== null;
}
