import { passOver, readSite } from '../operate/site.js';
import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { allFailed, printPass, terminalWatcher } from '../terminal/pass-watcher.js';

interface RunOptions extends CommonOptions {
  readonly all: boolean;
}

/** `tagwire run`: one pass and exit, for cron. */
export const run: RegisterCommand = (program, io) => {
  program
    .command('run')
    .description('one pass: poll what is due, classify, store, publish')
    .option('--all', 'poll everything now, but for a running Retry-After and what is gone (410)', false)
    .action(async (options: RunOptions) => {
      const site = await readSite(options);
      const watcher = terminalWatcher(io);
      const { summary } = await passOver(site, options, io, io.signal, watcher).finally(() => watcher.done());
      printPass(summary, options, io);
      if (allFailed(summary)) io.exitWith(1);
    });
};
