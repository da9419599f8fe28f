import type { Config } from '../config/config.js';
import { dropSources } from '../config/edit/write.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { withReader } from '../operate/site.js';
import { type ListedSource, listSources } from '../sources/listed.js';
import { namedLists, namedSources, sourcesNamed } from '../sources/named.js';
import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { createStyle } from '../terminal/style.js';
import { note } from './note.js';

/** `tagwire drop`: takes sources, and reading lists, out of feeds.json; their posts stay. */
export const drop: RegisterCommand = (command, io) => {
  command
    .addHelpText('after', note('Its posts stay on the site; tagwire remove takes them out, for good.'))
    .action(async (names: string[], options: CommonOptions) => {
      const config = await readConfig(options.config);
      const { lists, others } = namedLists(names, config.lists);
      const urls = others.length === 0 ? [] : await addressesOf(others, config, options);
      const dropped = await dropSources(options.config, [...lists, ...urls]);
      if (options.json) {
        const told = dropped.map(({ address, file }) =>
          lists.has(address) ? { opml: address, file } : { url: address, file },
        );
        io.out(`${JSON.stringify({ dropped: told }, null, 2)}\n`);
        return;
      }
      const { bold, cyan } = createStyle(io);
      for (const { address, file } of dropped) {
        const posts = lists.has(address) ? 'the posts of what it names stay' : 'its posts stay';
        io.out(`${bold('Dropped')} ${cyan(printable(address))} from ${file}; ${posts}\n`);
      }
    });
};

/** The sources of the file that have these names; a UserError for a name that none has. */
async function addressesOf(
  names: readonly string[],
  config: Config,
  options: CommonOptions,
): Promise<readonly string[]> {
  const inFile = listSources(config, new Map(), {});
  const areInFile = names.every((name) => sourcesNamed(name, inFile).length > 0);
  const listed = areInFile ? inFile : await knownSources(config, options);
  const keys = namedSources(names, listed);
  const meant = listed.filter(({ record }) => keys.has(record.key)).map(({ source }) => source);
  for (const { url, list } of meant) if (list !== null) throw new UserError(ofList(url, list), 2);
  return meant.map(({ url }) => url);
}

/** With what the database knows of them: titles and home pages of their feeds, and what lists name. */
const knownSources = (config: Config, options: CommonOptions): Promise<readonly ListedSource[]> =>
  withReader(options, async (store) =>
    listSources(config, await store.sources(), (await store.facts()).lists),
  );

function ofList(url: string, list: string): string {
  const line = JSON.stringify({ url, disabled: true });
  return `${url} comes from the reading list ${list}; to poll it no more, add ${line} to "sources", or drop the whole list: tagwire drop ${list}`;
}
