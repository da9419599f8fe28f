import { ConfigError } from '../config/errors.js';
import { placeholderProblem } from '../config/grammar/placeholder.js';
import { LockedError } from '../model/errors.js';
import { noteBrokenConfig } from '../operate/health.js';
import { passOver } from '../operate/pass-over.js';
import { readSite, type Site } from '../operate/site.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { nothingWorked, printPass, terminalWatcher } from '../terminal/pass-watcher.js';
import { newSiteOption } from './arguments/new-site.js';
import { note } from './note.js';

interface RunOptions extends CommonOptions {
  readonly all: boolean;
  readonly fresh: boolean;
  readonly ifFree: boolean;
  readonly newSite: boolean;
}

/** `tagwire run`: one pass and exit, for cron. */
export const run: RegisterCommand = (command, io) => {
  command
    .option(
      '--all',
      'poll everything now, except where a Retry-After runs or a 410 said that it is gone',
      false,
    )
    .option('--fresh', 'ask for whole documents, changed or not', false)
    .option('--if-free', 'do nothing and exit with 0 where another pass runs: for cron', false)
    .addOption(newSiteOption())
    .addHelpText(
      'after',
      note(
        'A source that is named counts as polled as in any pass, and does not back off further if it fails. Nothing overrides a running Retry-After, a 410, or "disabled".',
      ),
    )
    .action(async (sources: string[], options: RunOptions) => {
      const site = await siteOf(options, io);
      const watcher = terminalWatcher(io);
      const request = {
        ...options,
        names: sources.length === 0 ? null : sources,
        configTrouble: null,
        push: null,
      };
      try {
        const { summary } = await passOver(site, request, io, io.signal, watcher);
        const placeholder = placeholderProblem(site.config);
        if (placeholder !== null && summary.files.written > 0) watcher.warn(placeholder);
        watcher.done();
        printPass(summary, options, io);
        if (summary.interrupted) io.exitWith(io.signal.reason === 'SIGINT' ? 130 : 143);
        else if (nothingWorked(summary)) io.exitWith(1);
      } catch (error) {
        if (!options.ifFree || !(error instanceof LockedError)) throw error;
        io.out(notFree(error, options));
      } finally {
        watcher.done();
      }
    });
};

/** Whoever is not there to see the message finds it in the operator's feed. */
async function siteOf(options: RunOptions, io: Io): Promise<Site> {
  try {
    return await readSite(options);
  } catch (error) {
    if (error instanceof ConfigError) await noteBrokenConfig(options.data, error, io.now);
    throw error;
  }
}

/** For whom another pass is no trouble: without what to do about it. */
function notFree({ message }: LockedError, { json }: RunOptions): string {
  const what = message.replace(/;.*/, '');
  return json ? `${JSON.stringify({ notFree: what })}\n` : `Nothing done: ${what}\n`;
}
