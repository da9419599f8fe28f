import type { Tag } from '../config/config.js';
import type { Rulings } from '../merge/rulings.js';
import { compareText } from '../model/compare-text.js';
import type { Entry } from '../model/entry.js';
import { newestFirst } from '../model/newest-first.js';
import { refiled } from '../pass/refile.js';
import type { StoreReader } from '../store/store.js';
import { type MovedPost, type PreviewedPost, whyAdded, whyRemoved } from './move-cause.js';

/** What a change of rules would do to a tag. */
export interface TagPreview {
  readonly slug: string;
  readonly added: readonly MovedPost[];
  readonly removed: readonly MovedPost[];
}

/** A tag that has another slug now, with its old one among its aliases: its posts stay. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
  readonly posts: number;
}

/** What `publish` would change. Also the answer to `publish --dry-run --json`, as it stands. */
export interface Preview {
  /** Tags that change, by slug. */
  readonly tags: readonly TagPreview[];
  readonly renamed: readonly Renamed[];
  /** Posts that `only` would newly hold back, and let through. */
  readonly withheld: readonly PreviewedPost[];
  readonly released: readonly PreviewedPost[];
}

/** Files all stored entries by the rules and tells what would change; writes nothing. */
export async function preview(
  store: StoreReader,
  rulings: Rulings,
  configured: readonly Tag[],
): Promise<Preview> {
  const tags = new Map<string, { added: MovedPost[]; removed: MovedPost[] }>();
  const renamed = new Map<string, { from: string; to: string; posts: number }>();
  const gate = { withheld: [] as PreviewedPost[], released: [] as PreviewedPost[] };
  const newNames = newNamesOf(configured);
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
        const moves = movesOf(before, after, newNames);
        for (const { from, to } of moves.renamed) {
          const known = renamed.get(from) ?? { from, to, posts: 0 };
          renamed.set(from, { ...known, posts: known.posts + 1 });
        }
        for (const slug of moves.added)
          tag(slug).added.push({ ...previewed(after), ...whyAdded(slug, before, after) });
        if (moves.removed.length > 0) {
          const now = rulings.explain(source, after);
          for (const slug of moves.removed)
            tag(slug).removed.push({
              ...previewed(after),
              ...whyRemoved(slug, before, after, now, configured),
            });
        }
        if (before.copyOf === null && before.admitted !== after.admitted) {
          (after.admitted ? gate.released : gate.withheld).push(previewed(after));
        }
      }
    }
  }
  const sorted = [...tags].sort(([a], [b]) => compareText(a, b));
  return {
    tags: sorted.map(([slug, { added, removed }]) => ({
      slug,
      added: added.toSorted(newestFirst),
      removed: removed.toSorted(newestFirst),
    })),
    renamed: [...renamed.values()].sort((a, b) => compareText(a.from, b.from)),
    withheld: gate.withheld.toSorted(newestFirst),
    released: gate.released.toSorted(newestFirst),
  };
}

/** Slugs that tags had → those that they have. */
const newNamesOf = (tags: readonly Tag[]): ReadonlyMap<string, string> =>
  new Map(tags.flatMap(({ slug, aliases }) => aliases.map((alias) => [alias, slug])));

interface Moves {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** A tag that goes and comes back under its new name has not moved the post. */
function movesOf(before: Entry, after: Entry, newNames: ReadonlyMap<string, string>): Moves {
  const was = shownTags(before);
  const will = shownTags(after);
  const added = [...will].filter((slug) => !was.has(slug));
  const removed = [...was].filter((slug) => !will.has(slug));
  const renamed = removed.flatMap((from) => {
    const to = newNames.get(from);
    return to !== undefined && added.includes(to) ? [{ from, to }] : [];
  });
  return {
    added: added.filter((slug) => !renamed.some(({ to }) => to === slug)),
    removed: removed.filter((slug) => !renamed.some(({ from }) => from === slug)),
    renamed,
  };
}

/** The tags whose feeds carry the entry. */
function shownTags(entry: Entry): ReadonlySet<string> {
  return new Set(entry.streams.length === 0 ? [] : entry.tags);
}

function previewed({ id, title, url, published }: Entry): PreviewedPost {
  return { id, title, url, published };
}
