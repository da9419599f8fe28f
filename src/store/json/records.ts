import type { SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';

/** What is known of each source, in memory; `db.json` has it from one checkpoint to the next. */
export class Records {
  /** Something differs from what was written last. */
  changed = false;
  /** Sources that `db.json` doesn't know yet. */
  private readonly born = new Set<SourceKey>();
  private readonly records: Map<SourceKey, SourceRecord>;

  /** @param born records that a crash kept from `db.json` */
  constructor(
    stored: Readonly<Record<SourceKey, SourceRecord>>,
    born: Readonly<Record<SourceKey, SourceRecord>> = {},
  ) {
    this.records = new Map(Object.entries(stored));
    for (const [key, record] of Object.entries(born)) if (!this.records.has(key)) this.add(record);
  }

  get all(): ReadonlyMap<SourceKey, SourceRecord> {
    return this.records;
  }

  /** The record of a source that is known. */
  of(key: SourceKey): SourceRecord {
    const record = this.records.get(key);
    if (record === undefined) throw new TypeError(`no record of source ${key}`);
    return record;
  }

  /** Takes records as the configuration has them; what was counted stays. */
  register(record: SourceRecord): void {
    const known = this.records.get(record.key);
    if (known === undefined) {
      this.add(record);
      return;
    }
    const { entries, withheld, oldest, unshown } = known;
    const next = { ...record, entries, withheld, oldest, unshown };
    if (JSON.stringify(next) !== JSON.stringify(known)) this.update(record.key, next);
  }

  update(key: SourceKey, part: Partial<SourceRecord>): void {
    this.records.set(key, { ...this.of(key), ...part });
    this.changed = true;
  }

  /** Those of `keys` that `db.json` doesn't know yet. */
  unsaved(keys: Iterable<SourceKey>): readonly SourceRecord[] {
    return [...keys].filter((key) => this.born.has(key)).map((key) => this.of(key));
  }

  /** All of it as it is now, to be written. */
  take(): ReadonlyMap<SourceKey, SourceRecord> {
    this.changed = false;
    return new Map(this.records);
  }

  /** What was taken is on disk. */
  saved(): void {
    this.born.clear();
  }

  private add(record: SourceRecord): void {
    this.records.set(record.key, record);
    this.born.add(record.key);
    this.changed = true;
  }
}
