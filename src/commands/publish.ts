import { previewStored, publishStored } from '../operate/publish-stored.js';
import { readSite } from '../operate/site.js';
import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { wroteLine } from '../terminal/pass-report.js';
import { previewReport } from '../terminal/preview-report.js';
import { createStyle } from '../terminal/style.js';
import { newSiteOption } from './arguments/new-site.js';

interface PublishOptions extends CommonOptions {
  readonly dryRun: boolean;
  readonly newSite: boolean;
}

/** `tagwire publish`: re-files what is stored if the rules changed, and rewrites public/; asks no source. */
export const publish: RegisterCommand = (command, io) => {
  command
    .option('--dry-run', 'only tell what would change, tag by tag', false)
    .addOption(newSiteOption())
    .action(async (options: PublishOptions) => {
      const site = await readSite(options);
      if (options.dryRun) {
        const changes = await previewStored(site, options, io);
        const page = { style: createStyle(io), columns: io.outIsTerminal ? io.columns : null };
        io.out(options.json ? `${JSON.stringify(changes, null, 2)}\n` : previewReport(changes, page));
        return;
      }
      const files = await publishStored(site, options, io);
      const { written, removed, unchanged: left } = files;
      const line = wroteLine({ files: { written, removed, left }, out: options.out }, createStyle(io));
      io.out(options.json ? `${JSON.stringify(files)}\n` : `${line}\n`);
    });
};
