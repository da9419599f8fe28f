import { readConfig } from '../config/read.js';
import { statusOf } from '../status.js';
import { peekStore } from '../store/index.js';
import { statusReport } from '../terminal/status-report.js';
import { createStyle } from '../terminal/style.js';
import type { CommonOptions, RegisterCommand } from './io.js';

interface StatusOptions extends CommonOptions {
  readonly all: boolean;
}

/** `tagwire status`: how the sources are doing. */
export const status: RegisterCommand = (program, io) => {
  program
    .command('status')
    .description('how the sources are doing: last success, next poll and why, failures, posts, share of 304')
    .option('--all', 'list the sources that are fine, too', false)
    .action(async (options: StatusOptions) => {
      const config = await readConfig(options.config);
      const snapshot = await peekStore(options.data);
      const now = io.now();
      const sources = statusOf(config, snapshot, now);
      if (options.json) {
        io.out(`${JSON.stringify({ lastPass: snapshot.facts.lastPass, sources }, null, 2)}\n`);
        return;
      }
      const shown = options.all
        ? sources
        : sources.filter(({ kind, movedTo }) => kind === 'failing' || kind === 'gone' || movedTo !== null);
      const page = { style: createStyle(io), columns: io.outIsTerminal ? io.columns : null };
      io.out(statusReport({ sources, shown, lastPass: snapshot.facts.lastPass, now }, page));
    });
};
