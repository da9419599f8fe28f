import type { SourceKey } from '../../model/values.js';
import type { FileText } from './batch.js';
import type { Records } from './records.js';
import { SourceFiles } from './source-files.js';
import type { WriteQueue } from './write-queue.js';

/** Sources kept open, most recently used last; a head is at most a megabyte. */
const OPEN = 12;

/** The sources that are being worked on. One with changes that have not been saved stays open. */
export class OpenSources {
  private readonly opened = new Map<SourceKey, Promise<SourceFiles>>();
  private readonly changed = new Set<SourceKey>();

  constructor(
    private readonly folder: string,
    private readonly queue: WriteQueue,
    private readonly records: Records,
  ) {}

  async open(key: SourceKey): Promise<SourceFiles> {
    const entries = this.records.all.get(key)?.entries ?? 0;
    const opening = this.opened.get(key) ?? SourceFiles.open(this.folder, key, this.queue, entries);
    this.opened.delete(key);
    this.opened.set(key, opening);
    const files = await opening;
    for (const oldest of this.opened.keys()) {
      if (this.opened.size <= OPEN) break;
      if (!this.changed.has(oldest)) this.opened.delete(oldest);
    }
    return files;
  }

  /** Opens a source that is going to be changed: it stays open until `save`. */
  change(key: SourceKey): Promise<SourceFiles> {
    this.changed.add(key);
    return this.open(key);
  }

  /** Hands the files that changed to the disk, as one batch. */
  async save(keys: readonly SourceKey[]): Promise<void> {
    const batch: FileText[] = [];
    for (const key of keys) {
      if (this.changed.has(key)) batch.push(...(await this.open(key)).take());
    }
    for (const key of keys) this.changed.delete(key);
    if (batch.length > 0) await this.queue.add(batch);
  }
}
