import { labelFeed } from '../operate/exchange/label-feed.js';
import { newestOf } from '../operate/missed.js';
import type { RegisterCommand } from '../terminal/io.js';
import { heldReport } from '../terminal/missed-report.js';
import { createStyle } from '../terminal/style.js';
import { sinceOption } from './arguments/since.js';
import { explained, type MissedOptions, rowsOf, SHOWN, withMissed } from './missed.js';

/** `tagwire held`: posts that `only` holds back, with the tags that they would have or came near to. */
export const held: RegisterCommand = (command, io) => {
  command.addOption(sinceOption()).action((options: MissedOptions) =>
    withMissed(options, io, async (missed, config) => {
      if (options.json) return io.outAll(labelFeed(config, explained(missed, missed.held())));
      const { count, newest } = await newestOf(missed.held(), SHOWN);
      io.out(heldReport(count, rowsOf(missed, newest), createStyle(io)));
    }),
  );
};
