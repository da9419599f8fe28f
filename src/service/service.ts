import { ConfigError } from '../config/errors.js';
import { placeholderProblem } from '../config/grammar/placeholder.js';
import { LockedError, LostDataError } from '../model/errors.js';
import { type Instant, instant } from '../model/values.js';
import { counted, figure } from '../model/words.js';
import { type PassOutcome, passOver, readSite, type Site } from '../operate/site.js';
import type { PassSummary } from '../pass/summary.js';
import { contentSecurityPolicy } from '../publish/pages/csp.js';
import { farewells } from '../publish/site/retired.js';
import type { CommonOptions, Io } from '../terminal/io.js';
import { createLog, type Log } from '../terminal/log.js';
import { errStyle, nothingWorked, terminalWatcher } from '../terminal/pass-watcher.js';
import { healthRoute } from './http/health.js';
import { movedTags, pastArchives } from './http/moved-tags.js';
import { createSiteServer, type SiteAddress } from './http/server.js';
import { siteRoute } from './http/site-route.js';
import { startWorker } from './worker.js';

export interface ServiceOptions extends CommonOptions {
  /** Begins anew where the published site has posts and the database none. */
  readonly newSite: boolean;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
}

/** The service while it runs. */
export interface Service {
  readonly address: SiteAddress;
  readonly site: Site;
  /** What the first pass did; null where it could not be made, which has been said. */
  readonly firstPass: Promise<PassOutcome | null>;
  /** When the next pass comes; null where the schedule never does. */
  nextPass(): Instant | null;
  /** Resolves when the running pass has drained and the last answer has been given. */
  stop(): Promise<void>;
}

/**
 * Serves public/ and keeps it up to date: a pass at once, then by the schedule. feeds.json is read again for
 * each pass; one with mistakes is reported, and the last good one goes on. Throws a UserError where the
 * configuration or the address can't be used.
 */
export async function startService(options: ServiceOptions, io: Io): Promise<Service> {
  const log = createLog({
    level: options.logLevel,
    err: io.err,
    style: errStyle(io),
    json: options.json,
    time: !io.errIsTerminal,
    now: io.now,
  });
  let site = await readSite(options);
  let moved = movedTags(site.config.tags, []);
  let wasThere = pastArchives({});
  let health = () => worker.health();
  const server = createSiteServer({
    host: options.host,
    port: options.port,
    log,
    routes: [
      healthRoute(() => health()),
      siteRoute({
        root: options.out,
        moved: (path) => moved(path),
        wasThere: (path) => wasThere(path),
        pagePolicy: contentSecurityPolicy(site.config.site),
      }),
    ],
  });
  health = () => ({ ok: true, failing: false, problem: null, lastPass: null, nextPass: null });
  const address = await server.listen();
  const placeholder = placeholderProblem(site.config);
  if (placeholder !== null) log.warn(placeholder);
  let first: PassOutcome | null = null;
  let passes = 0;
  const worker = startWorker({
    schedule: site.config.schedule,
    timezone: site.config.timezone,
    now: io.now,
    log,
    async runPass(signal) {
      passes += 1;
      if (passes > 1) site = await reread(site, options, log);
      const outcome = await onePass(site, options, io, signal, log);
      if (outcome === null) return 'not-made';
      if ('refused' in outcome) return outcome;
      const { gone } = farewells(outcome.facts.retired, instant(io.now()));
      moved = movedTags(
        site.config.tags,
        gone.map(({ kind, slug }) => `${kind}s/${slug}`),
      );
      wasThere = pastArchives(outcome.counts.archives);
      if (passes === 1) first = outcome;
      else log.info(inShort(outcome.summary));
      return nothingWorked(outcome.summary) ? 'failing' : 'well';
    },
  });
  health = () => worker.health();
  return {
    address,
    site,
    firstPass: worker.firstPass.then(() => first),
    nextPass: () => worker.health().nextPass,
    async stop() {
      await worker.stop();
      await server.close();
    },
  };
}

async function onePass(site: Site, options: ServiceOptions, io: Io, signal: AbortSignal, log: Log) {
  const watcher = terminalWatcher(io);
  try {
    return await passOver(site, { ...options, all: false, fresh: false, names: null }, io, signal, watcher);
  } catch (error) {
    if (error instanceof LostDataError) return refused(error, log);
    if (!(error instanceof LockedError)) throw error;
    log.info(`${error.message.replace(/;.*/, '')}; the next one here comes as planned`);
    return null;
  } finally {
    watcher.done();
  }
}

/** What is published is served as it is; each pass looks again. */
function refused({ message }: LostDataError, log: Log): { readonly refused: string } {
  log.error(`no pass is made: ${message}`);
  return { refused: message };
}

/** The configuration as it is now; the last good one where it has mistakes. */
async function reread(site: Site, options: ServiceOptions, log: Log): Promise<Site> {
  try {
    return await readSite(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.error(`${error.message}; the last good configuration goes on, tagwire check shows what is wrong`);
    return site;
  }
}

function inShort({ polled, new: fresh, changed, failed, files }: PassSummary): string {
  const news =
    fresh.posts + changed.posts === 0
      ? 'nothing new'
      : `${counted(fresh.posts, 'new post')}, ${figure(changed.posts)} changed`;
  const failures = failed.length === 0 ? '' : `, ${figure(failed.length)} failed`;
  return `polled ${counted(polled, 'source')}: ${news}${failures}; wrote ${counted(files.written, 'file')}`;
}
