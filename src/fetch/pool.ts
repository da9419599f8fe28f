/** How much is done at once. */
export interface ParallelOptions<T> {
  readonly concurrency: number;
  readonly perHost: number;
  readonly hostOf: (item: T) => string;
  /** When aborted, nothing new is started; what runs is waited for. */
  readonly signal: AbortSignal;
  /**
   * Gives more items, none where there are no more. Called when fewer wait than may run at once, or when all
   * that wait do so for their hosts; without it the items are all there are.
   */
  readonly more?: () => Promise<readonly T[]>;
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
  { concurrency, perHost, hostOf, signal, more }: ParallelOptions<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queues = new HostQueues(hostOf, perHost);
  const { ready } = queues;
  queues.add(items);
  const errors: unknown[] = [];
  let running = 0;
  let isMore = more !== undefined;
  let isAsking = false;
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
    const ask = async (): Promise<void> => {
      isAsking = true;
      try {
        const items = (await more?.()) ?? [];
        isMore = items.length > 0;
        queues.add(items);
      } catch (error) {
        errors.push(error);
      }
      isAsking = false;
      fill();
    };
    const fill = (): void => {
      for (const queue of ready) {
        if (running >= concurrency || errors.length > 0 || signal.aborted) break;
        ready.delete(queue);
        const item = queues.take(queue);
        if (item === undefined) continue;
        running += 1;
        queue.running += 1;
        if (queue.waiting.length > 0 && queue.running < perHost) ready.add(queue);
        void run(queue, item);
      }
      const isEnding = errors.length > 0 || signal.aborted;
      const isIdle = running < concurrency && ready.size === 0;
      if (isMore && !isAsking && !isEnding && (isIdle || queues.waiting < concurrency)) void ask();
      if (running > 0 || isAsking) return;
      if (errors.length > 0) reject(errors[0]);
      else resolve();
    };
    fill();
  });
}

/** What waits: one queue a host, hosts in the order of their first item. */
class HostQueues<T> {
  /** Those that have something to start. */
  readonly ready = new Set<HostQueue<T>>();
  /** Items that have not been started. */
  waiting = 0;
  private readonly byHost = new Map<string, HostQueue<T>>();

  constructor(
    private readonly hostOf: (item: T) => string,
    private readonly perHost: number,
  ) {}

  add(items: Iterable<T>): void {
    const more = new Map<HostQueue<T>, T[]>();
    for (const item of items) {
      const host = this.hostOf(item);
      const queue = this.byHost.get(host) ?? { waiting: [], running: 0 };
      this.byHost.set(host, queue);
      const list = more.get(queue);
      if (list === undefined) more.set(queue, [item]);
      else list.push(item);
      this.waiting += 1;
    }
    for (const [queue, list] of more) {
      queue.waiting.unshift(...list.reverse());
      if (queue.running < this.perHost) this.ready.add(queue);
    }
  }

  take(queue: HostQueue<T>): T | undefined {
    const item = queue.waiting.pop();
    if (item !== undefined) this.waiting -= 1;
    return item;
  }
}
