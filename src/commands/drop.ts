import { dropSources } from '../config/edit/write.js';
import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { createStyle } from '../terminal/style.js';
import { note } from './note.js';

/** `tagwire drop`: takes sources out of feeds.json; their posts stay. */
export const drop: RegisterCommand = (command, io) => {
  command
    .addHelpText('after', note('Its posts stay on the site; tagwire remove takes them out, for good.'))
    .action(async (names: string[], options: CommonOptions) => {
      const dropped = await dropSources(options.config, names);
      if (options.json) {
        io.out(`${JSON.stringify({ dropped }, null, 2)}\n`);
        return;
      }
      const { bold, cyan } = createStyle(io);
      for (const { url, file } of dropped)
        io.out(`${bold('Dropped')} ${cyan(printable(url))} from ${file}; its posts stay\n`);
    });
};
