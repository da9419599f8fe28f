import type { Instant, Post } from '../model.js';
import type { Doc, DocPost, DocRef, StreamChange, StreamData } from './store.js';

/** How a stream keeps what has left its window. */
export interface StreamPolicy {
  /** Posts in the window (`publish.limit`). */
  readonly limit: number;
  /** Posts in a sealed document. */
  readonly docSize: number;
  /**
   * Archives (RFC 5005 4) seal a document only when a post would be in neither window nor archive, and never add to
   * it; search segments take every post at once, and the newest is open until it is full.
   */
  readonly seal: 'overflow' | 'at-once';
}

/** What came of applying changes to a stream. */
export interface Applied {
  readonly data: StreamData;
  /** Documents that are new or differ. */
  readonly docs: ReadonlyMap<number, Doc>;
  /** The window, a count or a document differs: there is something to write and render. */
  readonly changed: boolean;
}

interface Place {
  readonly post: Post;
  doc: number;
}

/** A stream that nothing has been filed under yet. */
export function newStream(name: string, born: Instant): StreamData {
  return { name, born, count: 0, since: null, window: [], related: {}, writers: {}, years: {}, docs: [] };
}

/**
 * Brings a stream up to date: puts and takes out posts, keeps the window at exactly the newest `limit` of those that
 * aren't held, and seals what falls out of it. Applying the same changes twice gives the same stream.
 */
export async function applyChanges(
  data: StreamData,
  changes: readonly StreamChange[],
  policy: StreamPolicy,
  loadDoc: (n: number) => Promise<Doc>,
): Promise<Applied> {
  const work = new StreamWork(data, policy, loadDoc);
  for (const change of changes) await work.apply(change);
  await work.refill();
  await work.openLast();
  work.seal();
  return work.result();
}

class StreamWork {
  private readonly window: Map<string, Place>;
  private readonly docs = new Map<number, DocPost[]>();
  private readonly touched = new Set<number>();
  private readonly refs: DocRef[];
  /** In neither window nor document. */
  private overflow: DocPost[] = [];
  private readonly related: Map<string, number>;
  private readonly writers: Map<string, number>;
  private readonly years: Map<string, number>;
  private count: number;
  private changed = false;

  constructor(
    private readonly data: StreamData,
    private readonly policy: StreamPolicy,
    private readonly loadDoc: (n: number) => Promise<Doc>,
  ) {
    this.window = new Map(data.window.map(({ post, doc }) => [post.id, { post, doc }]));
    this.refs = [...data.docs];
    this.related = new Map(Object.entries(data.related));
    this.writers = new Map(Object.entries(data.writers));
    this.years = new Map(Object.entries(data.years));
    this.count = data.count;
  }

  async apply(change: StreamChange): Promise<void> {
    const here = change.now.includes(this.data.name) ? change.post : null;
    const doc = await this.docOf(change);
    const old = this.window.get(change.id)?.post ?? this.inDoc(doc, change.id)?.post ?? null;
    if (old === null && here === null) return;
    if (old !== null && here !== null && JSON.stringify(old) === JSON.stringify(here)) return;
    this.changed = true;
    if (old !== null) this.tally(old, -1);
    if (here !== null) this.tally(here, 1);
    if (here === null) this.remove(change.id, doc);
    else if (old === null) this.insert(here, change.held);
    else this.replace(here, doc);
  }

  /** A window that lost a post gets the newest that archives hold, if it is not full. */
  async refill(): Promise<void> {
    this.trim();
    const seen = new Set(this.window.keys());
    const candidates: { place: Place }[] = [];
    const byNewest = [...this.refs].filter((ref) => ref.count > 0).sort((a, b) => compareText(b.to, a.to));
    for (const ref of byNewest) {
      const missing = this.policy.limit - this.window.size;
      if (missing <= 0) break;
      const enough =
        candidates.length >= missing &&
        compareText(candidates[missing - 1]?.place.post.published ?? '', ref.to) > 0;
      if (enough) break;
      for (const { post, held } of await this.load(ref.n)) {
        if (!held && !seen.has(post.id)) candidates.push({ place: { post, doc: ref.n } });
      }
      candidates.sort((a, b) => newestFirst(a.place.post, b.place.post));
    }
    for (const { place } of candidates.slice(0, this.policy.limit - this.window.size)) {
      this.window.set(place.post.id, place);
      this.changed = true;
    }
  }

  seal(): void {
    if (this.policy.seal === 'at-once') {
      for (const place of this.window.values())
        if (place.doc === 0) this.overflow.push({ post: place.post, held: false });
    }
    if (this.overflow.length === 0) return;
    this.changed = true;
    const queue = this.overflow.sort((a, b) => newestFirst(b.post, a.post));
    this.overflow = [];
    if (this.policy.seal === 'at-once') this.fillLast(queue);
    while (queue.length > 0) {
      const posts = queue.splice(0, this.policy.docSize);
      if (this.policy.seal === 'overflow')
        posts.push(...this.oldestUnsealed(this.policy.docSize - posts.length));
      this.setDoc(this.refs.length + 1, posts);
    }
  }

  result(): Applied {
    const window = [...this.window.values()].sort((a, b) => newestFirst(a.post, b.post));
    const oldest = window.at(-1)?.post.published ?? null;
    const since = this.refs.reduce<Instant | null>(
      (min, ref) => (ref.count > 0 ? earlier(min, ref.from) : min),
      oldest,
    );
    const docs = new Map<number, Doc>();
    for (const n of this.touched) docs.set(n, { n, posts: this.docs.get(n) ?? [] });
    const data: StreamData = {
      name: this.data.name,
      born: this.data.born,
      count: this.count,
      since,
      window,
      related: record(this.related),
      writers: record(this.writers),
      years: record(this.years),
      docs: this.refs,
    };
    return { data, docs, changed: this.changed };
  }

  private insert(post: Post, held: boolean): void {
    if (held) this.overflow.push({ post, held });
    else this.window.set(post.id, { post, doc: 0 });
    if (this.window.size > 4 * this.policy.limit) this.trim(); // a bulk import must not be sorted in one window
  }

  private replace(post: Post, doc: number): void {
    const place = this.window.get(post.id);
    if (place !== undefined) this.window.set(post.id, { post, doc: place.doc });
    const posts = this.docs.get(doc);
    const index = posts?.findIndex((other) => other.post.id === post.id) ?? -1;
    const old = posts?.[index];
    if (posts !== undefined && old !== undefined)
      this.setDoc(doc, posts.with(index, { post, held: old.held }));
    this.overflow = this.overflow.map((other) =>
      other.post.id === post.id ? { post, held: other.held } : other,
    );
  }

  private remove(id: string, doc: number): void {
    this.window.delete(id);
    this.overflow = this.overflow.filter((other) => other.post.id !== id);
    const posts = this.docs.get(doc);
    if (posts?.some((other) => other.post.id === id)) {
      this.setDoc(
        doc,
        posts.filter((other) => other.post.id !== id),
      );
    }
  }

  /** Posts beyond the limit leave the window; those that no document holds are to be sealed. */
  private trim(): void {
    if (this.window.size <= this.policy.limit) return;
    const sorted = [...this.window.values()].sort((a, b) => newestFirst(a.post, b.post));
    for (const place of sorted.slice(this.policy.limit)) {
      this.window.delete(place.post.id);
      this.changed = true;
      if (place.doc === 0) this.overflow.push({ post: place.post, held: false });
    }
  }

  private fillLast(queue: DocPost[]): void {
    const last = this.refs.at(-1);
    if (last === undefined || last.count >= this.policy.docSize) return;
    const open = this.docs.get(last.n);
    if (open === undefined) return;
    this.setDoc(last.n, [...open, ...queue.splice(0, this.policy.docSize - last.count)]);
  }

  private oldestUnsealed(most: number): DocPost[] {
    const unsealed = [...this.window.values()]
      .filter((place) => place.doc === 0)
      .sort((a, b) => newestFirst(b.post, a.post));
    return unsealed.slice(0, Math.max(0, most)).map(({ post }) => ({ post, held: false }));
  }

  private setDoc(n: number, posts: readonly DocPost[]): void {
    const sorted = [...posts].sort((a, b) => newestFirst(a.post, b.post));
    this.docs.set(n, sorted);
    this.touched.add(n);
    for (const { post } of sorted) {
      const place = this.window.get(post.id);
      if (place !== undefined) place.doc = n;
    }
    const born = this.data.born;
    this.refs[n - 1] = {
      n,
      count: sorted.length,
      from: sorted.at(-1)?.post.published ?? this.refs[n - 1]?.from ?? born,
      to: sorted[0]?.post.published ?? this.refs[n - 1]?.to ?? born,
    };
  }

  /** The document that holds the post, loaded; 0 for none. Dates narrow the search, since `published` never changes. */
  private async docOf(change: StreamChange): Promise<number> {
    const known = this.window.get(change.id)?.doc ?? 0;
    if (known !== 0) {
      await this.load(known);
      return known;
    }
    if (change.isNew) return 0;
    for (const ref of this.refs) {
      if (ref.count === 0 || change.published < ref.from || change.published > ref.to) continue;
      if ((await this.load(ref.n)).some(({ post }) => post.id === change.id)) return ref.n;
    }
    return 0;
  }

  private inDoc(n: number, id: string): DocPost | undefined {
    return (
      this.docs.get(n)?.find(({ post }) => post.id === id) ?? this.overflow.find(({ post }) => post.id === id)
    );
  }

  private async load(n: number): Promise<readonly DocPost[]> {
    const known = this.docs.get(n);
    if (known !== undefined) return known;
    const posts = [...(await this.loadDoc(n)).posts];
    this.docs.set(n, posts);
    return posts;
  }

  /** The open segment has to be at hand before posts are added to it. */
  async openLast(): Promise<void> {
    const last = this.refs.at(-1);
    if (last !== undefined && last.count < this.policy.docSize) await this.load(last.n);
  }

  private tally(post: Post, by: 1 | -1): void {
    this.count += by;
    add(this.writers, post.source, by);
    add(this.years, post.published.slice(0, 4), by);
    for (const tag of post.tags) if (this.data.name !== `tags/${tag}`) add(this.related, tag, by);
  }
}

type Dated = Pick<Post, 'id' | 'published'>;

/** The order of every feed and page: by published date, newest first; ties by id, so that it never depends on arrival. */
export function newestFirst(a: Dated, b: Dated): number {
  return compareText(b.published, a.published) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function earlier(a: Instant | null, b: Instant): Instant {
  return a === null || b < a ? b : a;
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const sum = (counts.get(key) ?? 0) + by;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}

function record(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}
