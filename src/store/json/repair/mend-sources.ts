import path from 'node:path';
import type { Entry } from '../../../model/entry.js';
import { type HttpUrl, httpUrl, type SourceKey } from '../../../model/values.js';
import { newPollState } from '../../../schedule/index.js';
import { sourceKey, TakenKeys, tailOf } from '../../../sources/key.js';
import type { FeedFacts, SourceRecord } from '../../../sources/record.js';
import { readDb } from '../db-file.js';
import { readText, writeDurably } from '../disk.js';
import { DATA_VERSION, isRecord, openDocument, readable } from '../document.js';
import { filesBelow } from '../file-kinds.js';
import { isEntry, isListed, isPlacement, isSourceRecord, wholeFacts } from '../shapes.js';
import { HEAD_FILE, type HeadFile, SEALED_FILE } from '../source-files.js';
import { membersOf, salvage } from './salvage.js';

/** What came of mending sources. */
interface Mended {
  readonly done: readonly string[];
  /** Sources that have lost entries, as far as they could not be read. */
  readonly losers: ReadonlySet<SourceKey>;
}

/** Each source has a head and all the sealed files that it counts, with what could be saved of `texts`. */
export async function mendSources(folder: string, texts: ReadonlyMap<string, string>): Promise<Mended> {
  const done: string[] = [];
  const losers = new Set<SourceKey>();
  for (const [key, sealed] of await sourcesIn(folder, texts.keys())) {
    const missing = await fillGaps(folder, key, sealed, texts);
    if (missing.length === 0) continue;
    losers.add(key);
    await forgetLost(folder, key);
    for (const name of missing)
      if (!texts.has(name)) done.push(`${name} was missing: its entries are polled again`);
  }
  return { done, losers };
}

/** Writes the files of a source that are not there; returns their names. */
async function fillGaps(
  folder: string,
  key: SourceKey,
  sealed: readonly number[],
  texts: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const missing: string[] = [];
  const headName = `sources/${key}.json`;
  if ((await readText(path.join(folder, headName))) === null) {
    missing.push(headName);
    await writeDurably(path.join(folder, headName), readable(savedHead(texts.get(headName) ?? '', sealed)));
  }
  for (const n of (await readHead(folder, key)).sealed) {
    const name = sealedName(key, n);
    if ((await readText(path.join(folder, name))) !== null) continue;
    missing.push(name);
    const entries = membersOf(salvage(texts.get(name) ?? ''), 'entries', isEntry);
    await writeDurably(path.join(folder, name), readable({ version: DATA_VERSION, entries }));
  }
  return missing;
}

/** What the document still lists and the store has lost is asked for again. */
async function forgetLost(folder: string, key: SourceKey): Promise<void> {
  const head = await readHead(folder, key);
  const keys = new Set<string>();
  for await (const entry of entriesOf(folder, key, head)) keys.add(entry.key);
  const listing = Object.entries(head.listing).filter(([, [entry]]) => entry === null || keys.has(entry));
  await writeDurably(
    path.join(folder, `sources/${key}.json`),
    readable({ ...head, listing: Object.fromEntries(listing) }),
  );
}

/**
 * Every source that has entries is known, and what has been lost is asked for again, with nobody's flood held
 * back.
 */
export async function mendDb(
  folder: string,
  damagedText: string | null,
  lostBefore: ReadonlySet<SourceKey>,
): Promise<readonly string[]> {
  const db = await readDb(folder);
  const found = damagedText === null ? null : salvage(damagedText);
  const facts = found?.['facts'];
  const done: string[] = [];
  if (isRecord(facts)) db.data.facts = { ...db.data.facts, ...wholeFacts(facts), made: {}, shown: {} };
  Object.assign(db.data.sources, membersOf(found, 'sources', isUsable));
  const stored = await sourcesIn(folder, []);
  for (const key of stored.keys()) {
    if (db.data.sources[key] !== undefined) continue;
    const record = await recordFrom(folder, key);
    if (record === null) continue;
    db.data.sources[key] = record.source;
    const pass = Math.max(db.data.facts.pass, record.pass);
    db.data.facts = { ...db.data.facts, pass, published: true };
    done.push(`${record.source.url} is known again by its entries`);
  }
  for (const [key, record] of Object.entries(db.data.sources)) {
    if (!lostBefore.has(key) && (record.entries === 0 || stored.has(key))) continue;
    db.data.sources[key] = { ...record, poll: { ...newPollState(record.poll.listed), url: record.poll.url } };
    db.data.facts = { ...db.data.facts, published: false };
    if (!stored.has(key))
      await writeDurably(path.join(folder, `sources/${key}.json`), readable(savedHead('', [])));
    done.push(`${record.url} will be polled anew`);
  }
  if (damagedText !== null || done.length > 0) await db.write();
  return done;
}

/** Source → the numbers of the sealed files that there are, or were. */
async function sourcesIn(
  folder: string,
  damaged: Iterable<string>,
): Promise<ReadonlyMap<SourceKey, readonly number[]>> {
  const sealed = new Map<SourceKey, readonly number[]>();
  const names = (await filesBelow(path.join(folder, 'sources'))).map((name) => `sources/${name}`);
  for (const name of [...names, ...damaged]) {
    const [, key, n] = /^sources\/([^/]+?)(?:\.(\d{3,}))?\.json$/.exec(name) ?? [];
    if (key === undefined) continue;
    const known = sealed.get(key) ?? [];
    sealed.set(key, n === undefined ? known : [...known, Number(n)].sort((a, b) => a - b));
  }
  return sealed;
}

const sealedName = (key: SourceKey, n: number): string => `sources/${key}.${String(n).padStart(3, '0')}.json`;

async function readHead(folder: string, key: SourceKey): Promise<HeadFile> {
  const low = openDocument(path.join(folder, `sources/${key}.json`), HEAD_FILE);
  await low.read();
  return low.data;
}

function savedHead(text: string, sealed: readonly number[]): HeadFile {
  const found = salvage(text);
  const n = typeof found?.['n'] === 'number' ? found['n'] : 0;
  return {
    ...HEAD_FILE.empty(),
    n: Math.max(n, ...sealed.map((one) => one + 1), 1),
    sealed: [...sealed],
    changes: membersOf(found, 'changes', isPlacement),
    listing: membersOf(found, 'listing', isListed),
    entries: membersOf(found, 'entries', isEntry),
  };
}

/** What the entries of a source tell of it. Not polled, and private until feeds.json says otherwise. */
async function recordFrom(
  folder: string,
  key: SourceKey,
): Promise<{ readonly source: SourceRecord; readonly pass: number } | null> {
  const head = await readHead(folder, key);
  let pass = head.round;
  let entries = 0;
  let last: Entry | null = null;
  const addresses = new Set<HttpUrl>();
  for await (const entry of entriesOf(folder, key, head)) {
    entries += 1;
    last = entry;
    pass = Math.max(pass, entry.pass);
    for (const url of [entry.from.feed, entry.from.home]) if (url !== null) addresses.add(url);
  }
  if (last === null) return null;
  const { from } = last;
  const origin =
    [...addresses].find((url) => tailOf(sourceKey(url, new TakenKeys([]), false)) === tailOf(key)) ??
    from.feed ??
    from.home;
  const url = from.feed ?? origin;
  if (origin === null || url === null) return null;
  const feed: FeedFacts = {
    span: null,
    format: '',
    id: from.id,
    title: from.title,
    home: from.home,
    language: null,
    authors: [],
    updated: from.updated,
    rhythm: { ttlMinutes: null, updateEveryMs: null, skipHours: [], skipDays: [] },
  };
  const poll = newPollState(url);
  const counts = { entries, withheld: 0, oldest: null, unshown: null, made: null, shown: null };
  return { source: { key, url, origin, former: [], private: true, poll, feed, ...counts }, pass };
}

async function* entriesOf(folder: string, key: SourceKey, head: HeadFile): AsyncIterable<Entry> {
  for (const n of head.sealed) {
    const low = openDocument(path.join(folder, sealedName(key, n)), SEALED_FILE);
    await low.read();
    yield* Object.values(low.data.entries);
  }
  yield* Object.values(head.entries);
}

/** A record whose addresses can be asked for. */
function isUsable(value: unknown): value is SourceRecord {
  return (
    isSourceRecord(value) && [value.url, value.origin, value.poll.url].every((url) => httpUrl(url) !== null)
  );
}
