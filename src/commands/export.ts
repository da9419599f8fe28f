import type { Config } from '../config/config.js';
import { type Folder, type Outline, opml } from '../config/opml/write.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { backUp } from '../operate/back-up.js';
import { writeBackup } from '../operate/exchange/backup-lines.js';
import { exportFeed } from '../operate/exchange/export.js';
import { withReader } from '../operate/site.js';
import { type ListedSource, listSources } from '../sources/listed.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { slugOfTag } from './arguments/named-tag.js';
import { note } from './note.js';

interface ExportOptions extends CommonOptions {
  readonly tag?: string;
  readonly all: boolean;
}

/**
 * `tagwire export`: the sources of feeds.json and its lists as OPML, what is stored as a JSON Feed, or all of
 * it as a backup.
 */
export const exportCommand: RegisterCommand = (command, io) => {
  command
    .option('--tag <slug>', 'a JSON Feed of what is published under this tag')
    .option(
      '--all',
      'a backup: everything that the database has, for tagwire import on another machine',
      false,
    )
    .addHelpText(
      'after',
      note(
        'tagwire import reads them all: sources into feeds.json, entries into the database, a backup where there is no database yet. A backup is as secret as the database: addresses of private sources are in it. It does not have feeds.json.',
      ),
    )
    .action(async (options: ExportOptions) => {
      if (options.all) await exportAll(options, io);
      else if (options.json || options.tag !== undefined) await exportEntries(options, io);
      else await exportSources(options, io);
    });
};

/** For the operator, not a publication: private sources are in it with their addresses. */
async function exportSources(options: ExportOptions, io: Io): Promise<void> {
  const config = await readConfig(options.config);
  const listed = await withReader(options, async (store) =>
    listSources(config, await store.sources(), (await store.facts()).lists),
  );
  io.out(opml(config.site.title, outlinesOf(config, listed)));
}

/**
 * The sources that have no tag of their own, then a folder for each tag that sources have or are hinted at:
 * in readers it is one, and `import` makes a hint of it again. One with several tags stands in each folder.
 */
function outlinesOf(config: Config, listed: readonly ListedSource[]): readonly (Outline | Folder)[] {
  const tagsOf = ({ source }: ListedSource) => [...source.tags, ...source.hints];
  const folders = config.tags.map(({ slug, title }) => ({
    title,
    outlines: listed.filter((one) => tagsOf(one).includes(slug)).map(outlineOf),
  }));
  return [
    ...listed.filter((one) => tagsOf(one).length === 0).map(outlineOf),
    ...folders.filter(({ outlines }) => outlines.length > 0),
  ];
}

const outlineOf = ({ source: { url, title }, record: { feed } }: ListedSource): Outline => ({
  title: title ?? feed?.title ?? new URL(url).host,
  xmlUrl: url,
  htmlUrl: feed?.home ?? null,
});

async function exportEntries(options: ExportOptions, io: Io): Promise<void> {
  const config = await readConfig(options.config);
  const tag = options.tag === undefined ? null : slugOfTag(options.tag, config);
  await withReader(options, (store) => io.outAll(exportFeed(store, config, tag)));
}

async function exportAll(options: ExportOptions, io: Io): Promise<void> {
  if (options.tag !== undefined) throw new UserError('a backup has everything: --all or --tag, not both', 2);
  const config = await readConfig(options.config);
  await backUp(options, config, io, (pieces) => io.outAll(writeBackup(pieces)));
}
