import type { SourceKey } from '../model/values.js';
import type { Put } from '../store/store.js';
import type { NewsCount, PassSummary } from './summary.js';

/** A post as it is published by now. */
interface Counted {
  /** New in this pass, or known to readers and changed. */
  readonly kind: 'new' | 'changed';
  readonly tags: readonly string[];
}

/** The posts of a source, by the keys of their entries. */
type Posts = Map<string, Counted>;

/**
 * The posts that a pass has published or changed, each once, whatever sources carry it: counted for the copy
 * that is published when all have been asked. What `only` holds back is none.
 */
export class PostTally {
  /**
   * Each source's posts as a text, which takes a tenth of what objects do: all that a first pass brings is
   * here to its end.
   */
  private readonly texts = new Map<SourceKey, string>();

  /** Counts what the document of a source has changed. */
  add(source: SourceKey, puts: readonly Put[]): void {
    const changed = new Map<SourceKey, Posts>();
    const postsOf = (key: SourceKey): Posts => {
      const posts = changed.get(key) ?? read(this.texts.get(key) ?? '');
      changed.set(key, posts);
      return posts;
    };
    const heirs = new Map<string, Counted | undefined>();
    for (const put of puts) {
      if (put.source === source || put.entry.copyOf === null) continue;
      const { key, copyOf } = put.entry;
      const posts = postsOf(put.source);
      heirs.set(copyOf.key, posts.get(key)); // what gives way to another copy does so to one of this document
      posts.delete(key);
    }
    for (const { source: of, entry, before } of puts) {
      if (of !== source) continue; // who is credited with a post, or gives up its id, has brought nothing
      const posts = postsOf(source);
      const known = heirs.get(entry.key) ?? posts.get(entry.key);
      const kind = (before?.streams.length ?? 0) > 0 ? 'changed' : 'new';
      if (entry.streams.length === 0) posts.delete(entry.key);
      else posts.set(entry.key, { tags: entry.tags, kind: known?.kind ?? kind });
    }
    for (const [key, posts] of changed) {
      if (posts.size === 0) this.texts.delete(key);
      else this.texts.set(key, written(posts));
    }
  }

  /** The sources that have brought any. */
  get sources(): ReadonlySet<SourceKey> {
    return new Set(this.texts.keys());
  }

  count(kind: Counted['kind']): NewsCount {
    const counts = [...this.texts.values()].map(
      (text) => [...read(text).values()].filter((post) => post.kind === kind).length,
    );
    return {
      posts: counts.reduce((sum, count) => sum + count, 0),
      sources: counts.filter((count) => count > 0).length,
    };
  }

  get filed(): PassSummary['filed'] {
    const counts = new Map<string, number>();
    let filed = 0;
    for (const text of this.texts.values()) {
      for (const { tags } of read(text).values()) {
        if (tags.length > 0) filed += 1;
        for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      }
    }
    return { posts: filed, tags: [...counts].map(([slug, posts]) => ({ slug, posts })) };
  }
}

/** A line a post: its key, its kind, its tags. None of them has a blank. */
const written = (posts: Posts): string =>
  [...posts].map(([key, { kind, tags }]) => [key, kind, ...tags].join(' ')).join('\n');

function read(text: string): Posts {
  const posts: Posts = new Map();
  if (text === '') return posts;
  for (const line of text.split('\n')) {
    const [key = '', kind, ...tags] = line.split(' ');
    posts.set(key, { kind: kind === 'changed' ? 'changed' : 'new', tags });
  }
  return posts;
}
