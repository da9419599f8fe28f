import { headersOf } from '../config/environment.js';
import { ConfigError } from '../config/errors.js';
import { counted } from '../model/words.js';
import { type Places, readSite, type Site, type World } from '../operate/site.js';
import type { Log } from '../terminal/log.js';

/** feeds.json as the service goes by it: the last one that had no mistake. */
export interface Configuration {
  /** Another object after each change. */
  site(): Site;
  /** What is wrong with the files as they are now; null where nothing is. */
  problem(): string | null;
  /** Reads the files again. What is wrong with them is logged, and the last good ones go on; never throws. */
  reread(): Promise<void>;
}

/**
 * Reads feeds.json and what belongs to it for the first time. Throws a UserError where that can't be used.
 * @param changed told of each new configuration after the first
 */
export async function openConfiguration(
  { config: file }: Pick<Places, 'config'>,
  { env }: Pick<World, 'env'>,
  log: Log,
  changed: (site: Site) => void,
): Promise<Configuration> {
  const read = async (): Promise<Site> => {
    const read = await readSite({ config: file });
    headersOf(read.config, env); // which says what variable is missing
    return read;
  };
  let site = await read();
  let problem: string | null = null;
  return {
    site: () => site,
    problem: () => problem,
    async reread() {
      try {
        site = await read();
      } catch (error) {
        const message = problemOf(error);
        problem = message;
        log.error(`${message}; the last good configuration goes on, tagwire check shows what is wrong`);
        return;
      }
      problem = null;
      const { sources, tags } = site.config;
      log.info(`read ${file} again: ${counted(sources.length, 'source')}, ${counted(tags.length, 'tag')}`);
      changed(site);
    },
  };
}

function problemOf(error: unknown): string {
  if (!(error instanceof ConfigError)) return error instanceof Error ? error.message : String(error);
  const [{ file, line, column, message }] = error.problems;
  const more = error.problems.length - 1;
  return `${file}:${line}:${column}: ${message}${more === 0 ? '' : ` (and ${counted(more, 'more problem')})`}`;
}
