import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { type Instant, instant } from '../../../model/values.js';
import type { StoreOptions } from '../../store.js';
import { finishBatches } from '../batch.js';
import { OWNER_ONLY, readText, removeDurably, removeStaleTemps, syncFolder } from '../disk.js';
import type { FileKind } from '../file-kinds.js';
import { takeLock } from '../lock/lock.js';
import { KeptRemoval } from '../removal/kept-removal.js';
import { openRemoved, type RemovedFile } from '../removal/removed.js';
import { refuseHalfRestored } from '../restoring.js';
import { isText } from '../shapes.js';
import { type Damaged, inspect } from './inspect.js';
import { mendIndex } from './mend-index.js';
import { mendDb, mendSources } from './mend-sources.js';
import { mendStreams } from './mend-streams.js';
import { Mending } from './mending.js';
import { membersOf, salvage } from './salvage.js';

/** What a repair has done. */
export interface Repairs {
  /** Files that were read. */
  readonly files: number;
  /** One line each, for the operator; those too of repairs that were killed before they were told. */
  readonly done: readonly string[];
  /** When the first of it was done. */
  readonly since: Instant;
  /** The operator has been told of it: the next repair doesn't tell it again. */
  told(): Promise<void>;
}

/** Rebuilt from other files; the rest is moved aside and saved as far as it can still be read. */
const DERIVED: ReadonlySet<FileKind> = new Set(['index', 'stream', 'document', 'summary']);

/**
 * Mends a database whose files are damaged or missing, so that it can be opened again: what is derived is
 * rebuilt from the rest, what is not goes to `quarantine/` and what can still be read of it comes back. Where
 * all is well nothing is written. Posts of what was lost are still in the streams: compare them with the
 * entries after this. UserErrors as `openStore`.
 */
export async function repairJsonStore(folder: string, options: StoreOptions): Promise<Repairs> {
  const lock = await takeLock(folder, options.now());
  const at = instant(options.now());
  try {
    await refuseHalfRestored(folder);
    const { files, damaged } = await inspect(folder);
    const mending = await Mending.open(folder, at);
    await mending.note(damaged.map(({ name, kind }) => `${name} was damaged: ${WHAT_NOW[kind]}`));
    const texts = new Map<string, string>();
    for (const one of damaged) {
      texts.set(one.name, (await readText(path.join(folder, one.name))) ?? '');
      if (DERIVED.has(one.kind)) await removeDurably(path.join(folder, one.name));
      else await quarantine(folder, one, at);
    }
    await finishBatches(folder);
    await removeStaleTemps(folder, 'all');
    if (texts.has('removed.json')) await mendRemoved(folder, texts.get('removed.json') ?? '');
    await mending.note(await mendRemoval(folder, texts));
    const sources = await mendSources(folder, texts);
    await mending.note(sources.done);
    await mending.note(await mendDb(folder, texts.get('db.json') ?? null, sources.losers));
    await mending.note(await mendStreams(folder, options.limit, at));
    await mending.note(await mendIndex(folder));
    return { files, done: mending.done, since: mending.since, told: () => mending.told() };
  } finally {
    lock.release();
  }
}

const WHAT_NOW: Readonly<Record<FileKind, string>> = {
  db: 'moved to quarantine; what it knew of sources is taken from it and their entries as far as possible',
  pending: 'moved to quarantine; everything will be rendered again',
  removed: 'moved to quarantine; what could be read of it stays removed',
  outbox: 'moved to quarantine; what waited to be sent is not sent',
  removal: 'moved to quarantine; the last removal can be taken back no more',
  taken: 'moved to quarantine; what it holds of the last removal can be taken back no more',
  subscriptions: 'moved to quarantine; hubs are asked anew',
  batch: 'moved to quarantine; the change that it recorded will be polled again',
  head: 'moved to quarantine; the entries that could be read are kept, the rest is polled again',
  sealed: 'moved to quarantine; the entries that could be read are kept',
  index: 'rebuilt',
  stream: 'rebuilt',
  document: 'rebuilt, its posts by date',
  summary: 'rebuilt',
};

async function quarantine(folder: string, { name }: Damaged, at: Instant): Promise<void> {
  const aside = path.join(folder, 'quarantine');
  await mkdir(aside, { recursive: true, mode: OWNER_ONLY.folder });
  const flat = name.replaceAll('/', '-');
  await rename(path.join(folder, name), path.join(aside, `${at.replaceAll(':', '')}-${flat}`));
  await syncFolder(aside);
  await syncFolder(path.dirname(path.join(folder, name)));
}

/** The last removal goes on without the parts of it that are damaged or missing. */
async function mendRemoval(folder: string, texts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const kept = await KeptRemoval.open(folder);
  const missing = await kept.forgetMissing();
  return missing.filter((name) => !texts.has(name)).map((name) => `${name} was missing: ${WHAT_NOW.taken}`);
}

async function mendRemoved(folder: string, text: string): Promise<void> {
  const found = salvage(text);
  const low = openRemoved(folder);
  const saved: Pick<RemovedFile, 'identities' | 'links'> = {
    identities: membersOf(found, 'identities', isText),
    links: membersOf(found, 'links', isText),
  };
  low.data = { ...low.data, ...saved };
  await low.write();
}
