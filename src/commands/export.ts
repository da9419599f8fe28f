import { readConfig } from '../config/read.js';
import { opml } from '../opml.js';
import type { CommonOptions, RegisterCommand } from './io.js';

/** `tagwire export`: the sources of feeds.json as OPML. */
export const exportCommand: RegisterCommand = (program, io) => {
  program
    .command('export')
    .description('print the sources of feeds.json as OPML')
    .action(async (options: CommonOptions) => {
      const config = await readConfig(options.config);
      // A backup for the operator, not a publication: private sources are in it with their addresses.
      const outlines = config.sources.map(({ url, title }) => ({
        title: title ?? new URL(url).host,
        xmlUrl: url,
        htmlUrl: null,
      }));
      io.out(opml(config.site.title, outlines));
    });
};
