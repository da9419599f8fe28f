import type { Config } from '../../config/config.js';
import type { Entry } from '../../model/entry.js';
import type { Enclosure, Person, SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import type { StoreReader } from '../../store/store.js';
import type { ItemExtras, SourceExtras } from './extras.js';

/**
 * Everything stored as one JSON Feed 1.1, piece by piece: whatever its size, a part of one source is in
 * memory. A post that several sources carry is one item. With `tag` only what is published under it.
 */
export async function* exportFeed(
  store: StoreReader,
  config: Config,
  tag: string | null,
): AsyncIterable<string> {
  const records = [...(await store.sources()).values()];
  const head = {
    version: 'https://jsonfeed.org/version/1.1',
    title: config.site.title,
    home_page_url: config.site.url,
    _tagwire: { sources: Object.fromEntries(records.map((record) => [record.key, sourceExtras(record)])) },
  };
  yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
  let separator = '\n';
  for (const { key } of records) {
    for await (const entries of store.entries(key)) {
      const items: string[] = [];
      for (const entry of entries) {
        if (!isWanted(entry, tag) || (await hasLead(store, entry))) continue;
        items.push(JSON.stringify(await item(store, key, entry)));
      }
      if (items.length === 0) continue;
      yield separator + items.join(',\n');
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

const isWanted = ({ tags, admitted }: Entry, tag: string | null): boolean =>
  tag === null || (admitted && tags.includes(tag));

/** It goes with the post that is published in its place. */
async function hasLead(store: StoreReader, { copyOf }: Entry): Promise<boolean> {
  return copyOf !== null && (await store.entry(copyOf)) !== null;
}

async function item(store: StoreReader, source: SourceKey, entry: Entry): Promise<object> {
  const copies: object[] = [];
  for (const copy of entry.copies) {
    const stored = await store.entry(copy);
    if (stored !== null) copies.push(await item(store, copy.source, { ...stored, copies: [] }));
  }
  const extras: ItemExtras = {
    source,
    ids: [...entry.ids],
    seen: entry.seen,
    order: entry.order ?? 0,
    summary: entry.summary,
    categories: [...entry.categories],
    enclosures: [...entry.enclosures],
    from: entry.from,
    kept: entry.keptTags !== null,
    held: entry.archivedOnly,
    ...(entry.news === undefined ? {} : { news: entry.news }),
    copies: copies.map((copy) => ({ ...copy })),
  };
  return {
    id: entry.id,
    url: entry.url ?? undefined,
    title: entry.title ?? undefined,
    ...(entry.content === null ? { content_text: '' } : { content_html: entry.content }),
    image: entry.image ?? undefined,
    date_published: entry.published,
    date_modified: entry.updated,
    authors: entry.authors.length === 0 ? undefined : entry.authors.map(author),
    tags: entry.keptTags ?? entry.tags,
    language: entry.language ?? undefined,
    attachments: entry.enclosures.length === 0 ? undefined : entry.enclosures.map(attachment),
    _tagwire: extras,
  };
}

const author = ({ name, url }: Person) => ({ name, url: url ?? undefined });

/** `mime_type` is required; what says nothing is bytes. */
const attachment = ({ url, type, title, length, duration }: Enclosure) => ({
  url,
  mime_type: type ?? 'application/octet-stream',
  title: title ?? undefined,
  size_in_bytes: length ?? undefined,
  duration_in_seconds: duration ?? undefined,
});

const sourceExtras = ({ url, origin, former, private: hidden, feed }: SourceRecord): SourceExtras => ({
  url,
  origin,
  former,
  private: hidden,
  feed,
});
