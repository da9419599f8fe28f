import type { Rulings } from '../merge/rulings.js';
import type { Entry } from '../model/entry.js';
import { newestFirst } from '../model/newest-first.js';
import type { Instant } from '../model/values.js';
import { refiled } from '../pass/refile.js';
import type { StoreReader } from '../store/store.js';

/** A post that a change of rules would move. */
export interface PreviewedPost {
  readonly id: string;
  readonly title: string | null;
  readonly url: string | null;
  readonly published: Instant;
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

/** Files all stored entries by the rules and tells what would change; writes nothing. */
export async function preview(store: StoreReader, rulings: Rulings): Promise<Preview> {
  const tags = new Map<string, { added: PreviewedPost[]; removed: PreviewedPost[] }>();
  const gate = { withheld: [] as PreviewedPost[], released: [] as PreviewedPost[] };
  const tag = (slug: string) => {
    const known = tags.get(slug) ?? { added: [], removed: [] };
    tags.set(slug, known);
    return known;
  };
  for (const source of (await store.sources()).keys()) {
    const refile = refiled(rulings, source);
    for await (const entries of store.entries(source)) {
      for (const before of entries) {
        const after = refile(before);
        if (after === before) continue;
        const was = shownTags(before);
        const will = shownTags(after);
        for (const slug of will) if (!was.has(slug)) tag(slug).added.push(previewed(after));
        for (const slug of was) if (!will.has(slug)) tag(slug).removed.push(previewed(after));
        if (before.copyOf === null && before.admitted !== after.admitted) {
          (after.admitted ? gate.released : gate.withheld).push(previewed(after));
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

const newest = (posts: readonly PreviewedPost[]): readonly PreviewedPost[] => posts.toSorted(newestFirst);
