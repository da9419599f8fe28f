import { newestFirst } from '../model/newest-first.js';
import type { Post } from '../model/post.js';
import type { Instant } from '../model/values.js';

/** The newest of the posts that it is offered, each once: `most`, and for a while as many again. */
export class Newest {
  private kept = new Map<string, Post>();

  constructor(private readonly most: number) {}

  /** Of two with one id the first stays. */
  offer(post: Post): void {
    if (this.kept.has(post.id)) return;
    this.kept.set(post.id, post);
    if (this.kept.size >= 2 * this.most) this.kept = new Map(this.posts().map((one) => [one.id, one]));
  }

  /** Whether no post of this date or an earlier one can be among them any more. */
  isFullBefore(date: Instant): boolean {
    const last = this.posts()[this.most - 1];
    return last !== undefined && last.published > date;
  }

  /** Newest first. */
  posts(): readonly Post[] {
    return [...this.kept.values()].sort(newestFirst).slice(0, this.most);
  }
}
