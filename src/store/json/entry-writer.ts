import type { Entry } from '../../model/entry.js';
import type { Post } from '../../model/post.js';
import { type Placement, placementOf, type StreamChange, streamChanges } from '../../model/stream.js';
import { myTurn } from '../../model/turns.js';
import { type Instant, instant, type SourceKey } from '../../model/values.js';
import { countedIn, isUnshownOther, NO_ENTRIES, withheldNow } from '../entry-counts.js';
import { unlisted } from '../removal.js';
import type { Decision, EditScope, PostMaker, Put } from '../store.js';
import { Untold } from '../untold.js';
import type { Finder } from './finder.js';
import type { EntryIndex } from './index/entry-index.js';
import type { OpenSources } from './open-sources.js';
import type { Pending } from './pending.js';
import type { Records } from './records.js';
import type { SourceFiles, Stood } from './source-files.js';
import { type WaitingChange, waiting } from './waiting-change.js';

/** The parts of the database that entries are written to. */
export interface EntryParts {
  readonly sources: OpenSources;
  readonly index: EntryIndex;
  readonly finder: Finder;
  readonly pending: Pending;
  readonly records: Records;
}

/** The index has to learn what else it is found by. */
const isFoundOtherwise = (before: Entry, after: Entry): boolean =>
  before.published !== after.published || before.title !== after.title || before.url !== after.url;

/** Later than any post. */
const LATEST = instant(Date.UTC(9999, 11, 31));

/** Puts entries into their sources' files and takes them out; notes for the streams what came of it. */
export class EntryWriter {
  private readonly untold = new Untold(waiting);
  /** Sources that have lost a published post: when the newest that they lost was published. */
  readonly left = new Map<SourceKey, Instant>();
  /** Sources of which it has to be counted anew why posts are not shown. */
  readonly uncounted = new Set<SourceKey>();

  constructor(
    private readonly parts: EntryParts,
    private readonly makePost: PostMaker,
  ) {}

  /**
   * Hands all files of a decision to the disk as one batch.
   * @param shards entry's key → the sealed file of this source that it goes to, if that is still there
   */
  async commit(
    source: SourceKey,
    { puts, listing }: Decision,
    shards: Readonly<Record<string, number>> = {},
  ): Promise<void> {
    const { sources } = this.parts;
    const changed = [...new Set([source, ...puts.map((put) => put.source)])];
    if (puts.length > 0) await this.announce(changed);
    for (const put of puts) {
      await myTurn();
      await this.put(put, shards[put.entry.key] ?? null);
    }
    if (listing !== null) (await sources.change(source)).setListing(listing);
    await sources.save(changed);
  }

  /** File by file: a long history must not be in memory at once. */
  async *edit(
    source: SourceKey,
    change: (entry: Entry) => Entry,
    { keys, remake = false }: EditScope,
  ): AsyncIterable<void> {
    const opened = await this.parts.sources.open(source);
    for await (const { n, entries } of opened.shards()) {
      const chosen = keys === undefined ? entries : entries.filter(({ key }) => keys.has(key));
      const edits: { readonly before: Entry; readonly after: Entry }[] = [];
      for (const before of chosen) {
        await myTurn();
        edits.push({ before, after: change(before) });
      }
      const changed = edits.filter(({ before, after }) => before !== after);
      if (changed.length > 0) {
        await this.announce([source]);
        const files = await this.parts.sources.change(source);
        for (const { before, after } of changed) {
          await files.put(after, n);
          if (isFoundOtherwise(before, after))
            await this.parts.index.add({ source, key: after.key, shard: n }, after);
          this.replaced(files, source, before, after);
        }
        await this.parts.sources.save([source]);
      }
      if (remake)
        for (const { before, after } of edits)
          if (before === after) this.tell(source, placementOf(after), after);
      yield;
    }
  }

  /** File by file, as `edit`. */
  async *prune(source: SourceKey, keys: ReadonlySet<string>): AsyncIterable<void> {
    const { sources, index, records } = this.parts;
    const opened = await sources.open(source);
    const listing = unlisted(opened.listing(), keys);
    let kept = NO_ENTRIES;
    for await (const { n, entries } of opened.shards()) {
      const pruned: Entry[] = [];
      for (const entry of entries) {
        if (keys.has(entry.key)) pruned.push(entry);
        else kept = countedIn(kept, entry);
      }
      if (pruned.length === 0) continue;
      await this.announce([source]);
      const files = await sources.change(source);
      files.setListing(listing);
      for (const entry of pruned) {
        await files.drop(entry.key, n);
        await index.remove({ source, key: entry.key, shard: n }, entry);
        this.note(files, entry.key, placementOf(entry));
        this.lose(source, placementOf(entry));
        this.leaveUntold(streamChanges(placementOf(entry), null, null));
      }
      await sources.save([source]);
      yield;
    }
    records.update(source, kept);
  }

  /**
   * Has the streams told how an entry stood and stands (null: it is gone).
   * @param isNews it has just become news
   */
  tell(source: SourceKey, before: Placement | null, entry: Entry | null, isNews = false): void {
    const post = entry === null ? null : this.postOf(source, entry);
    this.leaveUntold(streamChanges(before, entry, post, isNews));
  }

  /** There is so much to tell the streams that it should be done before there is more. */
  get isFull(): boolean {
    return this.untold.isFull;
  }

  /** Hands over what the streams have to be told. */
  takeUntold(): readonly WaitingChange[] {
    return this.untold.take();
  }

  /** Has the streams told of changes as they are. */
  leaveUntold(changes: readonly StreamChange[]): void {
    this.untold.add(changes);
  }

  /** What is published of an entry; null where nothing is. */
  postOf(source: SourceKey, entry: Entry): Post | null {
    return this.makePost(entry, this.parts.records.of(source));
  }

  /** A published post has left a source, or its date: where it was its newest, another one is. */
  lose(source: SourceKey, { streams, published }: Pick<Placement, 'streams' | 'published'>): void {
    if (streams.length === 0) return;
    const known = this.left.get(source);
    if (known === undefined || known < published) this.left.set(source, published);
  }

  /** Looks for a source's newest published post anew, in the next `settle`. */
  recountNewest(source: SourceKey): void {
    this.left.set(source, LATEST);
  }

  private announce(sources: readonly SourceKey[]): Promise<void> {
    return this.parts.pending.announce(sources, this.parts.records.unsaved(sources));
  }

  private async put({ source, entry, before, isNews = false }: Put, wanted: number | null): Promise<void> {
    const { sources, index, finder, records } = this.parts;
    const files = await sources.change(source);
    const at = before === null ? null : await finder.locate({ source, key: entry.key });
    const known = at === null ? null : await files.entry(entry.key, at.shard);
    const shard = await files.put(entry, at?.shard ?? files.sealedAs(wanted));
    await index.add({ source, key: entry.key, shard }, entry);
    if (known === null) {
      records.update(source, countedIn(records.of(source), entry));
      const stood = before ?? { ...placementOf(entry), streams: [] };
      this.note(files, entry.key, isNews ? { ...stood, isNews } : stood);
      this.tell(source, before, entry, isNews);
    } else this.replaced(files, source, known, entry, before ?? placementOf(known));
  }

  private replaced(
    files: SourceFiles,
    source: SourceKey,
    known: Entry,
    entry: Entry,
    before: Placement = placementOf(known),
  ): void {
    const { records } = this.parts;
    if (known.admitted !== entry.admitted) {
      records.update(source, { withheld: withheldNow(records.of(source).withheld, known, entry) });
    }
    if (isUnshownOther(known, entry)) this.uncounted.add(source);
    if (entry.streams.length === 0 || entry.published < known.published)
      this.lose(source, placementOf(known));
    this.note(files, entry.key, before);
    this.tell(source, before, entry);
  }

  private note(files: SourceFiles, key: string, before: Stood): void {
    files.noteChange(this.parts.pending.round, this.parts.pending.since, key, before);
  }
}
