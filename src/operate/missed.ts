import type { Classifier } from '../classify/index.js';
import { subjectOf } from '../classify/match/subject.js';
import type { Explanation } from '../classify/report/explain.js';
import { type Published, type SharedWord, sharedWords } from '../classify/report/shared-words.js';
import type { Config, Source } from '../config/config.js';
import { makeRulings, type Rulings } from '../merge/rulings.js';
import { type Entry, nameOf } from '../model/entry.js';
import { newestFirst } from '../model/newest-first.js';
import { type Instant, instant, type SourceKey } from '../model/values.js';
import { refiled } from '../pass/refile.js';
import { listSources, sourceTitle } from '../sources/listed.js';
import type { StoreReader } from '../store/store.js';

/** A post that the rules of today leave without a tag, or hold back. */
export interface MissedPost {
  readonly source: SourceKey;
  /** The source's title. */
  readonly from: string;
  readonly entry: Entry;
}

/** What rules miss of what is stored. Changes nothing, and works while a pass runs. */
export class Missed {
  private constructor(
    private readonly store: StoreReader,
    private readonly config: Config,
    private readonly rulings: Rulings,
    /** Of posts that were published earlier nothing is told. */
    private readonly since: Instant | null,
  ) {}

  /** @param now milliseconds since 1970 */
  static async in(
    store: StoreReader,
    { config, classifier }: { readonly config: Config; readonly classifier: Classifier },
    since: Instant | null,
    now: number,
  ): Promise<Missed> {
    const records = await store.sources();
    const listed = listSources(config, records, (await store.facts()).lists);
    const rulings = makeRulings(config, classifier, listed, records.values(), instant(now));
    return new Missed(store, config, rulings, since);
  }

  /** All that is stored, filed by the rules of today. */
  async *stored(): AsyncIterable<MissedPost> {
    for (const [source, record] of await this.store.sources()) {
      const refile = refiled(this.rulings, source);
      const from = sourceTitle(this.rulings.listed(source), record);
      for await (const entries of this.store.entries(source))
        for (const entry of entries) yield { source, from, entry: refile(entry) };
    }
  }

  /** Published posts without a tag. */
  async *untagged(): AsyncIterable<MissedPost> {
    for await (const post of this.stored()) if (this.isUntagged(post.entry)) yield post;
  }

  /** Posts that `only` holds back, those of another source that are published from there left out. */
  async *held(): AsyncIterable<MissedPost> {
    for await (const post of this.stored())
      if (!post.entry.admitted && post.entry.copyOf === null && this.isRecent(post.entry)) yield post;
  }

  /** The words that untagged posts share and no rule has. Rules are asked once, entries read four times. */
  async words(limit: number): Promise<readonly SharedWord[]> {
    const tagged = new Map<string, boolean>();
    for await (const { source, entry } of this.stored()) {
      const isTagged = entry.tags.length > 0;
      const isMeant = entry.streams.length > 0 && (isTagged || this.isRecent(entry));
      if (isMeant) tagged.set(nameOf({ source, key: entry.key }), isTagged);
    }
    const { store } = this;
    const published = async function* (): AsyncIterable<Published> {
      for (const source of (await store.sources()).keys())
        for await (const entries of store.entries(source))
          for (const entry of entries) {
            const isTagged = tagged.get(nameOf({ source, key: entry.key }));
            if (isTagged !== undefined) yield { subject: subjectOf(entry, null), isTagged };
          }
    };
    return sharedWords(this.config, published, limit);
  }

  /** How near a post came to each tag. */
  explain({ source, entry }: MissedPost): Explanation {
    return this.rulings.explain(source, entry);
  }

  /** The source as feeds.json or a list of it has it; null where none does any more. */
  listed(source: SourceKey): Source | null {
    return this.rulings.listed(source);
  }

  private isUntagged(entry: Entry): boolean {
    return entry.streams.length > 0 && entry.tags.length === 0 && this.isRecent(entry);
  }

  private isRecent({ published }: Entry): boolean {
    return this.since === null || published >= this.since;
  }
}

/** The newest of many posts, and how many they are: only those are kept. */
export async function newestOf(
  posts: AsyncIterable<MissedPost>,
  most: number,
): Promise<{ readonly count: number; readonly newest: readonly MissedPost[] }> {
  let kept: MissedPost[] = [];
  let count = 0;
  const cut = (): void => {
    kept = kept.toSorted((a, b) => newestFirst(a.entry, b.entry)).slice(0, most);
  };
  for await (const post of posts) {
    count += 1;
    kept.push(post);
    if (kept.length >= 2 * most) cut();
  }
  cut();
  return { count, newest: kept };
}
