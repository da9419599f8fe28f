import { type Entry, nameOf } from '../../../model/entry.js';
import type { SourceKey } from '../../../model/values.js';
import type { SourceRecord } from '../../../sources/record.js';
import { NO_ENTRIES } from '../../entry-counts.js';
import { askedWhole, leadAt, listedAgain, takenOf, withCredits, withoutCredits } from '../../removal.js';
import type { Doomed, Removal, Taken } from '../../store.js';
import type { Checkpoints } from '../checkpoints.js';
import type { EntryParts, EntryWriter } from '../entry-writer.js';
import type { KeptRemoval, KeptTaken } from './kept-removal.js';
import type { Removed } from './removed.js';

/** The parts of the database that a removal touches. */
export interface RemovalParts extends EntryParts {
  readonly removed: Removed;
  readonly kept: KeptRemoval;
}

/** A change of one entry of a source. */
type Change = (entry: Entry) => Entry;

/**
 * Removes entries, and brings them back. What is going to go is on disk before anything goes, so that a
 * removal which is killed is ended by the next `begin`; it is forgotten when all of it is back, so that an
 * undoing which is killed can be ended.
 */
export class Remover {
  constructor(
    private readonly parts: RemovalParts,
    private readonly writer: EntryWriter,
    private readonly checkpoints: Checkpoints,
  ) {}

  async remove(
    what: Omit<Removal, 'entries' | 'undoing'>,
    doomed: AsyncIterable<readonly Doomed[]>,
  ): Promise<number> {
    const { kept } = this.parts;
    await this.checkpoints.checkpoint();
    const draft = await kept.draft();
    try {
      for await (const part of doomed) {
        const taken: KeptTaken[] = [];
        for (const one of part) if (one.entries.length > 0) taken.push(await this.takenOf(one));
        if (taken.length > 0) await draft.add(taken);
      }
    } catch (error) {
      await draft.drop();
      throw error;
    }
    if (draft.entries === 0) return 0;
    await kept.keep(draft, { ...what, entries: draft.entries }, 'removing');
    await this.finish();
    return draft.entries;
  }

  /** Takes out what is kept, as far as it is still there. */
  async finish(): Promise<void> {
    const { removed, kept, pending } = this.parts;
    const known = { ids: [] as string[], links: [] as string[] };
    const keys = new Map<SourceKey, Set<string>>();
    const leads = new Map<SourceKey, Set<string>>();
    const gone = new Set<string>();
    for await (const part of kept.parts()) {
      for (const { record, entries, ids, links, leads: credited } of part) {
        known.ids.push(...ids);
        known.links.push(...links);
        for (const { key } of entries) {
          addTo(keys, record.key, key);
          gone.add(nameOf({ source: record.key, key }));
        }
        for (const { source, key } of credited) addTo(leads, source, key);
      }
    }
    pending.expect([...keys.keys(), ...leads.keys()]);
    await removed.remember(known);
    for (const [source, ofSource] of leads)
      await this.edit(source, ofSource, (lead) => withoutCredits(lead, gone));
    for (const [source, ofSource] of keys) {
      if (!this.parts.records.all.has(source)) continue;
      for await (const _part of this.writer.prune(source, ofSource)) await this.checkpoints.relieve();
    }
    await this.checkpoints.checkpoint();
    await kept.mark('removed');
  }

  /** Brings back what is kept, as far as it isn't there again. */
  async undo(file: (source: SourceRecord, entry: Entry) => Entry): Promise<Removal | null> {
    const { removed, kept } = this.parts;
    const { removal } = kept;
    if (removal === null) return null;
    await kept.mark('undoing');
    const ids: string[] = [];
    const links: string[] = [];
    const back = new Set<string>();
    const leads: Taken['leads'][number][] = [];
    for await (const part of kept.parts()) {
      for (const taken of part) {
        await this.putBack(taken, file);
        await this.checkpoints.relieve();
        ids.push(...taken.ids);
        links.push(...taken.links);
        leads.push(...taken.leads);
        for (const { key } of taken.entries) back.add(nameOf({ source: taken.record.key, key }));
      }
    }
    await this.giveCredit(leads, back);
    await this.checkpoints.checkpoint(); // while their ids are known as removed no source brings them as new
    await removed.forget({ ids, links });
    await kept.clear();
    return removal;
  }

  private async takenOf(doomed: Doomed): Promise<KeptTaken> {
    const { records, sources, removed, finder } = this.parts;
    const { source, entries } = doomed;
    const shards: Record<string, number> = {};
    for (const { key } of entries) {
      const at = await finder.locate({ source, key });
      if (at !== null) shards[key] = at.shard;
    }
    const taken = await takenOf(doomed, {
      record: records.of(source),
      listing: (await sources.open(source)).listing(),
      read: (ref) => finder.entry(ref),
      newOf: async (named) => removed.newOf(named),
    });
    return { ...taken, shards };
  }

  private async putBack(
    { record, entries, listing, shards }: KeptTaken,
    file: (source: SourceRecord, entry: Entry) => Entry,
  ): Promise<void> {
    const { records, sources, finder, index } = this.parts;
    const { key: source, poll } = record;
    if (!records.all.has(source)) records.register({ ...record, ...NO_ENTRIES });
    index.addSource(source);
    const puts = [];
    for (const entry of entries) {
      if ((await finder.entry({ source, key: entry.key })) === null)
        puts.push({ source, entry: file(records.of(source), entry), before: null });
    }
    const listed = listedAgain((await sources.open(source)).listing(), listing);
    await this.writer.commit(source, { puts, listing: listed, feed: null }, shards);
    const asked = askedWhole(poll, records.of(source).poll);
    if (asked !== null) records.update(source, { poll: asked });
  }

  private async giveCredit(leads: Taken['leads'], back: ReadonlySet<string>): Promise<void> {
    const changes = new Map<SourceKey, Map<string, Change>>();
    for (const { copies, ...ref } of leads) {
      const lead = await leadAt(ref, (at) => this.parts.finder.entry(at));
      if (lead === null) continue;
      const ofSource = changes.get(lead.source) ?? new Map<string, Change>();
      const before = ofSource.get(lead.entry.key) ?? ((entry) => entry);
      ofSource.set(lead.entry.key, (entry) => withCredits(before(entry), copies, back));
      changes.set(lead.source, ofSource);
    }
    for (const [source, ofSource] of changes)
      await this.edit(source, new Set(ofSource.keys()), (lead) => ofSource.get(lead.key)?.(lead) ?? lead);
  }

  private async edit(source: SourceKey, keys: ReadonlySet<string>, change: Change): Promise<void> {
    for await (const _part of this.writer.edit(source, change, { keys })) await this.checkpoints.relieve();
  }
}

function addTo(sets: Map<SourceKey, Set<string>>, source: SourceKey, key: string): void {
  const known = sets.get(source);
  if (known === undefined) sets.set(source, new Set([key]));
  else known.add(key);
}
