import { compileRules } from '../../classify/index.js';
import type { Config } from '../../config/config.js';
import { readAtRevision } from '../../config/files/at-revision.js';
import { createFetcher } from '../../fetch/index.js';
import { newLists, newSources, type Probed, probeSources } from '../../operate/new-source/probe.js';
import { withReader } from '../../operate/site.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { whyNotFetched } from '../../terminal/unfetched.js';
import { version } from '../../version.js';

/**
 * Asks the sources that are new: since a git revision of feeds.json, or to the database. Private addresses
 * that may be asked are then those of that revision: a proposal can't open the operator's network to itself.
 */
export async function probe(
  config: Config,
  since: string | null,
  options: CommonOptions,
  io: Io,
): Promise<readonly Probed[]> {
  const earlier = since === null ? null : await readAtRevision(options.config, since);
  return withReader(options, async (store) => {
    const proposed = await newSources(config, earlier?.sources ?? null, store);
    const lists = await newLists(config, earlier?.lists ?? null, store);
    const { env, signal } = io;
    const { allowPrivate } = options;
    const allow = earlier?.allow ?? config.fetch.allow;
    const fetcher = createFetcher({ ...config.fetch, allow, version, env, allowPrivate });
    try {
      const classifier = compileRules(config);
      const { fetch } = fetcher;
      return await probeSources({
        config,
        classifier,
        proposed,
        lists,
        store,
        fetch,
        whyNot: whyNotFetched,
        signal,
      });
    } finally {
      await fetcher.close();
    }
  });
}
