import pLimit, { type LimitFunction } from 'p-limit';

/** Runs what it is given, `most` at once; what comes later waits in line. */
export const atOnce = (most: number): LimitFunction => pLimit(most);
