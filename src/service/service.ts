import path from 'node:path';
import { placeholderProblem } from '../config/grammar/placeholder.js';
import { stampOf } from '../files/stamp.js';
import type { HttpUrl, Instant } from '../model/values.js';
import type { PassOutcome } from '../operate/pass-over.js';
import type { Site } from '../operate/site.js';
import { lastPassEnd, readStoredSite, type Stored } from '../operate/status/stored.js';
import { watchedBy } from '../pass/watcher.js';
import { STATE_FILE } from '../publish/write/marker.js';
import type { CommonOptions, Io } from '../terminal/io.js';
import { QUIET_MS } from '../terminal/pass-watcher.js';
import type { ServiceTerminal } from '../terminal/service-terminal.js';
import { openConfiguration } from './configuration.js';
import { askedFeeds } from './http/asked/asked-route.js';
import type { Health } from './http/operator/health.js';
import type { Route } from './http/route.js';
import { createSiteServer, type SiteAddress, type SiteServer } from './http/server.js';
import { underPath } from './http/under-path.js';
import { prometheusMetrics } from './metrics/prometheus.js';
import { inShort, makePass } from './one-pass.js';
import { passProgress } from './pass-progress.js';
import { pushErrand } from './push/errand.js';
import { openPush } from './push/push.js';
import type { Role } from './roles.js';
import { operatorRoutes, opsPortRoutes, siteRoutes } from './routes.js';
import type { Serving } from './serving.js';
import { watchStamp } from './watch.js';
import { withoutPlaces } from './without-places.js';
import { startWorker, type Worker } from './worker.js';

export interface ServiceOptions extends CommonOptions {
  /** Begins anew where the published site has posts and the database none. */
  readonly newSite: boolean;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Where `/healthz` and `/metrics` are, instead of beside the site; null: beside it. */
  readonly opsPort: number | null;
  /** Under which hubs reach the site's port, with a slash at its end; null where none is to. */
  readonly publicUrl: HttpUrl | null;
  readonly roles: ReadonlySet<Role>;
}

/** The service while it runs. */
export interface Service {
  readonly address: SiteAddress;
  /** Where the operator looks, if that is a port of its own. */
  readonly opsAddress: SiteAddress | null;
  /** As it is configured now. */
  site(): Site;
  /** What the first pass did; null where it could not be made, which has been said. */
  readonly firstPass: Promise<PassOutcome | null>;
  /** When the next pass comes; null where the schedule never does. */
  nextPass(): Instant | null;
  /** Resolves when the running pass has drained and the last answer has been given. */
  stop(): Promise<void>;
}

/**
 * Serves public/ and keeps it up to date: a pass at once, then by the schedule. One feeds.json after another
 * is gone by as it changes; one with mistakes is reported, and the last good one goes on. Throws a UserError
 * where the configuration or an address can't be used.
 */
export async function startService(
  options: ServiceOptions,
  io: Io,
  terminal: ServiceTerminal,
): Promise<Service> {
  const { log } = terminal;
  const metrics = prometheusMetrics(io.version);
  const progress = passProgress();
  let worker: Worker | null = null;
  let stored: Stored | null = null;
  const configuration = await openConfiguration(options, io, log, (site) => {
    metrics.configurationRead(site !== null);
    if (site !== null) worker?.reschedule(site.config);
  });
  const { maxBytes } = configuration.site().config.fetch;
  const push = await openPush({ ...options, maxBytes }, metrics, io, () => worker?.wake());
  const serving: Serving = {
    ...{ places: options, log, metrics, now: io.now, push: push.inbox },
    site: configuration.site,
    stored: () => stored,
    progress: progress.state,
    health: () => healthOf(worker?.health() ?? NOT_STARTED, configuration.problem(), serving),
  };
  const asked = askedFeeds({ root: options.out, data: options.data, site: serving.site, log, now: io.now });
  const servers = serversOf(serving, asked.route, options);
  const { address, opsAddress } = await listen(servers);
  const placeholder = placeholderProblem(configuration.site().config);
  if (placeholder !== null) log.warn(placeholder);
  const learn = (known: Stored): void => {
    stored = known;
    metrics.stored(known, configuration.site().config.tags.length);
  };
  const look = async (): Promise<void> => learn(await readStoredSite(configuration.site(), options, io));
  const looked = look().catch(() => undefined); // the pass says what is wrong with the database
  const edition = path.join(options.out, STATE_FILE);
  const published = async (): Promise<void> => {
    await look();
    log.info('another process has published');
  };
  const editions = watchStamp(() => stampOf(edition), published, serving);
  let first: PassOutcome | null = null;
  let passes = 0;
  worker = startWorker({
    ...configuration.site().config,
    now: io.now,
    log,
    async runPass(signal) {
      passes += 1;
      await looked;
      const problem = configuration.problem();
      if (problem !== null) log.error(`${problem}; the last good configuration goes on`);
      const shown = terminal.watcher(passes === 1 ? 0 : QUIET_MS);
      const watcher = watchedBy(shown, progress.watcher);
      const request = { ...options, configTrouble: configuration.trouble() };
      const made = await makePass(serving, request, io, signal, watcher).finally(() => {
        shown.done();
        progress.done();
      });
      if (made.stored !== null) learn(made.stored);
      await editions.rebase();
      push.passed();
      if (passes === 1) first = made.outcome;
      const isSaid = passes === 1 && !options.json && options.roles.has('serve');
      if (made.outcome !== null && !isSaid) log.info(inShort(made.outcome.summary));
      return made.end;
    },
    async runErrand(signal) {
      const request = { ...options, configTrouble: configuration.trouble() };
      const outcome = await pushErrand(serving, request, io, signal);
      if (outcome !== null) learn(outcome);
      await editions.rebase();
      push.passed();
    },
  });
  const { firstPass, health, stop } = worker;
  return {
    address,
    opsAddress,
    site: configuration.site,
    firstPass: firstPass.then(() => first),
    nextPass: () => health().nextPass,
    async stop() {
      configuration.close();
      editions.stop();
      push.stop();
      await Promise.all([stop(), servers.site.close(), servers.operator?.close()]);
      await asked.close();
    },
  };
}

const NOT_STARTED: ReturnType<Worker['health']> = {
  ok: true,
  failing: false,
  offline: false,
  problem: null,
  lastPass: null,
  nextPass: null,
};

/** Without any place on the disk; the last pass may be that of an earlier process. */
function healthOf(
  worker: ReturnType<Worker['health']>,
  configProblem: string | null,
  { places, stored }: Pick<Serving, 'places' | 'stored'>,
): Health {
  const bare = (message: string | null) => message && withoutPlaces(message, places);
  const { problem, lastPass } = worker;
  const ended = lastPassEnd(stored()?.facts ?? { lastPass: null });
  const earlier = ended && { ended, ok: true, error: null };
  return {
    ...worker,
    problem: bare(problem),
    configProblem: bare(configProblem),
    lastPass: lastPass === null ? earlier : { ...lastPass, error: bare(lastPass.error) },
  };
}

interface Servers {
  readonly site: SiteServer;
  readonly operator: SiteServer | null;
}

/**
 * With a port of their own, what is for the operator is nowhere else. A process that serves no readers has
 * only that.
 */
function serversOf(serving: Serving, asked: Route, options: ServiceOptions): Servers {
  const { host, port, opsPort, roles } = options;
  const { log, metrics } = serving;
  const own = operatorRoutes(serving);
  const operators = [...own, ...opsPortRoutes(serving)];
  if (!roles.has('serve')) {
    const portOption = opsPort === null ? '--port' : '--ops-port';
    const routes = opsPort === null ? own : operators;
    const site = createSiteServer({ host, port: opsPort ?? port, log, portOption, routes });
    return { site, operator: null };
  }
  const all = opsPort === null ? [...own, ...siteRoutes(serving, asked)] : siteRoutes(serving, asked);
  const routes = [underPath(all, () => serving.site().config.site.url)];
  return {
    site: createSiteServer({ host, port, log, routes, answered: metrics.answered }),
    operator:
      opsPort === null
        ? null
        : createSiteServer({
            ...{ host, port: opsPort, log, portOption: '--ops-port' },
            routes: operators,
          }),
  };
}

/** Both or none. */
async function listen({ site, operator }: Servers): Promise<Pick<Service, 'address' | 'opsAddress'>> {
  const address = await site.listen();
  try {
    return { address, opsAddress: (await operator?.listen()) ?? null };
  } catch (error) {
    await site.close();
    throw error;
  }
}
