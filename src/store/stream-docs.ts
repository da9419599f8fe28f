import { newestFirst } from '../model/newest-first.js';
import type { Doc, DocPost, DocRef, Joined, StreamChange, StreamData } from '../model/stream.js';
import type { Instant } from '../model/values.js';

/**
 * So many posts are moved to other documents at once, and a run more: an archive whose `publish.limit` was
 * doubled must not be in memory whole. The rest goes with later changes.
 */
const JOINED_AT_ONCE = 1000;

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
  private list: DocRef[];
  private gone: readonly Joined[];
  private highest: number;
  private readonly loaded = new Map<number, readonly DocPost[]>();
  private readonly touched = new Set<number>();

  constructor(
    private readonly before: Pick<StreamData, 'docs' | 'joined' | 'last' | 'born'>,
    private readonly loadDoc: (n: number) => Promise<Doc>,
  ) {
    this.list = [...before.docs];
    this.gone = before.joined;
    this.highest = before.last;
  }

  get refs(): readonly DocRef[] {
    return this.list;
  }

  /** What a stream says of its documents. */
  get data(): Pick<StreamData, 'docs' | 'joined' | 'last'> {
    return { docs: this.list, joined: this.gone, last: this.highest };
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

  /** Adds a document after all others; returns its number. */
  add(posts: readonly DocPost[]): number {
    const ref = this.made(posts);
    this.list.push(ref);
    return ref.n;
  }

  /** Replaces a document. */
  set(n: number, posts: readonly DocPost[]): void {
    const index = this.list.findIndex((ref) => ref.n === n);
    this.list[index] = this.refTo(n, posts, this.list[index]);
  }

  /**
   * The document that holds the post, loaded; 0 for none. Dates narrow the search, since `published` never
   * changes.
   */
  async holding({ id, published }: Pick<StreamChange, 'id' | 'published'>): Promise<number> {
    for (const ref of this.list) {
      if (ref.count === 0 || published < ref.from || published > ref.to) continue;
      if ((await this.load(ref.n)).some(({ post }) => post.id === id)) return ref.n;
    }
    return 0;
  }

  /**
   * Takes documents without posts away, and joins neighbours that have no more than `size` posts between
   * them: under a new number, since what stands under an old one never grows. That leaves fewer than two
   * documents for each `size` of posts. Returns the numbers of the new ones.
   * @param isLastOpen the newest is still being filled, and stays as it is
   */
  async tidy(size: number, isLastOpen: boolean): Promise<readonly number[]> {
    const filled = this.list.filter(({ count }) => count > 0);
    const open = isLastOpen ? filled.splice(-1) : [];
    const made: number[] = [];
    const list: DocRef[] = [];
    let moved = 0;
    for (const run of runsOf(filled, size)) {
      if (run.length === 1 || moved >= JOINED_AT_ONCE) {
        list.push(...run);
        continue;
      }
      const joined = await this.join(run);
      moved += joined.count;
      made.push(joined.n);
      list.push(joined);
    }
    this.list = [...list, ...open];
    this.forgetJoined();
    return made;
  }

  /** Documents that are new or differ; null: taken away. */
  get changed(): ReadonlyMap<number, Doc | null> {
    const left = new Set(this.list.map(({ n }) => n));
    const removed = this.before.docs.filter(({ n }) => !left.has(n)).map(({ n }) => [n, null] as const);
    const written = [...this.touched].filter((n) => left.has(n));
    return new Map([...removed, ...written.map((n) => [n, { n, posts: this.posts(n) }] as const)]);
  }

  /**
   * Those that were joined just now all lead on; of the earlier ones the newest, up to half as many as there
   * are documents: what readers may still know must not outgrow what there is.
   */
  private forgetJoined(): void {
    const left = new Set(this.list.map(({ n }) => n));
    const old = new Set(this.before.joined.map(({ n }) => n));
    const useful = this.gone.filter(({ into }) => left.has(into));
    const earlier = useful.filter(({ n }) => old.has(n));
    const fresh = useful.filter(({ n }) => !old.has(n));
    const most = Math.max(0, Math.floor(left.size / 2) - fresh.length);
    this.gone = [...earlier.slice(Math.max(0, earlier.length - most)), ...fresh];
  }

  private async join(run: readonly DocRef[]): Promise<DocRef> {
    const posts: DocPost[] = [];
    for (const { n } of run) posts.push(...(await this.load(n)));
    const ref = this.made(posts);
    const old = new Set(run.map(({ n }) => n));
    const led = this.gone.map((one) => (old.has(one.into) ? { n: one.n, into: ref.n } : one));
    const known = this.before.docs.filter(({ n }) => old.has(n));
    this.gone = [...led, ...known.map(({ n }) => ({ n, into: ref.n }))];
    return ref;
  }

  private made(posts: readonly DocPost[]): DocRef {
    this.highest += 1;
    return this.refTo(this.highest, posts);
  }

  private refTo(n: number, posts: readonly DocPost[], before?: DocRef): DocRef {
    const sorted = [...posts].sort((a, b) => newestFirst(a.post, b.post));
    this.loaded.set(n, sorted);
    this.touched.add(n);
    const { born } = this.before;
    return refOf(n, sorted, before ?? { from: born, to: born });
  }
}

/** Neighbours that have no more than `size` posts between them, from the oldest on. */
function runsOf(refs: readonly DocRef[], size: number): readonly (readonly DocRef[])[] {
  const runs: DocRef[][] = [];
  let room = 0;
  for (const ref of refs) {
    const run = runs.at(-1);
    if (run !== undefined && ref.count <= room) {
      run.push(ref);
      room -= ref.count;
    } else {
      runs.push([ref]);
      room = size - ref.count;
    }
  }
  return runs;
}
