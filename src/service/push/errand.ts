import { LockedError, LostDataError } from '../../model/errors.js';
import { type PassOutcome, passOver } from '../../operate/pass-over.js';
import type { Io } from '../../terminal/io.js';
import type { ErrandResult } from '../metrics/metrics.js';
import { countMade } from '../metrics/pass-metrics.js';
import { inShort, type OnePassOptions } from '../one-pass.js';
import type { Serving } from '../serving.js';

/**
 * What a push asks for, and a lease that is about to end: a pass that polls nothing. Where another process
 * has the database, or that was lost, it is left to a later pass. Null where nothing was done. Counts it.
 */
export async function pushErrand(
  serving: Serving,
  { newSite, allowPrivate, configTrouble }: OnePassOptions,
  io: Io,
  signal: AbortSignal,
): Promise<PassOutcome | null> {
  const { places, log, push, metrics } = serving;
  const rest = { names: [], push, configTrouble };
  const asked = { ...places, newSite, allowPrivate, all: false, fresh: false, ...rest };
  let result: ErrandResult = 'failed';
  try {
    const watch = { warn: (message: string) => log.warn(message) };
    const outcome = await passOver(serving.site(), asked, io, signal, watch);
    result = 'well';
    countMade(metrics, outcome);
    const { new: fresh, changed } = outcome.summary;
    if (fresh.posts + changed.posts > 0) log.info(`pushed: ${inShort(outcome.summary)}`);
    return outcome;
  } catch (error) {
    if (!(error instanceof LockedError || error instanceof LostDataError)) throw error;
    result = error instanceof LockedError ? 'elsewhere' : 'refused';
    log.debug(error.message);
    return null;
  } finally {
    metrics.errandEnded(result);
  }
}
