import { counted, figure } from '../../model/words.js';
import { FeedImport } from '../../operate/exchange/import.js';
import { type OpenDocument, readHead, readItems } from '../../operate/exchange/read-items.js';
import { readSite, withStore } from '../../operate/site.js';
import { prepareStore } from '../../pass/prepare.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { createStyle } from '../../terminal/style.js';

export interface ImportOptions extends CommonOptions {
  readonly keepTags: boolean;
}

/** Something to read, and what to call it. */
export interface NamedDocument {
  readonly name: string;
  readonly open: OpenDocument;
}

/**
 * Adds the items of JSON Feeds to the database. A file that breaks off has been imported as far as it goes.
 */
export async function importFeeds(
  feeds: readonly NamedDocument[],
  options: ImportOptions,
  io: Io,
): Promise<void> {
  const site = await readSite(options);
  await withStore(options, site.config, io, async (store) => {
    const prepared = await prepareStore({ ...site, store }, io.now());
    const input = { ...prepared, config: site.config, keepTags: options.keepTags };
    for (const { name, open } of feeds) {
      const work = await FeedImport.begin(input, await readHead(open, name));
      try {
        for await (const items of readItems(open, name)) await work.take(items);
      } finally {
        await store.flush();
        report(name, work, options, io);
      }
    }
  });
}

function report(name: string, { added, known }: FeedImport, options: ImportOptions, io: Io): void {
  if (options.json) {
    io.out(`${JSON.stringify({ file: name, added, known }, null, 2)}\n`);
    return;
  }
  const already = known > 0 ? `, ${figure(known)} known already` : '';
  const next = added > 0 ? `; the next run or publish shows ${added === 1 ? 'it' : 'them'}` : '';
  io.out(
    `${createStyle(io).bold('Added')} ${counted(added, 'entry', 'entries')} from ${name}${already}${next}\n`,
  );
}
