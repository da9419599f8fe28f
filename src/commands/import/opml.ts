import { appendSources } from '../../config/edit/write.js';
import type { BadRow, OpmlDocument } from '../../config/opml/read.js';
import { counted, figure } from '../../model/words.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { printable } from '../../terminal/printable.js';
import { createStyle } from '../../terminal/style.js';

/** Adds the sources of an OPML file to feeds.json. Rows that are no feeds are named, the others go in. */
export async function importOpml(
  file: string,
  document: OpmlDocument,
  options: CommonOptions,
  io: Io,
): Promise<void> {
  const { added, known } = await appendSources(options.config, document.sources);
  for (const row of document.bad) io.err(`${badRow(file, row)}\n`);
  if (options.json) {
    io.out(`${JSON.stringify({ file, added, known: known.length, bad: document.bad }, null, 2)}\n`);
  } else {
    const style = createStyle(io);
    const counts = [
      `${counted(added.length, 'source')} to ${options.config}`,
      ...(known.length > 0 ? [`${figure(known.length)} known already`] : []),
      ...(document.bad.length > 0 ? [style.red(`${counted(document.bad.length, 'row')} left out`)] : []),
    ];
    io.out(`${style.bold('Added')} ${counts.join(', ')}\n`);
  }
  if (document.sources.length === 0 && document.bad.length > 0) io.exitWith(1);
}

const badRow = (file: string, { line, title, reason }: BadRow): string =>
  printable(`${file}:${line}: ${title === null ? '' : `"${title}": `}${reason}`);
