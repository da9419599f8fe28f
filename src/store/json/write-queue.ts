import { atOnce } from '../../model/at-once.js';
import { type FileText, writeBatch } from './batch.js';

/** Batches under way at once: enough to keep a disk busy, few enough to bound memory. */
const IN_FLIGHT = 16;

/**
 * Writes batches of files in the background. A batch reaches the disk whole or not at all; two that share a
 * file keep their order. The first failure stops everything: what comes after it must not become durable
 * without it.
 */
export class WriteQueue {
  private readonly limit = atOnce(IN_FLIGHT);
  private readonly last = new Map<string, Promise<void>>();
  private readonly running = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | null = null;

  /** @param folder all files are below it */
  constructor(private readonly folder: string) {}

  /** Resolves when there is room for the next batch; throws what an earlier one met. */
  async add(batch: readonly FileText[]): Promise<void> {
    this.throwFailure();
    const before = batch.map(({ file }) => this.last.get(file));
    const job = Promise.all(before).then(() => this.limit(() => this.write(batch)));
    const tracked = job.catch((error: unknown) => {
      this.failure ??= { error };
    });
    this.running.add(tracked);
    for (const { file } of batch) this.last.set(file, tracked);
    void tracked.then(() => {
      this.running.delete(tracked);
      for (const { file } of batch) if (this.last.get(file) === tracked) this.last.delete(file);
    });
    while (this.running.size >= IN_FLIGHT) await Promise.race(this.running);
    this.throwFailure();
  }

  /** Everything added so far is durable. */
  async drain(): Promise<void> {
    await Promise.all(this.running);
    this.throwFailure();
  }

  /** `file` has been written as it was last added: it may be read. */
  async settled(file: string): Promise<void> {
    await this.last.get(file);
    this.throwFailure();
  }

  private async write(batch: readonly FileText[]): Promise<void> {
    this.throwFailure();
    await writeBatch(this.folder, batch);
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}
