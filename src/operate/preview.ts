import type { Desk } from '../merge/desk.js';
import type { Entry } from '../model/entry.js';
import { refiledIn } from '../pass/refile.js';
import type { Store } from '../store/store.js';

/** A post that a change of rules would move. */
export interface PreviewedPost {
  readonly id: string;
  readonly title: string | null;
  readonly url: string | null;
  readonly published: string;
}

/** What a change of rules would do to a tag. */
export interface TagPreview {
  readonly slug: string;
  readonly added: readonly PreviewedPost[];
  readonly removed: readonly PreviewedPost[];
}

/** What `publish` would change. Also the answer to `publish --dry-run --json`, as it stands. */
export interface Preview {
  /** Tags that change, by slug. */
  readonly tags: readonly TagPreview[];
  /** Posts that `only` would newly hold back, and let through. */
  readonly withheld: readonly PreviewedPost[];
  readonly released: readonly PreviewedPost[];
}

/** Files all stored entries by the rules of the desk and tells what would change; writes nothing. */
export async function preview(store: Store, desk: Desk): Promise<Preview> {
  const tags = new Map<string, { added: PreviewedPost[]; removed: PreviewedPost[] }>();
  const gate = { withheld: [] as PreviewedPost[], released: [] as PreviewedPost[] };
  const tag = (slug: string) => {
    const known = tags.get(slug) ?? { added: [], removed: [] };
    tags.set(slug, known);
    return known;
  };
  for (const source of store.sources().keys()) {
    for await (const shard of store.entries(source)) {
      for (const { before, after } of refiledIn(shard, source, desk)) {
        const was = shownTags(before);
        const will = shownTags(after);
        for (const slug of will) if (!was.has(slug)) tag(slug).added.push(previewed(after));
        for (const slug of was) if (!will.has(slug)) tag(slug).removed.push(previewed(after));
        if (before.copyOf === null && before.passes !== after.passes) {
          (after.passes ? gate.released : gate.withheld).push(previewed(after));
        }
      }
    }
  }
  const sorted = [...tags].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    tags: sorted.map(([slug, { added, removed }]) => ({
      slug,
      added: newest(added),
      removed: newest(removed),
    })),
    ...gate,
  };
}

/** The tags whose feeds carry the entry. */
function shownTags(entry: Entry): ReadonlySet<string> {
  return new Set(entry.streams.length === 0 ? [] : entry.tags);
}

function previewed({ id, title, url, published }: Entry): PreviewedPost {
  return { id, title, url, published };
}

function newest(posts: readonly PreviewedPost[]): readonly PreviewedPost[] {
  return posts.toSorted((a, b) =>
    a.published < b.published ? 1 : a.published > b.published ? -1 : a.id < b.id ? -1 : 1,
  );
}
