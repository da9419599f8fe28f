import type { Group, Tag } from '../../config/config.js';
import { type Expr, type Leaf, leavesOf } from './leaf.js';

/** Tags that can be decided once all of the tiers before are. */
export interface Tier {
  readonly groups: readonly Group[];
  /** Tags of this tier that terms ask for. */
  readonly asked: readonly Asked[];
}

interface Asked {
  readonly leaf: number;
  /** The tag's place. */
  readonly tag: number;
  readonly slug: string;
}

/** The order in which tags are decided: first what others ask for (`tag:wasm`), then those. */
export interface Tiers {
  /** At least one. */
  readonly tiers: readonly Tier[];
  /** The tier of each tag. */
  readonly tierOf: readonly number[];
}

/** A tag, and the terms that decide on it. */
interface Decided {
  readonly tag: Pick<Tag, 'slug' | 'group'>;
  readonly judged: readonly { readonly expr: Expr }[];
}

/**
 * Puts tags in order. Those of a group are in one tier, as they compete. Throws a TypeError for tags that
 * ask for each other in a circle: the configuration's check names those before.
 */
export function tiersOf(tags: readonly Decided[], groups: readonly Group[], leaves: readonly Leaf[]): Tiers {
  const places = new Map(tags.map(({ tag }, place) => [tag.slug, place]));
  const asked = [...leaves.entries()].flatMap(([leaf, one]): readonly Asked[] => {
    if (one.kind !== 'tag') return [];
    const tag = places.get(one.slug);
    return tag === undefined ? [] : [{ leaf, tag, slug: one.slug }];
  });
  const byLot = inOrder(waits(tags, new Map(asked.map(({ leaf, tag }) => [leaf, tags[tag]]))));
  const tierOf = tags.map((one) => byLot.get(lotOf(one)) ?? 0);
  const last = Math.max(0, ...byLot.values());
  const tiers = Array.from(
    { length: last + 1 },
    (_, tier): Tier => ({
      groups: groups.filter(({ slug }) => (byLot.get(groupLot(slug)) ?? 0) === tier),
      asked: asked.filter(({ tag }) => tierOf[tag] === tier),
    }),
  );
  return { tiers, tierOf };
}

/** What is decided together: the tags of a group, or one tag outside of all. */
type Lot = `group ${string}` | `tag ${string}`;
const groupLot = (slug: string): Lot => `group ${slug}`;
const lotOf = ({ tag }: Decided): Lot => (tag.group === null ? `tag ${tag.slug}` : groupLot(tag.group));

/** Who has to wait for whom: only those that ask, or are asked for. */
function waits(
  tags: readonly Decided[],
  tagOf: ReadonlyMap<number, Decided | undefined>,
): ReadonlyMap<Lot, ReadonlySet<Lot>> {
  const found = new Map<Lot, Set<Lot>>();
  if (tagOf.size === 0) return found;
  const of = (lot: Lot): Set<Lot> => {
    const known = found.get(lot) ?? new Set();
    found.set(lot, known);
    return known;
  };
  for (const one of tags)
    for (const leaf of leavesOf(one.judged)) {
      const other = tagOf.get(leaf);
      if (other === undefined) continue;
      of(lotOf(one)).add(lotOf(other));
      of(lotOf(other));
    }
  return found;
}

/** Each in the first tier that comes after all that it waits for. */
function inOrder(waiting: ReadonlyMap<Lot, ReadonlySet<Lot>>): ReadonlyMap<Lot, number> {
  const tiers = new Map<Lot, number>();
  for (let tier = 0; tiers.size < waiting.size; tier++) {
    const ready = [...waiting].filter(
      ([lot, others]) => !tiers.has(lot) && [...others].every((other) => tiers.has(other)),
    );
    if (ready.length === 0) throw new TypeError('tags that ask for each other in a circle');
    for (const [lot] of ready) tiers.set(lot, tier);
  }
  return tiers;
}
