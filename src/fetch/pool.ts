/** How much is done at once. */
export interface ParallelOptions<T> {
  readonly concurrency: number;
  readonly perHost: number;
  readonly hostOf: (item: T) => string;
  /** When aborted, nothing new is started; what runs is waited for. */
  readonly signal: AbortSignal;
}

/** The items of one host that have not been started, the last of them first. */
interface HostQueue<T> {
  readonly waiting: T[];
  running: number;
}

/**
 * Does `work` for each item, at most `concurrency` at once and `perHost` of a host. An item whose host is
 * busy steps aside for the next of another host, so that one slow host holds up nothing; within a host the
 * order is kept. Nothing is buffered: an item's place is taken until its `work` is settled, so whoever
 * consumes slower than the network delivers slows the network down. Each item costs a constant, however many
 * share a host.
 *
 * Rejects with the first error of `work` (a bug: expected outcomes are values) after what runs has settled.
 */
export function inParallel<T>(
  items: Iterable<T>,
  { concurrency, perHost, hostOf, signal }: ParallelOptions<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const ready = new Set(queues(items, hostOf));
  const errors: unknown[] = [];
  let running = 0;
  return new Promise((resolve, reject) => {
    const run = async (queue: HostQueue<T>, item: T): Promise<void> => {
      try {
        await work(item);
      } catch (error) {
        errors.push(error);
      }
      running -= 1;
      queue.running -= 1;
      if (queue.waiting.length > 0) ready.add(queue);
      fill();
    };
    const fill = (): void => {
      for (const queue of ready) {
        if (running >= concurrency || errors.length > 0 || signal.aborted) break;
        ready.delete(queue);
        const item = queue.waiting.pop();
        if (item === undefined) continue;
        running += 1;
        queue.running += 1;
        if (queue.waiting.length > 0 && queue.running < perHost) ready.add(queue);
        void run(queue, item);
      }
      if (running > 0) return;
      if (errors.length > 0) reject(errors[0]);
      else resolve();
    };
    fill();
  });
}

/** One queue a host, hosts in the order of their first item. */
function queues<T>(items: Iterable<T>, hostOf: (item: T) => string): Iterable<HostQueue<T>> {
  const byHost = new Map<string, HostQueue<T>>();
  for (const item of items) {
    const host = hostOf(item);
    const queue = byHost.get(host);
    if (queue === undefined) byHost.set(host, { waiting: [item], running: 0 });
    else queue.waiting.push(item);
  }
  for (const { waiting } of byHost.values()) waiting.reverse();
  return byHost.values();
}
