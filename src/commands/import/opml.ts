import { namesOfTags } from '../../classify/report/tag-names.js';
import type { NewSource } from '../../config/edit/edit.js';
import { appendSources } from '../../config/edit/write.js';
import type { BadRow, OpmlDocument, OpmlFeed } from '../../config/opml/read.js';
import { readConfig } from '../../config/read.js';
import { comparableUrl } from '../../model/address.js';
import { slugify } from '../../model/slug.js';
import { counted, figure, listed } from '../../model/words.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { printable } from '../../terminal/printable.js';
import { createStyle } from '../../terminal/style.js';

/**
 * Adds the sources of an OPML file to feeds.json. A folder that names a tag is a hint for the feeds in it;
 * the other folders are told. Rows that are no feeds are named, the others go in.
 */
export async function importOpml(
  file: string,
  document: OpmlDocument,
  options: CommonOptions,
  io: Io,
): Promise<void> {
  const tags = namesOfTags(await readConfig(options.config));
  const { sources, dropped } = withHints(document.sources, tags);
  const { added, known } = await appendSources(options.config, sources);
  for (const row of document.bad) io.err(`${badRow(file, row)}\n`);
  if (options.json) {
    io.out(
      `${JSON.stringify({ file, added, known: known.length, bad: document.bad, folders: dropped }, null, 2)}\n`,
    );
  } else {
    const style = createStyle(io);
    const counts = [
      `${counted(added.length, 'source')} to ${options.config}`,
      ...(known.length > 0 ? [`${figure(known.length)} known already`] : []),
      ...(document.bad.length > 0 ? [style.red(`${counted(document.bad.length, 'row')} left out`)] : []),
    ];
    io.out(`${style.bold('Added')} ${counts.join(', ')}\n`);
    if (dropped.length > 0) io.out(`${printable(droppedFolders(dropped))}\n`);
  }
  if (document.sources.length === 0 && document.bad.length > 0) io.exitWith(1);
}

/** A feed that stands in several folders is one source. */
function withHints(
  feeds: readonly OpmlFeed[],
  tags: ReadonlyMap<string, string>,
): { readonly sources: readonly NewSource[]; readonly dropped: readonly string[] } {
  const found = new Map<string, { readonly feed: OpmlFeed; readonly hints: Set<string> }>();
  const dropped = new Set<string>();
  for (const feed of feeds) {
    const address = comparableUrl(feed.url);
    const one = found.get(address) ?? { feed, hints: new Set<string>() };
    found.set(address, one);
    for (const folder of feed.folders) {
      const tag = tags.get(slugify(folder));
      if (tag === undefined) dropped.add(folder);
      else one.hints.add(tag);
    }
  }
  const sources = [...found.values()].map(({ feed: { url, title }, hints }) => ({
    url,
    title,
    ...(hints.size > 0 && { hints: [...hints] }),
  }));
  return { sources, dropped: [...dropped] };
}

/** Folders that are named; a reader's export may have hundreds. */
const NAMED = 20;

function droppedFolders(folders: readonly string[]): string {
  const more = folders.length > NAMED ? [`${figure(folders.length - NAMED)} more`] : [];
  const names = [...folders.slice(0, NAMED).map((name) => `"${name}"`), ...more];
  return `Dropped ${counted(folders.length, 'folder')} that ${folders.length === 1 ? 'names' : 'name'} no tag: ${listed(names, 'and')}`;
}

const badRow = (file: string, { line, title, reason }: BadRow): string =>
  printable(`${file}:${line}: ${title === null ? '' : `"${title}": `}${reason}`);
