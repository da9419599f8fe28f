import type { Entry } from '../../model/entry.js';
import type { Store } from '../../store/store.js';
import { isoName, weekOf } from './week.js';

/** Collects the digests that list entries which are about to go. */
export class Doubts {
  private readonly found = new Set<string>();

  constructor(private readonly zone: string) {}

  note({ tags, published }: Pick<Entry, 'tags' | 'published'>): void {
    const name = isoName(weekOf(published, this.zone));
    for (const tag of tags) this.found.add(`${tag} ${name}`);
  }

  /** Has the next publication look at them: it is on disk before anything goes. */
  async keep(store: Store): Promise<void> {
    const { digests } = await store.facts();
    if (!digests || this.found.size === 0) return;
    await store.setFacts({
      digests: { ...digests, doubtful: [...new Set([...digests.doubtful, ...this.found])] },
    });
  }
}
