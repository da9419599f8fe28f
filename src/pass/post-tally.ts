import { nameOf } from '../model/entry.js';
import type { SourceKey } from '../model/values.js';
import type { Put } from '../store/store.js';
import type { NewsCount, PassSummary } from './summary.js';

/** A post as it is published by now. */
interface Counted {
  readonly source: SourceKey;
  readonly tags: readonly string[];
  /** New in this pass, or known to readers and changed. */
  readonly kind: 'new' | 'changed';
}

/**
 * The posts that a pass has published or changed, each once, whatever sources carry it: counted for the copy
 * that is published when all have been asked. What `only` holds back is none.
 */
export class PostTally {
  /** By source and key of the entry. */
  private readonly posts = new Map<string, Counted>();

  /** Counts what the document of a source has changed. */
  add(source: SourceKey, puts: readonly Put[]): void {
    const heirs = new Map<string, Counted | undefined>();
    for (const put of puts) {
      if (put.source === source || put.entry.copyOf === null) continue;
      const { copyOf } = put.entry;
      heirs.set(nameOf(copyOf), this.posts.get(nameOf({ source: put.source, key: put.entry.key })));
      this.posts.delete(nameOf({ source: put.source, key: put.entry.key }));
    }
    for (const { source: of, entry, before } of puts) {
      if (of !== source) continue; // who is credited with a post, or gives up its id, has brought nothing
      const name = nameOf({ source, key: entry.key });
      const known = heirs.get(name) ?? this.posts.get(name);
      const kind = (before?.streams.length ?? 0) > 0 ? 'changed' : 'new';
      if (entry.streams.length === 0) this.posts.delete(name);
      else this.posts.set(name, { source, tags: entry.tags, kind: known?.kind ?? kind });
    }
  }

  /** The sources that have brought any. */
  get sources(): ReadonlySet<SourceKey> {
    return new Set([...this.posts.values()].map(({ source }) => source));
  }

  count(kind: Counted['kind']): NewsCount {
    const posts = [...this.posts.values()].filter((post) => post.kind === kind);
    return { posts: posts.length, sources: new Set(posts.map(({ source }) => source)).size };
  }

  get filed(): PassSummary['filed'] {
    const posts = [...this.posts.values()].filter(({ tags }) => tags.length > 0);
    const counts = new Map<string, number>();
    for (const tag of posts.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    return { posts: posts.length, tags: [...counts].map(([slug, n]) => ({ slug, posts: n })) };
  }
}
