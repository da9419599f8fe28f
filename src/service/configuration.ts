import { fromEnvironment } from '../config/environment.js';
import { ConfigError } from '../config/errors.js';
import { counted } from '../model/words.js';
import { configTrouble } from '../operate/health.js';
import { type Places, readSite, type Site, siteStamps, type World } from '../operate/site.js';
import type { Log } from '../terminal/log.js';
import { watchStamp } from './watch.js';

/** feeds.json, its parts and the theme as the service goes by them: the last that had no mistake. */
export interface Configuration {
  /** Another object after each change. */
  site(): Site;
  /** What is wrong with the files as they are now; null where nothing is. */
  problem(): string | null;
  /** The same in the words of the operator's feed: where it is, and no value. */
  trouble(): string | null;
  /** Reads the files now. What is wrong with them is logged, and the last good ones go on; never throws. */
  reread(): Promise<void>;
  /** The files are looked at no longer. */
  close(): void;
}

/**
 * Reads the configuration, and again whenever its files have changed. Throws a UserError where it can't be
 * used now.
 * @param told of each time that it was read again: the new site, or null where it can't be used
 */
export async function openConfiguration(
  { config: file }: Pick<Places, 'config'>,
  { env, now }: Pick<World, 'env' | 'now'>,
  log: Log,
  told: (site: Site | null) => void,
): Promise<Configuration> {
  const read = async (): Promise<Site> => {
    const site = await readSite({ config: file });
    fromEnvironment(site.config, env); // says which variable is missing
    return site;
  };
  let problem: string | null = null;
  let trouble: string | null = null;
  const again = async (): Promise<void> => {
    try {
      site = await read();
      problem = null;
      trouble = null;
      const { sources, tags } = site.config;
      log.info(`read ${file} again: ${counted(sources.length, 'source')}, ${counted(tags.length, 'tag')}`);
      told(site);
    } catch (error) {
      problem = problemOf(error);
      trouble = error instanceof ConfigError ? configTrouble(error) : null;
      log.error(`${problem}; the last good configuration goes on, tagwire check shows what is wrong`);
      told(null);
    }
  };
  let reading = Promise.resolve();
  const inTurn = (): Promise<void> => {
    reading = reading.then(again);
    return reading;
  };
  const watch = watchStamp(siteStamps({ config: file }), inTurn, { log, now });
  await watch.rebase(); // before the files are read: a change in the meantime is one
  let site = await read().catch((error: unknown) => {
    watch.stop();
    throw error;
  });
  return {
    site: () => site,
    problem: () => problem,
    trouble: () => trouble,
    async reread() {
      await watch.rebase();
      await inTurn();
    },
    close: () => watch.stop(),
  };
}

function problemOf(error: unknown): string {
  if (!(error instanceof ConfigError)) return error instanceof Error ? error.message : String(error);
  const [{ file, line, column, message }] = error.problems;
  const more = error.problems.length - 1;
  return `${file}:${line}:${column}: ${message}${more === 0 ? '' : ` (and ${counted(more, 'more problem')})`}`;
}
