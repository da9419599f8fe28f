import { publishStored, readSite } from '../site.js';
import { counted } from '../terminal/words.js';
import type { CommonOptions, RegisterCommand } from './io.js';

/** `tagwire publish`: re-files what is stored if the rules changed, and rewrites public/; asks no source. */
export const publish: RegisterCommand = (program, io) => {
  program
    .command('publish')
    .description('re-file all stored entries if rules changed, and rewrite public/; asks no source')
    .action(async (options: CommonOptions) => {
      const files = await publishStored(await readSite(options), options, io);
      const removed = files.removed > 0 ? `, ${files.removed} removed` : '';
      const isNothing = files.written + files.removed === 0;
      const text = isNothing
        ? `nothing; ${options.out} is up to date`
        : `${counted(files.written, 'file')} to ${options.out}${removed}`;
      io.out(options.json ? `${JSON.stringify(files)}\n` : `Wrote ${text}\n`);
    });
};
