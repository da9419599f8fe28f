import type { Config } from '../config/config.js';
import { opml } from '../config/opml/write.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { slugify } from '../model/slug.js';
import { exportFeed } from '../operate/exchange/export.js';
import { withReader } from '../operate/site.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { note } from './note.js';

interface ExportOptions extends CommonOptions {
  readonly tag?: string;
}

/** `tagwire export`: the sources of feeds.json as OPML, or what is stored as a JSON Feed. */
export const exportCommand: RegisterCommand = (command, io) => {
  command
    .option('--tag <slug>', 'a JSON Feed of what is published under this tag')
    .addHelpText(
      'after',
      note('tagwire import reads either, and makes the same database of the JSON Feed again.'),
    )
    .action(async (options: ExportOptions) => {
      if (options.json || options.tag !== undefined) await exportEntries(options, io);
      else exportSources(await readConfig(options.config), io);
    });
};

/** A backup for the operator, not a publication: private sources are in it with their addresses. */
function exportSources(config: Config, io: Io): void {
  const outlines = config.sources.map(({ url, title }) => ({
    title: title ?? new URL(url).host,
    xmlUrl: url,
    htmlUrl: null,
  }));
  io.out(opml(config.site.title, outlines));
}

async function exportEntries(options: ExportOptions, io: Io): Promise<void> {
  const config = await readConfig(options.config);
  const tag = options.tag === undefined ? null : tagOf(config, options.tag);
  await withReader(options, (store) => io.outAll(exportFeed(store, config, tag)));
}

function tagOf({ tags }: Config, name: string): string {
  const slug = slugify(name);
  const tag = tags.find((one) => one.slug === slug || one.aliases.includes(slug));
  if (tag === undefined) throw new UserError(`no tag "${name}" in the configuration`, 2);
  return tag.slug;
}
