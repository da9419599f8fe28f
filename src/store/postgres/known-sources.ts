import type { SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';

type Sources = ReadonlyMap<SourceKey, SourceRecord>;

/**
 * All sources as they were read last: a pass asks for them at every stage, and thousands of records are
 * megabytes. They are read again after whatever may have changed them.
 */
export class KnownSources {
  private known: Promise<Sources> | null = null;

  constructor(private readonly read: () => Promise<Sources>) {}

  get(): Promise<Sources> {
    this.known ??= this.read().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  /** Waits for work after which they may be others. */
  async after<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      this.known = null;
    }
  }
}
