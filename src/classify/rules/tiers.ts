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
  const last = [...byLot.values()].at(-1) ?? 0;
  const tiers = Array.from({ length: last + 1 }, () => ({ groups: [] as Group[], asked: [] as Asked[] }));
  for (const group of groups) tiers[byLot.get(groupLot(group.slug)) ?? 0]?.groups.push(group);
  for (const one of asked) tiers[tierOf[one.tag] ?? 0]?.asked.push(one);
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

/** Each in the first tier that comes after all that it waits for, and so the last tier at the end. */
function inOrder(waiting: ReadonlyMap<Lot, ReadonlySet<Lot>>): ReadonlyMap<Lot, number> {
  const tiers = new Map<Lot, number>();
  const open = new Map<Lot, number>();
  const waitingFor = new Map<Lot, Lot[]>([...waiting.keys()].map((lot) => [lot, []]));
  for (const [lot, others] of waiting) {
    open.set(lot, others.size);
    for (const other of others) waitingFor.get(other)?.push(lot);
  }
  let ready = [...open].flatMap(([lot, count]) => (count === 0 ? [lot] : []));
  for (let tier = 0; ready.length > 0; tier++) {
    const next: Lot[] = [];
    for (const lot of ready) {
      tiers.set(lot, tier);
      for (const one of waitingFor.get(lot) ?? []) {
        const left = (open.get(one) ?? 0) - 1;
        open.set(one, left);
        if (left === 0) next.push(one);
      }
    }
    ready = next;
  }
  if (tiers.size < waiting.size) throw new TypeError('tags that ask for each other in a circle');
  return tiers;
}
