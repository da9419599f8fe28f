import type { Entry } from '../../model/entry.js';
import type { Store } from '../../store/store.js';

/**
 * Collects the posts that are about to go. Which digests list them is looked up when they are cut out: since
 * a digest was made, a post may have got other tags, or another date.
 */
export class Doubts {
  private readonly found = new Set<string>();

  note({ id }: Pick<Entry, 'id'>): void {
    this.found.add(id);
  }

  /**
   * Has the next publication look for them. To be done before anything goes, since that may be cut short, and
   * after, since another worker may have published between.
   */
  async keep(store: Store): Promise<void> {
    if (!(await store.facts()).digests || this.found.size === 0) return;
    await store.setFacts(({ digests }) =>
      digests
        ? { digests: { ...digests, doubtful: [...new Set([...digests.doubtful, ...this.found])] } }
        : {},
    );
  }
}
