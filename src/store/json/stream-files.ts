import path from 'node:path';
import pLimit from 'p-limit';
import { allDone } from '../../model/all-done.js';
import type { Doc, StreamChange, StreamData } from '../../model/stream.js';
import type { Instant, SourceKey } from '../../model/values.js';
import { byStream, inParts } from '../change-parts.js';
import type { Counts } from '../store.js';
import { policyOf } from '../stream-policy.js';
import { type Applied, applyChanges, newStream } from '../streams.js';
import { type FileText, writeBatch } from './batch.js';
import { readText, removeDurably, versionOf } from './disk.js';
import {
  DATA_VERSION,
  isRecord,
  type Kind,
  openDocument,
  parseDocument,
  readable,
  renameMember,
  type Versioned,
} from './document.js';

type StreamFile = StreamData & Versioned;
type DocFile = Doc & Versioned;

/** `summary.json`: what pages say of all streams and sources, so that no page has to open them all. */
export interface SummaryFile extends Versioned {
  counts: Record<string, number>;
  /** Published date of each source's newest post. */
  newest: Record<SourceKey, Instant>;
  archives: Record<string, number>;
}

export const STREAM_FILE: Kind<StreamFile> = {
  check: (data) =>
    typeof data['name'] === 'string' &&
    Array.isArray(data['window']) &&
    Array.isArray(data['docs']) &&
    isRecord(data['writers']),
  empty: () => ({ version: DATA_VERSION, ...newStream('', '' as Instant) }),
  upgrade: (data) => Object.assign(data, { joined: [], last: data.docs.length }),
};

export const DOC_FILE: Kind<DocFile> = {
  check: (data) => typeof data['n'] === 'number' && Array.isArray(data['posts']),
  empty: () => ({ version: DATA_VERSION, n: 0, posts: [] }),
  upgrade: ({ posts }, from) => {
    if (from === 1) for (const post of posts) renameMember(post, 'held', 'archivedOnly');
  },
};

export const SUMMARY_FILE: Kind<SummaryFile> = {
  check: (data) => isRecord(data['counts']) && isRecord(data['newest']),
  empty: () => ({ version: DATA_VERSION, counts: {}, newest: {}, archives: {} }),
  upgrade: (data) => {
    data.archives = {};
  },
};

const SUMMARY_NAME = 'summary.json';
const STREAMS_IN_FLIGHT = 4;
/** Windows and sealed documents: `site.json`, `tags/ffi.json`, `tags/ffi/1.json`, `bundles/…`. */
export class StreamFiles {
  private readonly summary;
  /** Streams are told at once: they must not read the counts over each other. */
  private summaryRead: Promise<void> | null = null;
  private summaryChanged = false;

  constructor(private readonly folder: string) {
    this.summary = openDocument(path.join(folder, SUMMARY_NAME), SUMMARY_FILE);
  }

  async read(name: string): Promise<StreamData | null> {
    const file = windowFile(this.folder, name);
    const text = await readText(file);
    return text === null ? null : withoutVersion(parseDocument(text, file, STREAM_FILE));
  }

  async doc(name: string, n: number): Promise<Doc | null> {
    const file = docFile(this.folder, name, n);
    const text = await readText(file);
    return text === null ? null : withoutVersion(parseDocument(text, file, DOC_FILE));
  }

  /** Which file a document is by now: another where it has changed; null where there is none. */
  docVersion(name: string, n: number): Promise<string | null> {
    return versionOf(docFile(this.folder, name, n));
  }

  async counts(): Promise<SummaryFile> {
    this.summaryRead ??= this.summary.read();
    await this.summaryRead;
    return this.summary.data;
  }

  /**
   * Applies changes to the streams they name; returns which documents of which streams have to be rendered
   * anew, or are gone.
   * @param newest of sources that have lost posts: when their newest published post was published, null for
   *   none
   */
  async apply(
    changes: readonly StreamChange[],
    limit: number,
    now: Instant,
    newest: ReadonlyMap<SourceKey, Instant | null>,
  ): Promise<ReadonlyMap<string, readonly number[]>> {
    const changed = new Map<string, readonly number[]>();
    const limiter = pLimit(STREAMS_IN_FLIGHT);
    await allDone(
      [...byStream(changes)].map(([name, list]) =>
        limiter(async () => {
          const docs = await this.applyTo(name, list, limit, now);
          if (docs !== null) changed.set(name, docs);
        }),
      ),
    );
    await this.summariseNewest(newest);
    if (this.summaryChanged) await this.summary.write();
    this.summaryChanged = false;
    return changed;
  }

  /** A stream that is configured but has no posts is born too: its feeds are valid from the first pass on. */
  async ensure(name: string, now: Instant): Promise<boolean> {
    const summary = await this.counts();
    if (summary.counts[name] !== undefined) return false;
    if ((await this.read(name)) === null)
      await writeBatch(this.folder, [windowText(this.folder, newStream(name, now))]);
    summary.counts[name] ??= 0;
    await this.summary.write();
    return true;
  }

  async remove(name: string): Promise<void> {
    const data = await this.read(name);
    for (const { n } of data?.docs ?? []) await removeDurably(docFile(this.folder, name, n));
    await removeDurably(windowFile(this.folder, name));
    const { counts, archives } = await this.counts();
    delete counts[name];
    delete archives[name];
    await this.summary.write();
  }

  private async applyTo(
    name: string,
    changes: readonly StreamChange[],
    limit: number,
    now: Instant,
  ): Promise<readonly number[] | null> {
    const shown = new Set<number>();
    let isChanged = false;
    let data = (await this.read(name)) ?? newStream(name, now);
    for (const part of inParts(changes)) {
      const load = async (n: number): Promise<Doc> => (await this.doc(name, n)) ?? { n, posts: [] };
      const applied = await applyChanges(data, part, policyOf(name, limit), load);
      if (!applied.changed) continue;
      isChanged = true;
      data = applied.data;
      for (const n of applied.shown) shown.add(n);
      await writeBatch(this.folder, streamTexts(this.folder, applied));
    }
    await this.summarise(data, changes);
    return isChanged ? [...shown] : null;
  }

  /** Also where nothing has changed: a crash may have come between the window and the counts. */
  private async summarise(
    { name, count, last }: StreamData,
    changes: readonly StreamChange[],
  ): Promise<void> {
    const { counts, newest, archives } = await this.counts();
    if (counts[name] !== count) {
      counts[name] = count;
      this.summaryChanged = true;
    }
    if (name !== 'site') {
      if ((archives[name] ?? 0) === last) return;
      archives[name] = last;
      this.summaryChanged = true;
      return;
    }
    for (const { post } of changes) {
      if (post === null || (newest[post.source] ?? '') >= post.published) continue;
      newest[post.source] = post.published;
      this.summaryChanged = true;
    }
  }

  private async summariseNewest(found: ReadonlyMap<SourceKey, Instant | null>): Promise<void> {
    const { newest } = await this.counts();
    for (const [source, date] of found) {
      if ((newest[source] ?? null) === date) continue;
      if (date === null) delete newest[source];
      else newest[source] = date;
      this.summaryChanged = true;
    }
  }
}

/** A document's file, to be written. */
export const docText = (folder: string, name: string, doc: Doc): FileText => ({
  file: docFile(folder, name, doc.n),
  text: readable({ version: DATA_VERSION, ...doc }),
});

const windowFile = (folder: string, name: string): string => path.join(folder, `${name}.json`);

const docFile = (folder: string, name: string, n: number): string => path.join(folder, name, `${n}.json`);

function withoutVersion<T extends Versioned>({ version: _version, ...rest }: T): Omit<T, 'version'> {
  return rest;
}

/** The file of the counts, to be written. */
export const summaryText = (folder: string, counts: Counts): FileText => ({
  file: path.join(folder, SUMMARY_NAME),
  text: readable({ version: DATA_VERSION, ...counts }),
});

/** A stream's file, to be written. */
export const windowText = (folder: string, data: StreamData): FileText => ({
  file: windowFile(folder, data.name),
  text: readable({ version: DATA_VERSION, ...data }),
});

/** A stream's file and those of its documents that differ, to be written and removed together. */
export const streamTexts = (
  folder: string,
  { data, docs }: Pick<Applied, 'data' | 'docs'>,
): readonly FileText[] => [
  ...[...docs].map(([n, doc]) =>
    doc === null ? { file: docFile(folder, data.name, n), text: null } : docText(folder, data.name, doc),
  ),
  windowText(folder, data),
];
