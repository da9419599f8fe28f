import path from 'node:path';
import type { Low } from 'lowdb';
import type { StreamData } from '../../model/stream.js';
import type { DbFile } from './db-file.js';
import { readText, writeDurably } from './disk.js';
import { type Kind, readable, readDocument, type Versioned } from './document.js';
import { type FileKind, filesBelow, kindOf } from './file-kinds.js';

/**
 * Writes every file of an earlier version as this one has it, once. `db.json` is the first, so that an
 * earlier program refuses the database from then on, and it says that the others may still be of another
 * version; when they are not any more it is written again. Whatever is killed in between is gone on with. For
 * the holder of the lock, when no batch is half renamed.
 */
export async function bringUpToDate(folder: string, db: Low<DbFile>): Promise<void> {
  if (db.data.mixed === undefined) return;
  await db.write();
  const archives: Record<string, number> = {};
  const note = (kind: FileKind, document: Versioned): void => {
    const { name, last } = document as Versioned & Pick<StreamData, 'name' | 'last'>;
    if (kind === 'stream' && name !== 'site' && last > 0) archives[name] = last;
    if (kind === 'summary') Object.assign(document, { archives }); // what it counts is in the streams' own files
  };
  for (const [name, kind, shape] of summaryLast(await filesBelow(folder))) {
    const file = path.join(folder, name);
    const text = await readText(file);
    if (text === null) continue;
    const { document, from } = readDocument(text, file, shape);
    note(kind, document);
    if (from < document.version) await writeDurably(file, readable(document));
  }
  const { mixed: _done, ...data } = db.data;
  db.data = data;
  await db.write();
}

function summaryLast(names: readonly string[]): readonly (readonly [string, FileKind, Kind<Versioned>])[] {
  const files = names.flatMap((name) => {
    const found = kindOf(name);
    return found === null || found.kind === 'db' ? [] : [[name, found.kind, found.shape] as const];
  });
  return files.toSorted(([, a], [, b]) => Number(a === 'summary') - Number(b === 'summary'));
}
