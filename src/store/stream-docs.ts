import { newestFirst } from '../model/newest-first.js';
import type { Doc, DocPost, DocRef, StreamChange } from '../model/stream.js';
import type { Instant } from '../model/values.js';

/**
 * What a stream knows of a document.
 * @param posts newest first
 * @param empty its dates where it has no posts
 */
export function refOf(n: number, posts: readonly DocPost[], empty: Pick<DocRef, 'from' | 'to'>): DocRef {
  const from = posts.at(-1)?.post.published ?? empty.from;
  const to = posts[0]?.post.published ?? empty.to;
  const news = latestNews(posts.filter(({ archivedOnly }) => !archivedOnly).map(({ post }) => post));
  return { n, count: posts.length, from, to, ...(news === null ? {} : { news }) };
}

/** The latest news among these, posts or documents; null where none is. */
export const latestNews = (all: readonly { readonly news?: Instant }[]): Instant | null =>
  all.reduce<Instant | null>(
    (latest, { news }) => (news !== undefined && news > (latest ?? '') ? news : latest),
    null,
  );

/**
 * A stream's sealed documents while changes are applied: loaded when they are looked at, remembered when they
 * change.
 */
export class StreamDocs {
  readonly refs: DocRef[];
  private readonly loaded = new Map<number, readonly DocPost[]>();
  private readonly touched = new Set<number>();

  constructor(
    refs: readonly DocRef[],
    private readonly born: Instant,
    private readonly loadDoc: (n: number) => Promise<Doc>,
  ) {
    this.refs = [...refs];
  }

  async load(n: number): Promise<readonly DocPost[]> {
    const known = this.loaded.get(n);
    if (known !== undefined) return known;
    const { posts } = await this.loadDoc(n);
    this.loaded.set(n, posts);
    return posts;
  }

  /** The posts of a document that has been loaded; none of another. */
  posts(n: number): readonly DocPost[] {
    return this.loaded.get(n) ?? [];
  }

  /** Replaces a document, or adds the next; returns its posts in their order. */
  set(n: number, posts: readonly DocPost[]): readonly DocPost[] {
    const sorted = [...posts].sort((a, b) => newestFirst(a.post, b.post));
    this.loaded.set(n, sorted);
    this.touched.add(n);
    this.refs[n - 1] = refOf(n, sorted, this.refs[n - 1] ?? { from: this.born, to: this.born });
    return sorted;
  }

  /**
   * The document that holds the post, loaded; 0 for none. Dates narrow the search, since `published` never
   * changes.
   */
  async holding({ id, published }: Pick<StreamChange, 'id' | 'published'>): Promise<number> {
    for (const ref of this.refs) {
      if (ref.count === 0 || published < ref.from || published > ref.to) continue;
      if ((await this.load(ref.n)).some(({ post }) => post.id === id)) return ref.n;
    }
    return 0;
  }

  /** Documents that are new or differ. */
  get changed(): ReadonlyMap<number, Doc> {
    return new Map([...this.touched].map((n) => [n, { n, posts: this.posts(n) }]));
  }
}
