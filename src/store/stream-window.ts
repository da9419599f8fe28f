import { compareText } from '../model/compare-text.js';
import { newestFirst } from '../model/newest-first.js';
import type { Post } from '../model/post.js';
import type { StreamData } from '../model/stream.js';
import type { Instant } from '../model/values.js';
import { latestNews, type StreamDocs } from './stream-docs.js';
import { mostIn, newsSince, shownOf } from './window.js';

interface Place {
  readonly post: Post;
  /** The sealed document that holds it too, 0 for none. */
  doc: number;
}

/** What a stream's feed shows, while changes are applied. */
export class StreamWindow {
  private readonly places: Map<string, Place>;
  /** A document may hold what the window has to show: it has lost posts, or was full before. */
  private mayLack: boolean;

  constructor(
    data: Pick<StreamData, 'window' | 'limit'>,
    private readonly limit: number,
    private readonly docs: StreamDocs,
  ) {
    this.places = new Map(data.window.map(({ post, doc }) => [post.id, { post, doc }]));
    this.mayLack = data.limit !== limit || data.window.length >= mostIn(limit);
  }

  place(id: string): Readonly<Place> | undefined {
    return this.places.get(id);
  }

  /** Newest first. */
  sorted(): readonly Readonly<Place>[] {
    return [...this.places.values()].sort((a, b) => newestFirst(a.post, b.post));
  }

  /** The posts that no document holds. */
  unsealed(): readonly Post[] {
    return [...this.places.values()].filter(({ doc }) => doc === 0).map(({ post }) => post);
  }

  add(post: Post): void {
    this.places.set(post.id, { post, doc: 0 });
  }

  /** A post of the stream has become another; it need not be in the window. */
  replace(before: Post, post: Post): void {
    if (before.news !== post.news) this.mayLack = true;
    const place = this.places.get(post.id);
    if (place !== undefined) this.places.set(post.id, { post, doc: place.doc });
  }

  remove(id: string): void {
    if (this.places.delete(id)) this.mayLack = true;
  }

  /** What the window has of a document's posts, this document holds. */
  placeIn(n: number): void {
    for (const { post } of this.docs.posts(n)) {
      const place = this.places.get(post.id);
      if (place !== undefined) place.doc = n;
    }
  }

  /**
   * Decides what the window shows; `left` are posts that leave it and that no document holds, `changed` says
   * whether it shows others than before.
   */
  async decide(): Promise<{ readonly left: readonly Post[]; readonly changed: boolean }> {
    const before = new Set(this.places.keys());
    const posts = [...this.places.values()].map(({ post }) => post);
    const since = newsSince(latestNews([...this.docs.refs, ...posts]));
    if (this.mayLack) await this.gather(since);
    const shown = shownOf(this.sorted(), this.limit, since);
    const ids = new Set(shown.map(({ post }) => post.id));
    const left: Post[] = [];
    for (const [id, { post, doc }] of this.places) {
      if (ids.has(id)) continue;
      this.places.delete(id);
      if (doc === 0) left.push(post);
    }
    return { left, changed: ids.size !== before.size || [...ids].some((id) => !before.has(id)) };
  }

  /** Has the window hold, beside its own, all posts of documents that it may have to show. */
  private async gather(since: Instant | null): Promise<void> {
    const byNewest = this.docs.refs.filter((ref) => ref.count > 0).sort((a, b) => compareText(b.to, a.to));
    let sorted = this.sorted();
    for (const ref of byNewest) {
      const shown = shownOf(sorted, this.limit, since);
      const isNews = since !== null && ref.news !== undefined && ref.news >= since;
      const last = isNews ? shown[mostIn(this.limit) - 1] : sorted[this.limit - 1];
      if (last !== undefined && last.post.published > ref.to) continue;
      for (const { post, archivedOnly } of await this.docs.load(ref.n)) {
        if (!archivedOnly && !this.places.has(post.id)) this.places.set(post.id, { post, doc: ref.n });
      }
      sorted = this.sorted();
    }
  }
}
