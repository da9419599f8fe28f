import path from 'node:path';
import type { Low } from 'lowdb';
import type { HealthEvent } from '../../events/event.js';
import type { SourceKey } from '../../model/values.js';
import { type HostState, newPollState } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import { newFacts } from '../facts.js';
import type { Facts } from '../store.js';
import type { FileText } from './batch.js';
import {
  DATA_VERSION,
  isRecord,
  type Kind,
  openDocument,
  readableInPieces,
  type Versioned,
} from './document.js';
import { INDEX_KEYS } from './index/entry-index.js';
import { refuseHalfRestored } from './restoring.js';
import { areFacts, isListOf, isRecordOf, isSourceRecord } from './shapes.js';

/** `db.json`: what is known of each source and of the database as a whole; no entries. */
export interface DbFile extends Versioned {
  facts: Facts;
  /** Missing before there were any. */
  events: readonly HealthEvent[];
  hosts: HostState;
  sources: Record<SourceKey, SourceRecord>;
  /** The keys that the index was made with; missing before there was a second set of them. */
  indexed?: number;
  /**
   * Of the other files some may still be of an earlier version: `bringUpToDate` has not been through them.
   */
  mixed?: true;
}

export const DB_FILE: Kind<DbFile> = {
  check: (data) =>
    areFacts(data['facts']) &&
    isListOf(data['events'] ?? [], isRecord) &&
    isRecordOf(data['hosts'], isRecord) &&
    isRecordOf(data['sources'], isSourceRecord),
  empty: () => ({
    version: DATA_VERSION,
    facts: newFacts(),
    events: [],
    hosts: {},
    sources: {},
    indexed: INDEX_KEYS,
  }),
  upgrade: (data) => {
    data.mixed = true;
  },
};

const fileName = (folder: string): string => path.join(folder, 'db.json');
const openDb = (folder: string): Low<DbFile> => openDocument(fileName(folder), DB_FILE);

/**
 * The file as it is to be written, with these records: of thousands of sources some megabytes, never whole in
 * memory.
 */
export const dbText = (
  folder: string,
  { indexed, ...data }: Omit<DbFile, 'sources'>,
  sources: ReadonlyMap<SourceKey, SourceRecord>,
): FileText<Iterable<Uint8Array>> => ({
  file: fileName(folder),
  text: readableInPieces({ ...data, sources, ...(indexed !== undefined && { indexed }) }),
});

/** Writes the file of a database that has none yet. */
export function writeDb(
  folder: string,
  data: Pick<DbFile, 'facts' | 'events' | 'hosts' | 'sources'>,
): Promise<void> {
  const db = openDb(folder);
  db.data = { ...db.data, ...data };
  return db.write();
}

/** The file as it is on disk; what an earlier version did not know has its default. */
export async function readDb(folder: string): Promise<Low<DbFile>> {
  const db = openDb(folder);
  await db.read();
  await refuseHalfRestored(folder);
  const { data } = db;
  data.facts = { ...newFacts(), ...data.facts };
  data.events ??= [];
  for (const [key, record] of Object.entries(data.sources))
    data.sources[key] = {
      ...record,
      poll: { ...newPollState(record.poll.listed), ...record.poll },
      made: record.made ?? null,
      shown: record.shown ?? null,
      unshown: record.unshown ?? null,
    };
  return db;
}
