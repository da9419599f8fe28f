import type { Config } from '../../config/config.js';
import type { Imported, Restored } from '../../merge/make-entry.js';
import { factsOf, importFeed, type Pass } from '../../merge/merge.js';
import { comparableUrl } from '../../model/address.js';
import type { Feed, FeedEntry } from '../../model/feed.js';
import { slugify } from '../../model/slug.js';
import { type HttpUrl, httpUrl, type SourceKey } from '../../model/values.js';
import { plainId } from '../../parse/identity.js';
import { readJsonFeed } from '../../parse/index.js';
import { TakenKeys } from '../../sources/key.js';
import { type ListedSource, newRecord } from '../../sources/listed.js';
import type { SourceRecord } from '../../sources/record.js';
import { type ItemExtras, readItemExtras, readSources, type SourceExtras } from './extras.js';
import type { JsonObject } from './read-items.js';

export interface ImportInput extends Pass {
  readonly config: Config;
  readonly listed: readonly ListedSource[];
  /** Items keep the tags that they bring, whatever the rules say. */
  readonly keepTags: boolean;
}

/** Adds the items of one JSON Feed to the store, group by group. Nothing is published. */
export class FeedImport {
  /** New entries. */
  added = 0;
  /** Items that were stored already. */
  known = 0;
  private readonly sources: ReadonlyMap<string, SourceExtras>;
  /** Key in an export → key here. */
  private readonly keys = new Map<string, SourceKey>();
  private readonly slugs: ReadonlyMap<string, string>;

  private constructor(
    private readonly input: ImportInput,
    private readonly head: JsonObject,
    private readonly records: Map<SourceKey, SourceRecord>,
  ) {
    this.sources = readSources(head['_tagwire']);
    this.slugs = slugsByName(input.config);
  }

  /** @param head the document without its items */
  static async begin(input: ImportInput, head: JsonObject): Promise<FeedImport> {
    return new FeedImport(input, head, new Map(await input.store.sources()));
  }

  async take(items: readonly JsonObject[]): Promise<void> {
    const plain: JsonObject[] = [];
    const exported = new Map<string, Exported[]>();
    for (const item of items) {
      const found = this.exportedIn(item, false);
      if (found.length === 0) plain.push(item);
      for (const one of found)
        exported.set(one.extras.source, [...(exported.get(one.extras.source) ?? []), one]);
    }
    if (plain.length > 0) await this.addPlain(plain);
    for (const isCopy of [false, true]) {
      for (const [key, all] of exported) {
        const some = all.filter((one) => one.isCopy === isCopy);
        if (some.length > 0) await this.addExported(key, some);
      }
    }
  }

  /** An item of our own export, and the other sources' copies of it. */
  private exportedIn(item: JsonObject, isCopy: boolean): readonly Exported[] {
    const extras = readItemExtras(item['_tagwire']);
    if (extras === null || !this.sources.has(extras.source)) return [];
    return [{ item, extras, isCopy }, ...extras.copies.flatMap((copy) => this.exportedIn(copy, true))];
  }

  private async addPlain(items: readonly JsonObject[]): Promise<void> {
    const feed = readJsonFeed({ ...this.head, items });
    const record = await this.sourceOf(feed);
    const stored = new Map<string, Restored>();
    const keptTags = (entry: FeedEntry): readonly string[] | null =>
      this.input.keepTags ? this.slugsOf(entry.categories) : null;
    if (record.feed === null) await this.register({ ...record, feed: factsOf(feed, this.input.rulings.now) });
    await this.add(record.key, feed, { stored, keptTags });
  }

  private async addExported(key: string, all: readonly Exported[]): Promise<void> {
    const record = await this.restoredSource(key);
    const feed = readJsonFeed({ items: all.map(({ item }) => item), title: record.feed?.title ?? '' });
    const byId = new Map(all.map((one) => [plainId(String(one.item['id']).trim()), one]));
    const stored = new Map<string, Restored>();
    const entries = feed.entries.flatMap((entry): readonly FeedEntry[] => {
      const found = byId.get(entry.id ?? '');
      if (found === undefined || entry.id === null) return [];
      const { ids, seen, order, summary, categories, enclosures, from, kept, held, news } = found.extras;
      const identity = ids.at(-1) ?? entry.id;
      const keptTags = kept || this.input.keepTags ? this.slugsOf(entry.categories) : null;
      stored.set(identity, {
        id: entry.id,
        ids,
        seen,
        ...(order === 0 ? {} : { order }),
        from,
        keptTags,
        archivedOnly: held,
        ...(news === undefined ? {} : { news }),
        isCopy: found.isCopy,
      });
      const markup = summary === null ? null : ({ type: 'html', value: summary, base: null } as const);
      return [{ ...entry, id: identity, summary: markup, categories, enclosures }];
    });
    await this.add(record.key, { ...feed, entries }, { stored, keptTags: () => null });
  }

  private async add(source: SourceKey, feed: Feed, imported: Imported): Promise<void> {
    const added = await importFeed(this.input, source, feed, imported);
    this.added += added.length;
    this.known += feed.entries.length - added.length;
  }

  private slugsOf(tags: readonly string[]): readonly string[] {
    const slugs = tags.map((tag) => slugify(tag)).filter((slug) => slug !== '');
    return [...new Set(slugs.map((slug) => this.slugs.get(slug) ?? slug))].sort();
  }

  /**
   * The source of feeds.json that the feed is of, by its address or else its home; else one that is only
   * remembered.
   */
  private async sourceOf(feed: Feed): Promise<SourceRecord> {
    const home = feed.home === null ? null : comparableUrl(feed.home);
    const sameHome = this.input.listed.filter(({ record }) => {
      const own = this.current(record).feed?.home ?? null;
      return own !== null && comparableUrl(own) === home;
    });
    const [only] = sameHome.length === 1 ? sameHome : [];
    const known = feed.self === null ? null : this.sourceAt(feed.self);
    const record = known ?? (feed.self === null && only !== undefined ? this.current(only.record) : null);
    if (record !== null) return record;
    const address = feed.self ?? feed.home ?? new URL('#imported', this.input.config.site.url).href;
    return this.remember(httpUrl(address) ?? this.input.config.site.url, { private: feed.self === null });
  }

  private async restoredSource(key: string): Promise<SourceRecord> {
    const mine = this.keys.get(key);
    const known = mine === undefined ? undefined : this.records.get(mine);
    if (known !== undefined) return known;
    const extras = this.sources.get(key);
    if (extras === undefined) throw new TypeError(`no source ${key} in the export`);
    const record = this.sourceAt(extras.url) ?? (await this.remember(extras.url, extras));
    const isNew = record.entries === 0 && record.poll.polls === 0;
    const restored = isNew
      ? { ...record, origin: extras.origin, former: extras.former, feed: record.feed ?? extras.feed }
      : record;
    await this.register(restored);
    this.keys.set(key, restored.key);
    return restored;
  }

  private sourceAt(url: HttpUrl): SourceRecord | null {
    const wanted = comparableUrl(url);
    const at = (record: SourceRecord): boolean => comparableUrl(record.url) === wanted;
    const listed = this.input.listed.find(({ record }) => at(record));
    if (listed !== undefined) return this.current(listed.record);
    return [...this.records.values()].find(at) ?? null;
  }

  private async remember(url: HttpUrl, part: Pick<SourceRecord, 'private'>): Promise<SourceRecord> {
    const known = this.sourceAt(url);
    if (known !== null) return known;
    const record = newRecord(url, new TakenKeys(this.records.keys()), part.private);
    await this.register(record);
    return record;
  }

  private async register(record: SourceRecord): Promise<void> {
    this.records.set(record.key, record);
    this.input.rulings.learn(record);
    await this.input.store.register([record]);
  }

  /** As it is known by now. */
  private current(record: SourceRecord): SourceRecord {
    return this.records.get(record.key) ?? record;
  }
}

/** Tag by any name that an import may use for it. A slug beats an alias, and that another tag's title. */
function slugsByName({ tags }: Config): ReadonlyMap<string, string> {
  return new Map([
    ...tags.map(({ slug, title }) => [slugify(title), slug] as const),
    ...tags.flatMap(({ slug, aliases }) => aliases.map((alias) => [alias, slug] as const)),
    ...tags.map(({ slug }) => [slug, slug] as const),
  ]);
}

interface Exported {
  readonly item: JsonObject;
  readonly extras: ItemExtras;
  readonly isCopy: boolean;
}
