const NEWLINE = 10;

/**
 * Records of a shard: hash → references. They are kept as one text, in which a look-up takes 3 µs: as members
 * of an object they take three times the memory, of which a pass with many sources holds thousands of shards.
 * It is bytes and no string, as V8 lets its heap grow by four fifths of what is in it.
 */
export class ShardRecords {
  /** A line a record, as they were when this was made; in Latin-1. */
  private readonly text: Buffer;
  /** What has changed since; null: taken out. */
  private readonly changes = new Map<string, string | null>();

  constructor(records: Iterable<readonly [hash: string, refs: string]>) {
    let lines = '\n';
    for (const [hash, refs] of records) lines += `${hash} ${refs}\n`;
    this.text = Buffer.from(lines, 'latin1');
  }

  get(hash: string): string | null {
    const changed = this.changes.get(hash);
    if (changed !== undefined) return changed;
    const line = this.text.indexOf(`\n${hash} `, 0, 'latin1');
    if (line < 0) return null;
    const start = line + hash.length + 2;
    return this.text.toString('latin1', start, this.text.indexOf(NEWLINE, start));
  }

  /** @param refs null takes the record out */
  set(hash: string, refs: string | null): void {
    this.changes.set(hash, refs);
  }

  get isChanged(): boolean {
    return this.changes.size > 0;
  }

  /**
   * All of them, in the order that they came. No object: V8 makes each key of one a name of the program's,
   * which takes longer than all else.
   */
  all(): ReadonlyMap<string, string> {
    const records = new Map<string, string>();
    for (const line of this.text.toString('latin1').split('\n')) {
      const blank = line.indexOf(' ');
      if (blank > 0) records.set(line.slice(0, blank), line.slice(blank + 1));
    }
    for (const [hash, refs] of this.changes) {
      if (refs === null) records.delete(hash);
      else records.set(hash, refs);
    }
    return records;
  }
}
