import type { Group, Tag } from '../../config/config.js';
import { type Expr, type Leaf, leavesOf } from './leaf.js';

/** Tags that can be decided once all of the rounds before are. */
export interface Round {
  readonly groups: readonly Group[];
  /** Tags of this round that terms ask for. */
  readonly asked: readonly Asked[];
}

interface Asked {
  readonly leaf: number;
  /** The tag's place. */
  readonly tag: number;
  readonly slug: string;
}

/** The order in which tags are decided: first what others ask for (`tag:wasm`), then those. */
export interface Rounds {
  /** At least one. */
  readonly rounds: readonly Round[];
  /** The round of each tag. */
  readonly roundOf: readonly number[];
}

/** A tag, and the terms that decide on it. */
interface Decided {
  readonly tag: Pick<Tag, 'slug' | 'group'>;
  readonly judged: readonly { readonly expr: Expr }[];
}

/**
 * Puts tags in order. Those of a group are in one round, as they compete. Throws a TypeError for tags that
 * ask for each other in a circle: the configuration's check names those before.
 */
export function roundsOf(
  tags: readonly Decided[],
  groups: readonly Group[],
  leaves: readonly Leaf[],
): Rounds {
  const places = new Map(tags.map(({ tag }, place) => [tag.slug, place]));
  const asked = [...leaves.entries()].flatMap(([leaf, one]): readonly Asked[] => {
    if (one.kind !== 'tag') return [];
    const tag = places.get(one.slug);
    return tag === undefined ? [] : [{ leaf, tag, slug: one.slug }];
  });
  const byParty = inOrder(waits(tags, new Map(asked.map(({ leaf, tag }) => [leaf, tags[tag]]))));
  const roundOf = tags.map((one) => byParty.get(partyOf(one)) ?? 0);
  const last = Math.max(0, ...byParty.values());
  const rounds = Array.from(
    { length: last + 1 },
    (_, round): Round => ({
      groups: groups.filter(({ slug }) => (byParty.get(groupParty(slug)) ?? 0) === round),
      asked: asked.filter(({ tag }) => roundOf[tag] === round),
    }),
  );
  return { rounds, roundOf };
}

/** What is decided together: the tags of a group, or one tag outside of all. */
type Party = `group ${string}` | `tag ${string}`;
const groupParty = (slug: string): Party => `group ${slug}`;
const partyOf = ({ tag }: Decided): Party => (tag.group === null ? `tag ${tag.slug}` : groupParty(tag.group));

/** Who has to wait for whom: only those that ask, or are asked for. */
function waits(
  tags: readonly Decided[],
  tagOf: ReadonlyMap<number, Decided | undefined>,
): ReadonlyMap<Party, ReadonlySet<Party>> {
  const found = new Map<Party, Set<Party>>();
  if (tagOf.size === 0) return found;
  const of = (party: Party): Set<Party> => {
    const known = found.get(party) ?? new Set();
    found.set(party, known);
    return known;
  };
  for (const one of tags)
    for (const leaf of leavesOf(one.judged)) {
      const other = tagOf.get(leaf);
      if (other === undefined) continue;
      of(partyOf(one)).add(partyOf(other));
      of(partyOf(other));
    }
  return found;
}

/** The first round in which all that each waits for is decided. */
function inOrder(waiting: ReadonlyMap<Party, ReadonlySet<Party>>): ReadonlyMap<Party, number> {
  const rounds = new Map<Party, number>();
  for (let round = 0; rounds.size < waiting.size; round++) {
    const ready = [...waiting].filter(
      ([party, others]) => !rounds.has(party) && [...others].every((other) => rounds.has(other)),
    );
    if (ready.length === 0) throw new TypeError('tags that ask for each other in a circle');
    for (const [party] of ready) rounds.set(party, round);
  }
  return rounds;
}
