/**
 * Like Promise.all, but throws only when all have ended: nothing goes on writing behind a failure, when the
 * lock is free again.
 */
export async function allDone(jobs: Iterable<Promise<unknown>>): Promise<void> {
  const outcomes = await Promise.allSettled(jobs);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
