import { inBundle } from '../classify/rules/bundle.js';
import { compareText } from '../model/compare-text.js';
import type { Post } from '../model/post.js';
import type { StreamData } from '../model/stream.js';
import { Newest } from './newest.js';
import type { StoreReader, TagCombination } from './store.js';

/**
 * `StoreReader.newestTagged` over the streams of the tags: of `all` that of the seldomest is gone through,
 * from its newest document on, until enough has been found or no post with all of them is left; of `any`
 * those of all. What it costs follows the posts of the seldomest tag, a document in memory at a time.
 */
export async function newestTagged(
  streams: Pick<StoreReader, 'stream' | 'doc'>,
  wanted: TagCombination,
  most: number,
): Promise<readonly Post[]> {
  const read = async (names: readonly string[]): Promise<readonly StreamData[]> =>
    (await Promise.all(names.map((name) => streams.stream(name)))).filter((data) => data !== null);
  const each = await read(wanted.all.map(streamOf));
  if (each.length < wanted.all.length) return [];
  const [seldomest] = each.toSorted((a, b) => a.count - b.count);
  const left = new Companions(seldomest, wanted.all);
  const found = new Newest(most);
  const look = (post: Post): void => {
    left.see(post);
    if (inBundle(wanted, post.tags, null)) found.offer(post);
  };
  const among = seldomest === undefined ? await read(namesOf(wanted)) : [seldomest];
  for (const { window } of among) for (const { post } of window) look(post);
  const docs = among.flatMap(({ name, docs }) => docs.map((ref) => ({ name, ...ref })));
  for (const { name, n, count, to } of docs.sort((a, b) => compareText(b.to, a.to))) {
    if (left.none || found.isFullBefore(to)) break;
    if (count === 0) continue;
    for (const { post, archivedOnly } of (await streams.doc(name, n))?.posts ?? [])
      if (archivedOnly) left.see(post);
      else look(post);
  }
  return found.posts();
}

const streamOf = (slug: string): string => `tags/${slug}`;

const namesOf = ({ any }: TagCombination): readonly string[] =>
  any.length > 0 ? any.map(streamOf) : ['site'];

/** How many posts of a stream have yet to be seen that also have the tag which fewest of them have. */
class Companions {
  private readonly slug: string | null;
  private readonly count: number = 0;
  private readonly seen = new Set<string>();

  constructor(stream: StreamData | undefined, all: readonly string[]) {
    const others = all
      .filter((slug) => stream !== undefined && streamOf(slug) !== stream.name)
      .map((slug) => ({ slug, count: stream?.related[slug] ?? 0 }))
      .sort((a, b) => a.count - b.count);
    this.slug = others[0]?.slug ?? null;
    this.count = others[0]?.count ?? 0;
  }

  see({ id, tags }: Post): void {
    if (this.slug !== null && tags.includes(this.slug)) this.seen.add(id);
  }

  get none(): boolean {
    return this.slug !== null && this.seen.size >= this.count;
  }
}
