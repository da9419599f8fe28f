import { newestFirst } from '../model/newest-first.js';
import type { Post } from '../model/post.js';
import type { Doc, DocPost, StreamChange, StreamData } from '../model/stream.js';
import type { Instant } from '../model/values.js';
import { StreamDocs } from './stream-docs.js';
import { StreamTally } from './stream-tally.js';
import { StreamWindow } from './stream-window.js';

/** How a stream keeps what has left its window. */
export interface StreamPolicy {
  /** Posts in the window beside what is news (`publish.limit`). */
  readonly limit: number;
  /** Posts in a sealed document, at most. */
  readonly docSize: number;
  /** With fewer posts, an archive gets the window's oldest as well, so that it is worth its files. */
  readonly filled: number;
  /** Neighbours that have no more posts than this between them are joined. */
  readonly joined: number;
  /**
   * Archives (RFC 5005 4) seal a document only when a post would be in neither window nor archive, and never
   * add to it; search segments take every post at once, and the newest is open until it is full.
   */
  readonly seal: 'overflow' | 'at-once';
  /** Whether documents that have lost posts make room for others: all but the doctor, who looks first. */
  readonly tidy: boolean;
}

/** What came of applying changes to a stream. */
export interface Applied {
  readonly data: StreamData;
  /** Documents that are new or differ; null: taken away. */
  readonly docs: ReadonlyMap<number, Doc | null>;
  /** What is published of these documents differs: they changed, are gone, or lead on to another one. */
  readonly shown: readonly number[];
  /** The window, a count or a document differs: there is something to write and render. */
  readonly changed: boolean;
}

/** A stream that nothing has been filed under yet. */
export function newStream(name: string, born: Instant): StreamData {
  const counts = { count: 0, related: {}, writers: {}, years: {} };
  return { name, born, since: null, window: [], ...counts, docs: [], joined: [], last: 0 };
}

/**
 * Brings a stream up to date: puts and takes out posts, keeps the window at exactly what `shownOf` says of
 * those that aren't held, seals what falls out of it, and joins documents that have lost posts. Applying the
 * same changes twice gives the same stream.
 */
export async function applyChanges(
  data: StreamData,
  changes: readonly StreamChange[],
  policy: StreamPolicy,
  loadDoc: (n: number) => Promise<Doc>,
): Promise<Applied> {
  const work = new StreamWork(data, policy, loadDoc);
  for (const change of changes) await work.apply(change);
  await work.makeWindow();
  await work.openLast();
  work.seal();
  await work.tidy();
  return work.result();
}

/** Each document, and each that was joined to another → the one that it leads on to, 0 for none. */
const leads = ({ docs, joined }: Pick<StreamData, 'docs' | 'joined'>): ReadonlyMap<number, number> =>
  new Map([
    ...docs.map(({ n }, index) => [n, docs[index - 1]?.n ?? 0] as const),
    ...joined.map(({ n, into }) => [n, into] as const),
  ]);

/** The documents that one of two states alone has, or that lead on to another one. */
function ledElsewhere(before: StreamData, after: StreamData): readonly number[] {
  const [was, is] = [leads(before), leads(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((n) => was.get(n) !== is.get(n));
}

const unarchived = (post: Post): DocPost => ({ post, archivedOnly: false });

class StreamWork {
  private readonly window: StreamWindow;
  private readonly docs: StreamDocs;
  /** In neither window nor document. */
  private overflow: DocPost[] = [];
  private readonly tally: StreamTally;
  private changed = false;
  constructor(
    private readonly data: StreamData,
    private readonly policy: StreamPolicy,
    loadDoc: (n: number) => Promise<Doc>,
  ) {
    this.docs = new StreamDocs(data, loadDoc);
    this.window = new StreamWindow(data, policy.limit, this.docs);
    this.tally = new StreamTally(data);
  }

  async apply(change: StreamChange): Promise<void> {
    const here = change.now.includes(this.data.name) ? change.post : null;
    const doc = await this.docOf(change);
    const old = this.window.place(change.id)?.post ?? this.inDoc(doc, change.id)?.post ?? null;
    if (old === null && here === null) return;
    if (old !== null && here !== null && JSON.stringify(old) === JSON.stringify(here)) return;
    this.changed = true;
    if (old !== null) this.tally.add(old, -1);
    if (here !== null) this.tally.add(here, 1);
    if (here === null) this.remove(change.id, doc);
    else if (old === null) this.insert(here, change.archivedOnly);
    else this.replace(old, here, doc);
  }

  /** What leaves the window is to be sealed, if no document holds it. */
  async makeWindow(): Promise<void> {
    const { left, changed } = await this.window.decide();
    for (const post of left) this.overflow.push(unarchived(post));
    if (changed) this.changed = true;
  }

  seal(): void {
    if (this.policy.seal === 'at-once')
      for (const post of this.window.unsealed()) this.overflow.push(unarchived(post));
    if (this.overflow.length === 0) return;
    this.changed = true;
    const queue = this.overflow.sort((a, b) => newestFirst(b.post, a.post));
    this.overflow = [];
    if (this.policy.seal === 'at-once') this.fillLast(queue);
    while (queue.length > 0) {
      const posts = queue.splice(0, this.policy.docSize);
      if (this.policy.seal === 'overflow')
        posts.push(...this.oldestUnsealed(this.policy.filled - posts.length));
      this.window.placeIn(this.docs.add(posts));
    }
  }

  /** Only where something has changed: the same changes again are none. */
  async tidy(): Promise<void> {
    const { tidy, joined, seal } = this.policy;
    if (!tidy || !this.changed) return;
    for (const n of await this.docs.tidy(joined, seal === 'at-once')) this.window.placeIn(n);
  }

  result(): Applied {
    const window = this.window.sorted();
    const oldest = window.at(-1)?.post.published ?? null;
    const since = this.docs.refs.reduce<Instant | null>(
      (min, ref) => (ref.count > 0 && (min === null || ref.from < min) ? ref.from : min),
      oldest,
    );
    const data: StreamData = {
      name: this.data.name,
      born: this.data.born,
      since,
      window,
      limit: this.policy.limit,
      ...this.tally.counts,
      ...this.docs.data,
    };
    const docs = this.docs.changed;
    const shown = [...new Set([...docs.keys(), ...ledElsewhere(this.data, data)])];
    return { data, docs, shown, changed: this.changed };
  }

  private insert(post: Post, archivedOnly: boolean): void {
    if (archivedOnly) this.overflow.push({ post, archivedOnly });
    else this.window.add(post);
  }

  private replace(before: Post, post: Post, doc: number): void {
    this.window.replace(before, post);
    const posts = this.docs.posts(doc);
    const index = posts.findIndex((other) => other.post.id === post.id);
    const old = posts[index];
    if (old !== undefined) this.setDoc(doc, posts.with(index, { post, archivedOnly: old.archivedOnly }));
    this.overflow = this.overflow.map((other) =>
      other.post.id === post.id ? { post, archivedOnly: other.archivedOnly } : other,
    );
  }

  private remove(id: string, doc: number): void {
    this.window.remove(id);
    this.overflow = this.overflow.filter((other) => other.post.id !== id);
    const posts = this.docs.posts(doc);
    const left = posts.filter((other) => other.post.id !== id);
    if (left.length < posts.length) this.setDoc(doc, left);
  }

  private fillLast(queue: DocPost[]): void {
    const last = this.docs.refs.at(-1);
    if (last === undefined || last.count >= this.policy.docSize) return;
    this.setDoc(last.n, [...this.docs.posts(last.n), ...queue.splice(0, this.policy.docSize - last.count)]);
  }

  private oldestUnsealed(most: number): DocPost[] {
    const unsealed = [...this.window.unsealed()].sort((a, b) => newestFirst(b, a));
    return unsealed.slice(0, Math.max(0, most)).map(unarchived);
  }

  private setDoc(n: number, posts: readonly DocPost[]): void {
    this.docs.set(n, posts);
    this.window.placeIn(n);
  }

  /** The document that holds the post, loaded; 0 for none. */
  private async docOf(change: StreamChange): Promise<number> {
    const known = this.window.place(change.id)?.doc ?? 0;
    if (known !== 0) {
      await this.docs.load(known);
      return known;
    }
    return change.isNew ? 0 : this.docs.holding(change);
  }

  private inDoc(n: number, id: string): DocPost | undefined {
    const isIt = ({ post }: DocPost): boolean => post.id === id;
    return this.docs.posts(n).find(isIt) ?? this.overflow.find(isIt);
  }

  /** The open segment has to be at hand before posts are added to it; archives have none. */
  async openLast(): Promise<void> {
    if (this.policy.seal === 'overflow') return;
    const last = this.docs.refs.at(-1);
    if (last !== undefined && last.count < this.policy.docSize) await this.docs.load(last.n);
  }
}
