import { type Semaphore, semaphore } from '../../fetch/semaphore.js';

/**
 * Documents that are read and not stored yet. One would do; with more, what waits for the disk holds up no
 * parser. A feed takes several times the memory of its bytes: with no limit, all that a hundred requests
 * brought lay read before the store, 52 of 115 MB in a first pass over 1,000 feeds.
 */
const AT_ONCE = 4;

/** Where documents are read and stored, a few at a time. */
export const desk = (): Semaphore => semaphore(AT_ONCE);

/** A source's place at the desk; it has none until it sits down. */
export class Place {
  private stand: (() => void) | null = null;

  constructor(private readonly desk: Semaphore) {}

  /** Resolves when there is room; at once for whoever sits already. */
  async sit(): Promise<void> {
    this.stand ??= await this.desk.enter(null);
  }

  leave(): void {
    this.stand?.();
    this.stand = null;
  }
}
