import { labelFeed } from '../operate/exchange/label-feed.js';
import { newestOf } from '../operate/missed.js';
import type { RegisterCommand } from '../terminal/io.js';
import { untaggedReport } from '../terminal/missed-report.js';
import { createStyle } from '../terminal/style.js';
import { sinceOption } from './arguments/since.js';
import { explained, type MissedOptions, rowsOf, SHOWN, withMissed } from './missed.js';

/** Words that are shown. */
const WORDS = 25;

/** `tagwire untagged`: posts that no rule finds, and the words that they share. */
export const untagged: RegisterCommand = (command, io) => {
  command.addOption(sinceOption()).action((options: MissedOptions) =>
    withMissed(options, io, async (missed, config) => {
      if (options.json) return io.outAll(labelFeed(config, explained(missed, missed.untagged())));
      const { count, newest } = await newestOf(missed.untagged(), SHOWN);
      const words = count === 0 ? [] : await missed.words(WORDS);
      io.out(untaggedReport(words, count, rowsOf(missed, newest), createStyle(io)));
    }),
  );
};
