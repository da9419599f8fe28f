import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Members = Record<string, unknown>;

/**
 * Makes the database in `folder` one of an earlier version: in 2 sealed files and documents were numbered
 * without gaps, in 1 two fields had other names as well.
 */
export function asVersion(version: number, folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { joined, last, sealed, archives, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Members;
    if (version === 1) renameFields(rest);
    writeFileSync(file, JSON.stringify({ ...rest, version }));
  }
}

function renameFields({ entries, posts }: Members): void {
  for (const entry of Object.values((entries ?? {}) as Record<string, Members>)) {
    rename(entry, 'admitted', 'passes');
    rename(entry, 'archivedOnly', 'held');
  }
  for (const post of (posts ?? []) as Members[]) rename(post, 'archivedOnly', 'held');
}

function rename(object: Members, from: string, to: string): void {
  object[to] = object[from];
  delete object[from];
}
