import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Entry } from '../../../model/entry.js';
import type { SourceKey } from '../../../model/values.js';
import { diskError, OWNER_ONLY } from '../disk.js';
import type { SourceFiles } from '../source-files.js';
import type { EntryIndex, IndexRecord, Location } from './entry-index.js';

/** Makes every entry of the sources findable under all its keys; returns how many references were added. */
export async function fillIndex(
  index: EntryIndex,
  sources: Iterable<SourceKey>,
  open: (source: SourceKey) => Promise<SourceFiles>,
): Promise<number> {
  const filling = new IndexFilling(index);
  try {
    for (const source of sources) {
      for await (const { n, entries } of (await open(source)).shards())
        for (const entry of entries) await filling.take({ source, key: entry.key, shard: n }, entry);
    }
    return await filling.finish();
  } finally {
    await filling.clear();
  }
}

/** The keys of about 150,000 entries. */
const IN_MEMORY = 32 * 1024 * 1024;
const CHUNK = 16 * 1024;
/** Records that are put before the shards that hold them are closed: 4 MB. */
const AT_ONCE = 20_000;

let counter = 0;

/** Records of one part of the index, a line each. */
interface Part {
  readonly full: Buffer[];
  last: Buffer;
  used: number;
  /** Where the first of them are; null while all are in memory. */
  file: string | null;
}

/**
 * Many entries on their way into the index. Each of their keys belongs elsewhere in it, so that one after the
 * other would hold all of it in memory, or open each shard many times. So they are sorted into 64 parts, and
 * the index is filled part by part: each shard is opened once, and memory hardly grows with the database.
 */
export class IndexFilling {
  private readonly parts = new Map<string, Part>();
  private inMemory = 0;

  /** @param most bytes that are kept in memory before they go to disk */
  constructor(
    private readonly index: EntryIndex,
    private readonly most = IN_MEMORY,
  ) {}

  /** Takes an entry; it is found when all have been taken and `finish` is over. */
  async take(location: Location, entry: Entry): Promise<void> {
    for (const record of this.index.recordsOf(location, entry)) this.add(record);
    if (this.inMemory >= this.most) await this.relieve();
  }

  /** Writes the index; returns how many references were added. */
  async finish(): Promise<number> {
    let added = 0;
    let open = 0;
    for (const part of this.parts.values()) {
      for (const line of (await this.textOf(part)).split('\n')) {
        const [hash = '', ref = ''] = line.split(' ');
        if (hash === '') continue;
        if (await this.index.put({ hash, ref })) added += 1;
        open += 1;
      }
      if (open < AT_ONCE) continue;
      await this.index.flush('all');
      open = 0;
    }
    await this.index.flush('all');
    return added;
  }

  /** Nothing of it stays on disk. */
  async clear(): Promise<void> {
    for (const { file } of this.parts.values()) if (file !== null) await rm(file, { force: true });
    this.parts.clear();
  }

  private add({ hash, ref }: IndexRecord): void {
    const line = `${hash} ${ref}\n`;
    const part = this.partOf(hash);
    if (part.used + line.length > part.last.length) {
      part.full.push(part.last.subarray(0, part.used));
      part.last = Buffer.allocUnsafe(Math.max(CHUNK, line.length));
      part.used = 0;
    }
    this.inMemory += line.length;
    part.used += part.last.write(line, part.used, 'latin1');
  }

  /** By the first six bits of the hash, which follows one letter. */
  private partOf(hash: string): Part {
    const bits = hash.slice(1, 2);
    const known = this.parts.get(bits);
    if (known !== undefined) return known;
    const part: Part = { full: [], last: Buffer.allocUnsafe(CHUNK), used: 0, file: null };
    this.parts.set(bits, part);
    return part;
  }

  private async relieve(): Promise<void> {
    const { folder } = this.index;
    try {
      await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder });
      for (const part of this.parts.values()) {
        part.file ??= path.join(folder, `.fill.${process.pid}.${counter++}.tmp`);
        const bytes = Buffer.concat([...part.full.splice(0), part.last.subarray(0, part.used)]);
        part.used = 0;
        await appendFile(part.file, bytes, { mode: OWNER_ONLY.file });
      }
    } catch (error) {
      throw diskError(error, folder);
    }
    this.inMemory = 0;
  }

  private async textOf({ file, full, last, used }: Part): Promise<string> {
    const first = file === null ? [] : [await readFile(file)];
    return Buffer.concat([...first, ...full, last.subarray(0, used)]).toString('latin1');
  }
}
