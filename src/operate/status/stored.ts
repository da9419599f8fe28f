import type { Config } from '../../config/config.js';
import { type Instant, instant, toMs } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Counts, Facts, StoreReader } from '../../store/store.js';
import { type Places, type World, withReader } from '../site.js';
import { type SourceStatus, statusOf } from './status.js';

/** What a service has to know of its database between passes. */
export interface Stored {
  readonly facts: Facts;
  readonly counts: Counts;
  readonly figures: Figures;
}

/** How much is stored, and how the sources of feeds.json are doing. */
export interface Figures {
  readonly sources: Readonly<Record<SourceStatus['kind'], number>>;
  readonly entries: number;
  /** Of the entries, held back by `only`. */
  readonly withheld: number;
  /** How often the sources have been asked. */
  readonly polls: number;
  /** Of the polls, answered by 304. */
  readonly notModified: number;
}

/** When the last pass that any process made had ended; null where none has. */
export const lastPassEnd = ({ lastPass }: Pick<Facts, 'lastPass'>): Instant | null =>
  lastPass === null ? null : instant(toMs(lastPass.at) + lastPass.ms);

/** @param now milliseconds since 1970 */
export async function readStored(store: StoreReader, config: Config, now: number): Promise<Stored> {
  const records = await store.sources();
  const facts = await store.facts();
  const listed = statusOf(config, records, await store.holds(), facts.lists, now);
  const figures = figuresOf(listed, records.values());
  return { facts, counts: await store.counts(), figures };
}

/** What is stored of a site, as it is now; works while a pass runs. */
export function readStoredSite(
  { config }: { readonly config: Config },
  places: Pick<Places, 'data'>,
  { now }: Pick<World, 'now'>,
): Promise<Stored> {
  return withReader(places, (store) => readStored(store, config, now()));
}

/** @param records all that are stored, of sources too that have left feeds.json. Pure. */
export function figuresOf(
  listed: readonly Pick<SourceStatus, 'kind' | 'polls' | 'notModified'>[],
  records: Iterable<Pick<SourceRecord, 'entries' | 'withheld'>>,
): Figures {
  const sources = { ok: 0, new: 0, failing: 0, gone: 0, disabled: 0, shared: 0 };
  let [entries, withheld, polls, notModified] = [0, 0, 0, 0];
  for (const source of listed) {
    sources[source.kind] += 1;
    polls += source.polls;
    notModified += source.notModified;
  }
  for (const record of records) {
    entries += record.entries;
    withheld += record.withheld;
  }
  return { sources, entries, withheld, polls, notModified };
}
