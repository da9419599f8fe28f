import path from 'node:path';
import type { Low } from 'lowdb';
import type { StreamData } from '../../../model/stream.js';
import type { Instant, SourceKey } from '../../../model/values.js';
import type { Counts } from '../../store.js';
import type { FileText } from '../batch.js';
import { DATA_VERSION, type Kind, openDocument, readable, type Versioned } from '../document.js';
import { isNumber, isRecordOf, isText } from '../shapes.js';
import type { WaitingChange } from '../waiting-change.js';

/** `summary.json`: what pages say of all streams and sources, so that no page has to open them all. */
export interface SummaryFile extends Versioned {
  counts: Record<string, number>;
  /** Published date of each source's newest post. */
  newest: Record<SourceKey, Instant>;
  archives: Record<string, number>;
}

export const SUMMARY_FILE: Kind<SummaryFile> = {
  check: (data) => isRecordOf(data['counts'], isNumber) && isRecordOf(data['newest'], isText),
  empty: () => ({ version: DATA_VERSION, counts: {}, newest: {}, archives: {} }),
  upgrade: (data) => {
    data.archives = {};
  },
};

const SUMMARY_NAME = 'summary.json';

/** The file of the counts, to be written. */
export const summaryText = (folder: string, counts: Counts): FileText => ({
  file: path.join(folder, SUMMARY_NAME),
  text: readable({ version: DATA_VERSION, ...counts }),
});

/** What is counted of all streams and sources. */
export class Summary {
  private readonly low: Low<SummaryFile>;
  /** Streams are told at once: they must not read the counts over each other. */
  private reading: Promise<void> | null = null;
  private changed = false;

  constructor(folder: string) {
    this.low = openDocument(path.join(folder, SUMMARY_NAME), SUMMARY_FILE);
  }

  async counts(): Promise<SummaryFile> {
    this.reading ??= this.low.read();
    await this.reading;
    return this.low.data;
  }

  /** A stream that is there counts, with or without posts; durable at once. */
  async add(name: string): Promise<void> {
    (await this.counts()).counts[name] ??= 0;
    await this.low.write();
  }

  /** A stream is about to go, so that its window may be missing; durable at once. */
  async empty(name: string): Promise<void> {
    const { counts } = await this.counts();
    if ((counts[name] ?? 0) === 0) return;
    counts[name] = 0;
    await this.low.write();
  }

  /** A stream is gone; durable at once. */
  async remove(name: string): Promise<void> {
    const { counts, archives } = await this.counts();
    delete counts[name];
    delete archives[name];
    await this.low.write();
  }

  /** What was told is durable. */
  async save(): Promise<void> {
    if (this.changed) await this.low.write();
    this.changed = false;
  }

  /**
   * A stream as it is after these changes; also where nothing has changed, as a crash may have come between
   * the window and the counts.
   */
  async tell({ name, count, last }: StreamData, changes: readonly WaitingChange[]): Promise<void> {
    const { counts, newest, archives } = await this.counts();
    if (counts[name] !== count) {
      counts[name] = count;
      this.changed = true;
    }
    if (name !== 'site') {
      if ((archives[name] ?? 0) === last) return;
      archives[name] = last;
      this.changed = true;
      return;
    }
    for (const { post, published } of changes) {
      if (post === null || (newest[post.source] ?? '') >= published) continue;
      newest[post.source] = published;
      this.changed = true;
    }
  }

  /** The newest published post of sources that have lost some, null for none. */
  async tellNewest(found: ReadonlyMap<SourceKey, Instant | null>): Promise<void> {
    const { newest } = await this.counts();
    for (const [source, date] of found) {
      if ((newest[source] ?? null) === date) continue;
      if (date === null) delete newest[source];
      else newest[source] = date;
      this.changed = true;
    }
  }
}
