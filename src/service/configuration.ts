import { fromEnvironment } from '../config/environment.js';
import { ConfigError } from '../config/errors.js';
import { counted } from '../model/words.js';
import { configTrouble } from '../operate/health.js';
import { type Places, readSite, type Site, siteStamps, type World } from '../operate/site.js';
import type { Io } from '../terminal/io.js';
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
  /** The files are looked at no longer. */
  close(): void;
}

/**
 * Reads the configuration, and again whenever its files have changed, and on SIGHUP: what is wrong with them
 * is then logged, and the last good ones go on. Throws a UserError where it can't be used now.
 * @param told of each time that it was read again: the new site, or null where it can't be used
 */
export async function openConfiguration(
  { config: file }: Pick<Places, 'config'>,
  { env, now, onHangup }: Pick<World, 'env' | 'now'> & Pick<Io, 'onHangup'>,
  log: Log,
  told: (site: Site | null) => void,
): Promise<Configuration> {
  const read = async (): Promise<Site> => {
    const site = await readSite({ config: file });
    fromEnvironment(site.config, env); // says which variable is missing
    return site;
  };
  let isOpen = false;
  // Before anything is waited for: unheard, the signal ends the process.
  onHangup(() => {
    if (isOpen) void reread();
  });
  let problem: string | null = null;
  let trouble: string | null = null;
  const again = async (): Promise<void> => {
    try {
      await watch.rebase(); // before the files are read: a change in the meantime is one
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
  let running = Promise.resolve();
  let next: Promise<void> | null = null;
  const readNow = async (): Promise<void> => {
    next = null;
    running = again();
    await running;
  };
  /** One reading serves everybody who asks before it begins. */
  const reread = (): Promise<void> => {
    next ??= running.then(readNow);
    return next;
  };
  const watch = watchStamp(siteStamps({ config: file }), reread, { log, now });
  await watch.rebase();
  let site = await read().catch((error: unknown) => {
    watch.stop();
    throw error;
  });
  isOpen = true;
  return {
    site: () => site,
    problem: () => problem,
    trouble: () => trouble,
    close() {
      isOpen = false;
      watch.stop();
    },
  };
}

function problemOf(error: unknown): string {
  if (!(error instanceof ConfigError)) return error instanceof Error ? error.message : String(error);
  const [{ file, line, column, message }] = error.problems;
  const more = error.problems.length - 1;
  return `${file}:${line}:${column}: ${message}${more === 0 ? '' : ` (and ${counted(more, 'more problem')})`}`;
}
