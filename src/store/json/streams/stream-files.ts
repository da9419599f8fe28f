import { allDone } from '../../../model/all-done.js';
import { atOnce } from '../../../model/at-once.js';
import { UserError } from '../../../model/errors.js';
import type { Post } from '../../../model/post.js';
import type { Doc, StreamChange, StreamData } from '../../../model/stream.js';
import { myTurn } from '../../../model/turns.js';
import type { Instant, SourceKey } from '../../../model/values.js';
import { byStream, inParts } from '../../change-parts.js';
import { freshIn } from '../../fresh.js';
import type { Counts, Fresh } from '../../store.js';
import { policyOf } from '../../stream-policy.js';
import { type Applied, applyChanges, newStream } from '../../streams.js';
import type { VersionedDoc } from '../../word-index.js';
import { writeBatch } from '../batch.js';
import { readText, removeDurably, versionOf } from '../disk.js';
import { parseDocument } from '../document.js';
import { told, type WaitingChange } from '../waiting-change.js';
import {
  DOC_FILE,
  docFile,
  type PostJson,
  STREAM_FILE,
  streamTexts,
  windowFile,
  windowText,
  withoutVersion,
} from './stream-file.js';
import { Summary } from './summary.js';

const STREAMS_IN_FLIGHT = 4;

/** What is the same for all streams that changes are applied to. */
interface Applying {
  /** Posts in a window, `publish.limit`. */
  readonly limit: number;
  readonly now: Instant;
}

/** Windows and sealed documents: `site.json`, `tags/ffi.json`, `tags/ffi/1.json`, `bundles/…`. */
export class StreamFiles {
  private readonly summary: Summary;

  /** @param access who reads may meet a stream that another process has just taken out */
  constructor(
    private readonly folder: string,
    private readonly access: 'read' | 'write',
  ) {
    this.summary = new Summary(folder);
  }

  /** A stream, null where there is none. Throws a UserError where there should be one: its posts would go. */
  async read(name: string): Promise<StreamData | null> {
    const data = await this.found(name);
    if (data !== null || this.access === 'read' || ((await this.counts()).counts[name] ?? 0) === 0)
      return data;
    throw new UserError(`${windowFile(this.folder, name)} is missing; tagwire doctor makes it anew`);
  }

  private async found(name: string): Promise<StreamData | null> {
    const file = windowFile(this.folder, name);
    const text = await readText(file);
    return text === null ? null : withoutVersion(parseDocument(text, file, STREAM_FILE));
  }

  async doc(name: string, n: number): Promise<Doc | null> {
    const file = docFile(this.folder, name, n);
    const text = await readText(file);
    return text === null ? null : withoutVersion(parseDocument(text, file, DOC_FILE));
  }

  /** Which files documents are by now: others where they have changed; none where there is none. */
  async docVersions(name: string, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const all = await Promise.all(numbers.map(async (n) => [n, await this.docVersion(name, n)] as const));
    return new Map(all.flatMap(([n, version]) => (version === null ? [] : [[n, version] as const])));
  }

  async versionedDoc(name: string, n: number): Promise<VersionedDoc | null> {
    const version = await this.docVersion(name, n);
    const doc = await this.doc(name, n);
    if (doc === null) return null;
    return { doc, version: (await this.docVersion(name, n)) === version ? version : null };
  }

  private docVersion(name: string, n: number): Promise<string | null> {
    return versionOf(docFile(this.folder, name, n));
  }

  counts(): Promise<Counts> {
    return this.summary.counts();
  }

  /**
   * Applies changes to the streams they name; returns which documents of which streams have to be rendered
   * anew, or are gone, and what is fresh by that.
   * @param newest of sources that have lost posts: when their newest published post was published, null for
   *   none
   */
  async apply(
    changes: readonly WaitingChange[],
    limit: number,
    now: Instant,
    newest: ReadonlyMap<SourceKey, Instant | null>,
  ): Promise<{ readonly changed: ReadonlyMap<string, readonly number[]>; readonly fresh: Fresh }> {
    const changed = new Map<string, readonly number[]>();
    const fresh = new Map<string, readonly string[]>();
    const limiter = atOnce(STREAMS_IN_FLIGHT);
    await allDone(
      [...byStream(changes)].map(([name, list]) =>
        limiter(async () => {
          const { docs, news } = await this.applyTo(name, list, { limit, now });
          if (docs !== null) changed.set(name, docs);
          if (news.length > 0) fresh.set(name, news);
        }),
      ),
    );
    await this.summary.tellNewest(newest);
    await this.summary.save();
    return { changed, fresh };
  }

  /** A stream that is configured but has no posts is born too: its feeds are valid from the first pass on. */
  async ensure(name: string, now: Instant): Promise<boolean> {
    if ((await this.counts()).counts[name] !== undefined) return false;
    if ((await this.read(name)) === null)
      await writeBatch(this.folder, [windowText(this.folder, newStream(name, now))]);
    await this.summary.add(name);
    return true;
  }

  async remove(name: string): Promise<void> {
    await this.summary.empty(name);
    const data = await this.found(name); // a removal that was cut short is gone through again
    for (const { n } of data?.docs ?? []) await removeDurably(docFile(this.folder, name, n));
    await removeDurably(windowFile(this.folder, name));
    await this.summary.remove(name);
  }

  private async applyTo(
    name: string,
    changes: readonly WaitingChange[],
    { limit, now }: Applying,
  ): Promise<{ readonly docs: readonly number[] | null; readonly news: readonly string[] }> {
    const shown = new Set<number>();
    let isChanged = false;
    let data = (await this.read(name)) ?? newStream(name, now);
    let written: Applied['docs'] = new Map();
    const load = async (n: number): Promise<Doc> =>
      written.get(n) ?? (await this.doc(name, n)) ?? { n, posts: [] };
    const json = new WeakMap<Post, Uint8Array>(); // as long as a post of these changes is in memory
    const jsonOf: PostJson = (post) => json.get(post) ?? JSON.stringify(post);
    for (const waiting of inParts(changes, data.docs)) {
      const part: StreamChange[] = [];
      for (const one of waiting) {
        await myTurn();
        const change = told(one);
        if (change.post !== null && one.post !== null) json.set(change.post, one.post.json);
        part.push(change);
      }
      const applied = await applyChanges(data, part, policyOf(name, limit), load);
      if (!applied.changed) continue;
      isChanged = true;
      data = applied.data;
      written = applied.docs; // a part goes on with the segment that the one before has begun
      for (const n of applied.shown) shown.add(n);
      await myTurn();
      await writeBatch(this.folder, streamTexts(this.folder, applied, jsonOf));
    }
    await this.summary.tell(data, changes);
    return { docs: isChanged ? [...shown] : null, news: freshIn(data, changes) };
  }
}
