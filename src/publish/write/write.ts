import { rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import { replaceFile } from '../../files/replace-file.js';
import { atOnce } from '../../model/at-once.js';
import type { OutputFile } from '../output-file.js';
import { belowWellKnown } from '../site/reserved.js';
import {
  BEGUN_FILE,
  begunText,
  type FolderState,
  LIST_FILE,
  listText,
  readBegun,
  readList,
  readState,
  STATE_FILE,
  stateText,
} from './marker.js';
import {
  holds,
  isAbsent,
  modified,
  type NamesThere,
  openFolder,
  pruneEmpty,
  readOwn,
} from './public-folder.js';
import { writeFailure } from './write-failure.js';

/** Files in flight at once: enough for a network folder, few enough for the open-file limit. */
const IN_FLIGHT = 16;

export interface WriteCounts {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Everything that touches public/. Each file appears whole or not at all, and is left alone, its mtime too,
 * where it already holds the same bytes. What can't be written throws a UserError that names the file and the
 * cause.
 */
export interface SiteWriter {
  /**
   * What the folder holds; null where it was rendered from something else: render everything and `sweep()`
   * then.
   */
  readonly state: FolderState | null;
  /** What was being rendered when a process was killed or interrupted: it may be there by halves. */
  readonly begun: readonly string[];
  readonly counts: WriteCounts;
  /** The files of tagwire's that stand there. */
  paths(): readonly string[];
  /** Whether a file of tagwire's stands there: of any pass, or of this writer alone. */
  has(path: string, of: 'any' | 'this'): boolean;
  /** May be called many times at once; no more than 16 files are in flight. */
  write(file: OutputFile): Promise<'written' | 'unchanged'>;
  /** A file of tagwire's stays as it is, as if it had been written; false where there is none. */
  keep(path: string): boolean;
  /** Removes a file of tagwire's, and folders that become empty. Files of others are left alone. */
  remove(path: string): Promise<'removed' | 'absent'>;
  /**
   * After everything under these prefixes was rendered: removes what tagwire wrote there in earlier passes
   * and this writer didn't.
   */
  sweep(prefixes: readonly string[]): Promise<void>;
  /**
   * Notes what is about to be rendered. Call it before: where the database that a killed process rendered is
   * put back as it was before, nothing else tells which files are ahead of it.
   */
  begin(parts: readonly string[] | 'everything'): Promise<void>;
  /** All files are there, and none has been altered since the folder was finished, as far as times tell. */
  isIntact(): Promise<boolean>;
  /** Notes the list of files, if it changed: what is written but not listed would never be removed. */
  noteFiles(): Promise<void>;
  /** Notes the list of files and what the folder holds by now, if they changed. Call it last. */
  finish(state: FolderState): Promise<void>;
}

/**
 * A writer for the folder `dir`, which need not exist. `fingerprint` stands for all that shapes every file
 * (the site's settings, theme, version, and whose data it is).
 */
export async function createSiteWriter(dir: string, fingerprint: string): Promise<SiteWriter> {
  const list = await readOwn(path.join(dir, LIST_FILE));
  const state = await readOwn(path.join(dir, STATE_FILE));
  const paths = list === null ? null : readList(list);
  const begunBefore = await readOwn(path.join(dir, BEGUN_FILE));
  const begun = begunBefore === null ? [] : readBegun(begunBefore);
  const isKnown = paths !== null && state !== null && begun !== 'everything';
  const known = isKnown ? readState(state, fingerprint) : null;
  return new FolderWriter(dir, fingerprint, paths, known, begun === 'everything' ? [] : begun);
}

class FolderWriter implements SiteWriter {
  readonly counts = { written: 0, unchanged: 0, removed: 0 };
  private readonly own: Set<string>;
  /** The list of files is the one on disk. */
  private isListed: boolean;
  private readonly touched = new Set<string>();
  private readonly opened = new Map<string, Promise<NamesThere>>();
  private readonly limit = atOnce(IN_FLIGHT);

  constructor(
    private readonly dir: string,
    private readonly fingerprint: string,
    listed: readonly string[] | null,
    readonly state: FolderState | null,
    readonly begun: readonly string[],
  ) {
    this.own = new Set(listed);
    this.isListed = listed !== null;
  }

  paths(): readonly string[] {
    return [...this.own];
  }

  has(file: string, of: 'any' | 'this'): boolean {
    return (of === 'any' ? this.own : this.touched).has(file);
  }

  write({ path: file, body }: OutputFile): Promise<'written' | 'unchanged'> {
    return this.limit(async () => {
      const outcome = await this.put(checked(file), body);
      if (!this.own.has(file)) this.isListed = false;
      this.own.add(file);
      this.touched.add(file);
      this.counts[outcome] += 1;
      return outcome;
    });
  }

  keep(file: string): boolean {
    if (!this.own.has(file)) return false;
    this.touched.add(file);
    return true;
  }

  remove(file: string): Promise<'removed' | 'absent'> {
    return this.limit(async () => {
      if (!this.own.has(checked(file))) return 'absent';
      const target = path.join(this.dir, file);
      try {
        await unlink(target);
      } catch (error) {
        // Somebody's folder of that name is as good as no file of ours.
        if (!isAbsent(error) && codeOf(error) !== 'EISDIR') throw writeFailure(target, error);
        this.disown(file);
        return 'absent';
      }
      this.disown(file);
      this.counts.removed += 1;
      await pruneEmpty(this.dir, file);
      return 'removed';
    });
  }

  async sweep(prefixes: readonly string[]): Promise<void> {
    const isBelow = (file: string): boolean => prefixes.some((prefix) => file.startsWith(prefix));
    const gone = [...this.own].filter((file) => !this.touched.has(file) && isBelow(file));
    await Promise.all(gone.map((file) => this.remove(file)));
  }

  async isIntact(): Promise<boolean> {
    const finished = await modified(path.join(this.dir, STATE_FILE));
    if (finished === null) return false;
    const times = [...this.own].map((file) => this.limit(() => modified(path.join(this.dir, file))));
    return (await Promise.all(times)).every((time) => time !== null && time <= finished);
  }

  async begin(parts: readonly string[] | 'everything'): Promise<void> {
    await this.put(BEGUN_FILE, begunText(parts));
  }

  async noteFiles(): Promise<void> {
    if (!this.isListed) await this.put(LIST_FILE, listText(this.own));
    this.isListed = true;
  }

  async finish(state: FolderState): Promise<void> {
    await this.noteFiles();
    await this.put(STATE_FILE, stateText(this.fingerprint, state));
    const begun = path.join(this.dir, BEGUN_FILE);
    try {
      await rm(begun, { force: true });
    } catch (error) {
      throw writeFailure(begun, error);
    }
  }

  private disown(file: string): void {
    this.own.delete(file);
    this.isListed = false;
  }

  private async put(file: string, body: OutputFile['body']): Promise<'written' | 'unchanged'> {
    const target = path.join(this.dir, file);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    try {
      const names = await this.open(path.dirname(target));
      const name = path.basename(target);
      if (names?.has(name) !== false && (await holds(target, bytes))) return 'unchanged';
      await replaceFile(target, bytes);
      names?.add(name);
      return 'written';
    } catch (error) {
      throw writeFailure(target, error);
    }
  }

  /**
   * Once a folder. Killed in mid-write, a pass writes to the same folders again when it is taken up. What
   * isn't there need not be looked at file by file, which is a fifth of what a first file takes.
   */
  private open(folder: string): Promise<NamesThere> {
    const opening = this.opened.get(folder) ?? openFolder(folder);
    this.opened.set(folder, opening);
    return opening;
  }
}

/** Slugs and keys are checked where they are read; here nothing leaves the folder whatever they say. */
function checked(file: string): string {
  const parts = belowWellKnown(file).split('/');
  const outside = parts.some((part) => !/^[^.\\\p{Cc}][^\\\p{Cc}]*$/u.test(part));
  if (outside) throw new RangeError(`not a path below the published folder: ${JSON.stringify(file)}`);
  return file;
}
