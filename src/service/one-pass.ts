import { LockedError, LostDataError } from '../model/errors.js';
import { counted, figure } from '../model/words.js';
import { type PassOutcome, passOver } from '../operate/pass-over.js';
import { lastPassEnd, readStoredSite, type Stored } from '../operate/status/stored.js';
import type { PassSummary } from '../pass/summary.js';
import { type PassWatcher, watchedBy } from '../pass/watcher.js';
import type { Io } from '../terminal/io.js';
import { nothingWorked } from '../terminal/pass-watcher.js';
import type { PassResult } from './metrics/metrics.js';
import { countMade, passMetrics } from './metrics/pass-metrics.js';
import type { PassEnd } from './past-passes.js';
import type { Role } from './roles.js';
import type { Serving } from './serving.js';

/** A pass of the service: how it came out, and what is stored by now as far as that is known. */
export interface MadePass {
  readonly end: PassEnd;
  /** Null where no pass was made. */
  readonly outcome: PassOutcome | null;
  readonly stored: Stored | null;
}

export interface OnePassOptions {
  readonly newSite: boolean;
  readonly allowPrivate: boolean;
  /** What is wrong with feeds.json, where an earlier one goes on; null where nothing is. */
  readonly configTrouble: string | null;
  readonly roles: ReadonlySet<Role>;
}

/**
 * Makes a pass by the configuration of this moment, unless other processes make them, or the database was
 * lost: what is published is then served as it is. Counts it. Throws what a pass throws.
 */
export async function makePass(
  serving: Serving,
  { newSite, allowPrivate, configTrouble, roles }: OnePassOptions,
  io: Io,
  signal: AbortSignal,
  watcher: Partial<PassWatcher>,
): Promise<MadePass> {
  const { places, log } = serving;
  const parts = { poll: roles.has('poll'), publish: roles.has('publish') };
  if (!parts.poll && !parts.publish) return madeElsewhere(await readStoredSite(serving.site(), places, io));
  const counting = passMetrics(serving.metrics, io.now);
  const watch = watchedBy(counting.watcher, watcher);
  let result: PassResult = 'failed';
  try {
    const request = { newSite, allowPrivate, all: false, fresh: false, names: null, configTrouble, parts };
    const asked = { ...places, ...request, push: serving.push };
    const outcome = await passOver(serving.site(), asked, io, signal, watch);
    const { offline } = outcome.summary;
    const failing = nothingWorked(outcome.summary);
    result = offline ? 'offline' : failing ? 'failing' : 'well';
    countMade(serving.metrics, outcome);
    return { end: { kind: 'made', failing, offline }, outcome, stored: outcome };
  } catch (error) {
    if (error instanceof LostDataError) {
      result = 'refused';
      log.error(`no pass is made: ${error.message}`);
      return { end: { kind: 'refused', reason: error.message }, outcome: null, stored: null };
    }
    if (!(error instanceof LockedError)) throw error;
    result = 'elsewhere';
    log.info(`${error.message.replace(/;.*/, '')}; the next one here comes as planned`);
    return madeElsewhere(await readStoredSite(serving.site(), places, io));
  } finally {
    counting.ended(result);
  }
}

const madeElsewhere = (stored: Stored): MadePass => ({
  end: { kind: 'elsewhere', lastPass: lastPassEnd(stored.facts) },
  outcome: null,
  stored,
});

/** A pass in a line of the log. */
export function inShort({ polled, new: fresh, changed, failed, files }: PassSummary): string {
  const news =
    fresh.posts + changed.posts === 0
      ? 'nothing new'
      : `${counted(fresh.posts, 'new post')}, ${figure(changed.posts)} changed`;
  const failures = failed.length === 0 ? '' : `, ${figure(failed.length)} failed`;
  return `polled ${counted(polled, 'source')}: ${news}${failures}; wrote ${counted(files.written, 'file')}`;
}
