import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import { BATCH_FILE } from './batch.js';
import { DB_FILE } from './db-file.js';
import { readError } from './disk.js';
import type { Kind, Versioned } from './document.js';
import { INDEX_FILE } from './index/index-shards.js';
import { OUTBOX_FILE } from './outbox.js';
import { PENDING_FILE } from './pending-file.js';
import { REMOVAL_FILE, TAKEN_FILE } from './removal/kept-removal.js';
import { REMOVED_FILE } from './removal/removed.js';
import { HEAD_FILE, SEALED_FILE } from './source-files.js';
import { DOC_FILE, STREAM_FILE } from './streams/stream-file.js';
import { SUMMARY_FILE } from './streams/summary.js';
import { SUBSCRIPTIONS_FILE } from './subscriptions.js';

export type FileKind =
  | 'db'
  | 'pending'
  | 'removed'
  | 'outbox'
  | 'removal'
  | 'taken'
  | 'subscriptions'
  | 'summary'
  | 'batch'
  | 'index'
  | 'head'
  | 'sealed'
  | 'stream'
  | 'document';

/** Which files below data/ are whose; paths with `/`. */
const FILES: readonly (readonly [kind: FileKind, name: RegExp, shape: Kind<Versioned>])[] = [
  ['db', /^db\.json$/, DB_FILE],
  ['pending', /^pending\.json$/, PENDING_FILE],
  ['removed', /^removed\.json$/, REMOVED_FILE],
  ['outbox', /^outbox\.json$/, OUTBOX_FILE],
  ['removal', /^removal\.json$/, REMOVAL_FILE],
  ['taken', /^removal\/\d+\.json$/, TAKEN_FILE],
  ['subscriptions', /^subscriptions\.json$/, SUBSCRIPTIONS_FILE],
  ['summary', /^summary\.json$/, SUMMARY_FILE],
  ['batch', /^batches\/[^/]+\.json$/, BATCH_FILE],
  ['index', /^index\/[^/]+\.json$/, INDEX_FILE],
  ['sealed', /^sources\/[^/]+\.\d{3,}\.json$/, SEALED_FILE],
  ['head', /^sources\/[^/]+\.json$/, HEAD_FILE],
  ['document', /^(site|(tags|bundles|weekly)\/[^/]+)\/\d+\.json$/, DOC_FILE],
  ['stream', /^(site|(tags|bundles|weekly)\/[^/]+)\.json$/, STREAM_FILE],
];

/** What a file below data/ is; null for one that is none of ours. */
export function kindOf(name: string): { readonly kind: FileKind; readonly shape: Kind<Versioned> } | null {
  const [kind, , shape] = FILES.find(([, pattern]) => pattern.test(name)) ?? [];
  return kind === undefined || shape === undefined ? null : { kind, shape };
}

/** Names of the files below a folder, with `/`; quarantine and temp files aside. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) =>
        path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'),
      )
      .filter((name) => !name.startsWith('quarantine/'))
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw readError(error, folder);
  }
}
