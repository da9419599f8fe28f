import { type Entry, type EntryRef, nameOf } from '../../model/entry.js';
import { lookupsOf } from '../../model/identity.js';
import type { Post } from '../../model/post.js';
import { type Placement, placementOf, type StreamChange, streamChanges } from '../../model/stream.js';
import type { Instant, SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import { countedIn, type EntryCounts, isUnshownOther, unshownOf, withheldNow } from '../entry-counts.js';
import type { PostMaker, Put } from '../store.js';
import type { Queries } from './connect.js';
import { countUnshown } from './counts.js';
import { mark } from './editions.js';
import { readEntry } from './entry-rows.js';
import { readRecord } from './source-rows.js';
import { writeChanges } from './streams.js';

/** An entry that is written, and how it was stored before. */
interface Written {
  readonly source: SourceKey;
  readonly before: Entry | null;
  readonly entry: Entry;
  /** Its place among the entries of its source; behind all of them where it is missing. */
  readonly n?: string | undefined;
}

interface SourceState {
  readonly record: SourceRecord;
  counts: EntryCounts;
  /** A published entry has left it, or its date: its newest has to be looked for. */
  isLess: boolean;
  /** Other entries than before aren't shown, or for other reasons: they have to be counted. */
  isUnshownOther: boolean;
}

/** What one transaction does to entries: gathered, and written by `write` in a few queries. */
export class EntryWork {
  readonly changes: StreamChange[] = [];
  private readonly sources = new Map<SourceKey, SourceState>();
  private readonly written = new Map<string, Written>();
  private readonly dropped = new Map<string, { source: SourceKey; key: string }>();

  constructor(
    private readonly queries: Queries,
    private readonly makePost: PostMaker,
  ) {}

  /** @param n the place that it had before it was taken out */
  async put({ source, entry, before, isNews }: Put, n?: string): Promise<void> {
    const state = await this.state(source);
    const known = before === null ? null : await this.read({ source, key: entry.key });
    this.keep(source, known, entry, n);
    if (known === null) {
      state.counts = countedIn(state.counts, entry);
      state.isUnshownOther ||= unshownOf(entry) !== null;
      this.tell(state, before, entry, isNews);
    } else this.replaced(state, known, entry, before ?? placementOf(known));
  }

  /** Replaces an entry that was read in this transaction. */
  async replace(source: SourceKey, before: Entry, entry: Entry): Promise<void> {
    this.keep(source, before, entry);
    this.replaced(await this.state(source), before, entry, placementOf(before));
  }

  /** Has the post of an entry that stays as it is made anew. */
  async remake(source: SourceKey, entry: Entry): Promise<void> {
    this.tell(await this.state(source), placementOf(entry), entry);
  }

  async drop(source: SourceKey, entry: Entry): Promise<void> {
    const state = await this.state(source);
    this.dropped.set(nameOf({ source, key: entry.key }), { source, key: entry.key });
    const { entries, withheld } = state.counts;
    state.counts = {
      ...state.counts,
      entries: entries - 1,
      withheld: entry.admitted ? withheld : withheld - 1,
    };
    state.isLess = true;
    state.isUnshownOther ||= unshownOf(entry) !== null;
    this.changes.push(...streamChanges(placementOf(entry), null, null));
  }

  async write(): Promise<void> {
    const { queries } = this;
    await this.writeEntries();
    const gone = [...this.dropped.values()];
    if (gone.length > 0)
      await queries.rows(
        `delete from tagwire.entries where (source, key) in (select * from unnest($1::text[], $2::text[]))`,
        [gone.map(({ source }) => source), gone.map(({ key }) => key)],
      );
    await this.writeCounts(gone.length > 0);
    await writeChanges(queries, this.changes);
    const pages = new Set([...this.written.values(), ...gone].map(({ source }) => source));
    await mark(queries, { sources: pages });
  }

  private keep(source: SourceKey, before: Entry | null, entry: Entry, n?: string): void {
    const id = nameOf({ source, key: entry.key });
    const known = this.written.get(id);
    this.written.set(id, { source, before: known?.before ?? before, entry, n: n ?? known?.n });
  }

  private replaced(state: SourceState, known: Entry, entry: Entry, before: Placement): void {
    state.counts = { ...state.counts, withheld: withheldNow(state.counts.withheld, known, entry) };
    const isLater = entry.streams.length > 0 && entry.published >= known.published;
    if (known.streams.length > 0 && !isLater) state.isLess = true;
    state.isUnshownOther ||= isUnshownOther(known, entry);
    this.tell(state, before, entry);
  }

  private tell({ record }: SourceState, before: Placement | null, entry: Entry, isNews = false): void {
    const post: Post | null = this.makePost(entry, record);
    this.changes.push(...streamChanges(before, entry, post, isNews));
  }

  /** An entry as it stands by now; null where it is gone. */
  async read({ source, key }: EntryRef): Promise<Entry | null> {
    const id = nameOf({ source, key });
    if (this.dropped.has(id)) return null;
    const own = this.written.get(id);
    if (own !== undefined) return own.entry;
    return readEntry(this.queries, { source, key });
  }

  private async state(source: SourceKey): Promise<SourceState> {
    const known = this.sources.get(source);
    if (known !== undefined) return known;
    const record = await readRecord(this.queries, source, 'for update');
    if (record === null) throw new TypeError(`no record of source ${source}`);
    const { entries, withheld, oldest, unshown } = record;
    const counts = { entries, withheld, oldest, unshown };
    const state = { record, counts, isLess: false, isUnshownOther: false };
    this.sources.set(source, state);
    return state;
  }

  private async writeEntries(): Promise<void> {
    const all = [...this.written.values()];
    await this.writeRows(all.filter(({ n }) => n === undefined));
    await this.writeRows(all.filter(({ n }) => n !== undefined));
    await writeLookups(this.queries, all);
  }

  /** @param all all with their places, or all without */
  private async writeRows(all: readonly Written[]): Promise<void> {
    if (all.length === 0) return;
    const column = <T>(value: (entry: Entry) => T): T[] => all.map(({ entry }) => value(entry));
    const hasPlaces = all[0]?.n !== undefined;
    await this.queries.rows(
      `insert into tagwire.entries (source, key, published, admitted, shown, unshown, entry${hasPlaces ? ', n' : ''})
       ${hasPlaces ? 'overriding system value' : ''}
       select * from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::boolean[], $6::text[],
         $7::json[]${hasPlaces ? ', $8::bigint[]' : ''})
       on conflict (source, key) do update set published = excluded.published,
         admitted = excluded.admitted, shown = excluded.shown, unshown = excluded.unshown,
         entry = excluded.entry`,
      [
        all.map(({ source }) => source),
        column(({ key }) => key),
        column(({ published }) => published),
        column(({ admitted }) => admitted),
        column(({ streams }) => streams.length > 0),
        column(unshownOf),
        column((entry) => JSON.stringify(entry)),
        ...(hasPlaces ? [all.map(({ n }) => n)] : []),
      ],
    );
  }

  private async writeCounts(someGone: boolean): Promise<void> {
    const rows = [...this.sources].map(([key, { counts, isLess }]) => ({ key, ...counts, isLess }));
    if (rows.length === 0) return;
    const column = <T>(value: (row: (typeof rows)[number]) => T): T[] => rows.map(value);
    const keys = column(({ key }) => key);
    await this.queries.rows(
      `update tagwire.sources s set entries = c.entries, withheld = c.withheld, oldest = c.oldest,
         newest = case when c.less
           then (select max(published) from tagwire.entries e where e.source = s.key and e.shown)
           else greatest(s.newest, c.newest) end
       from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::boolean[])
         as c (key, entries, withheld, oldest, newest, less)
       where s.key = c.key`,
      [
        keys,
        column(({ entries }) => entries),
        column(({ withheld }) => withheld),
        column(({ oldest }) => oldest),
        column(({ key }) => this.newestWritten(key)),
        column(({ isLess }) => isLess),
      ],
    );
    const others = [...this.sources].filter(([, { isUnshownOther }]) => isUnshownOther).map(([key]) => key);
    if (others.length > 0) await countUnshown(this.queries, others);
    if (someGone)
      await this.queries.rows(
        `update tagwire.sources s set oldest = (select min(published) from tagwire.entries e where e.source = s.key)
         where key = any($1)`,
        [keys],
      );
  }

  private newestWritten(source: SourceKey): Instant | null {
    let newest: Instant | null = null;
    for (const { source: of, entry } of this.written.values())
      if (of === source && entry.streams.length > 0 && entry.published > (newest ?? ''))
        newest = entry.published;
    return newest;
  }
}

/** Under which hashes an entry is found. */
function hashesOf(source: SourceKey, entry: Entry): readonly string[] {
  const { identities, place, twins, link } = lookupsOf(source, entry);
  return [
    ...identities.map((key) => `i${key}`),
    ...(place === null ? [] : [`p${place}`]),
    ...twins.map((key) => `t${key}`),
    ...(link === null ? [] : [`l${link}`]),
  ];
}

/** Makes entries found by what they say now, and by nothing else. */
export async function writeLookups(
  queries: Queries,
  all: readonly { readonly source: SourceKey; readonly before: Entry | null; readonly entry: Entry }[],
): Promise<void> {
  const gone: [hash: string, source: string, key: string][] = [];
  const come: [hash: string, source: string, key: string][] = [];
  for (const { source, before, entry } of all) {
    const was = new Set(before === null ? [] : hashesOf(source, before));
    const is = new Set(hashesOf(source, entry));
    for (const hash of was) if (!is.has(hash)) gone.push([hash, source, entry.key]);
    for (const hash of is) if (!was.has(hash)) come.push([hash, source, entry.key]);
  }
  const columns = (rows: typeof gone) => [0, 1, 2].map((at) => rows.map((row) => row[at]));
  if (gone.length > 0)
    await queries.rows(
      `delete from tagwire.lookups
       where (hash, source, key) in (select * from unnest($1::text[], $2::text[], $3::text[]))`,
      columns(gone),
    );
  if (come.length > 0)
    await queries.rows(
      `insert into tagwire.lookups (hash, source, key) select * from unnest($1::text[], $2::text[], $3::text[])
       on conflict do nothing`,
      columns(come),
    );
}
