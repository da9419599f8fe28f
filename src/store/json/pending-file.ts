import path from 'node:path';
import type { Low } from 'lowdb';
import type { SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import { DATA_VERSION, isRecord, type Kind, openDocument, type Versioned } from './document.js';

/**
 * `pending.json`: what a pass is about to change, written before it changes anything. What a crash leaves
 * here, the next pass finishes. Not there when nothing is pending.
 */
export interface PendingFile extends Versioned {
  /** The last round of changes that was begun; larger than any before. */
  round: number;
  /** The first round whose changes the index and the streams may not know yet. */
  since: number;
  /** Sources whose heads may hold changes of these rounds. */
  sources: SourceKey[];
  /** Sources that `db.json` may not know yet, as they were when they were announced. */
  born: Record<SourceKey, SourceRecord>;
  /** Everything has to be rendered. */
  all: boolean;
  /** Stream → documents to render beside its window; null where a crash may have kept from noting them. */
  streams: Record<string, number[] | null>;
  /** Source pages to render. */
  pages: SourceKey[];
  /** Stream → ids of news to be announced; missing in what an earlier program wrote. */
  fresh?: Record<string, readonly string[]>;
}

export const PENDING_FILE: Kind<PendingFile> = {
  check: (data) =>
    typeof data['round'] === 'number' &&
    typeof data['since'] === 'number' &&
    isRecord(data['streams']) &&
    Array.isArray(data['sources']) &&
    Array.isArray(data['pages']),
  empty: () => ({
    version: DATA_VERSION,
    round: 0,
    since: 0,
    sources: [],
    born: {},
    all: false,
    streams: {},
    pages: [],
  }),
};

export const pendingFileName = (folder: string): string => path.join(folder, 'pending.json');

export const openPending = (folder: string): Low<PendingFile> =>
  openDocument(pendingFileName(folder), PENDING_FILE);
