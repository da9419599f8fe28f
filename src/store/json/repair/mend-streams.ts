import path from 'node:path';
import { compareText } from '../../../model/compare-text.js';
import type { Post } from '../../../model/post.js';
import type { Doc, DocRef, StreamChange, StreamData } from '../../../model/stream.js';
import type { Instant } from '../../../model/values.js';
import { counted } from '../../../model/words.js';
import { refOf } from '../../stream-docs.js';
import { policyOf } from '../../stream-policy.js';
import { StreamTally } from '../../stream-tally.js';
import { type Applied, applyChanges, newStream } from '../../streams.js';
import { writeBatch } from '../batch.js';
import { readText } from '../disk.js';
import { DATA_VERSION, openDocument, parseDocument } from '../document.js';
import { filesBelow } from '../file-kinds.js';
import { DOC_FILE, STREAM_FILE, streamTexts } from '../streams/stream-file.js';
import { SUMMARY_FILE } from '../streams/summary.js';

/**
 * Every stream's window, counts and list of documents are what its documents and its window's posts come to,
 * and the summary is what the streams say.
 */
export async function mendStreams(
  folder: string,
  limit: number,
  openedAt: Instant,
): Promise<readonly string[]> {
  const summary = openDocument(path.join(folder, 'summary.json'), SUMMARY_FILE);
  await summary.read();
  const counts: Record<string, number> = {};
  const newest: Record<string, Instant> = {};
  const archives: Record<string, number> = {};
  const done: string[] = [];
  for (const [name, docs] of await streamsIn(folder)) {
    const before = await readWindow(folder, name);
    const note = name === 'site' ? (post: Post) => noteNewest(newest, post) : () => undefined;
    const applied = await rebuilt(folder, name, docs, before, { limit, openedAt, note });
    const { data } = applied;
    counts[name] = data.count;
    if (name !== 'site' && data.last > 0) archives[name] = data.last;
    if (before !== null && applied.docs.size === 0 && gist(before) === gist(data)) continue;
    await writeBatch(folder, streamTexts(folder, applied));
    done.push(`${name}.json: window and counts made anew from ${counted(docs.size, 'document')}`);
  }
  const found = { counts, newest, archives };
  const isSame = (['counts', 'newest', 'archives'] as const).every(
    (part) => sorted(found[part]) === sorted(summary.data[part]),
  );
  if (isSame) return done;
  summary.data = { version: DATA_VERSION, ...found };
  await summary.write();
  return [...done, 'summary.json: counted anew'];
}

/**
 * All of a stream's data that follows from its posts and documents. Dates of an emptied document, as earlier
 * programs left them, are those that it had.
 */
const gist = ({ count, since, window, related, writers, years, docs, joined, last }: StreamData): string =>
  JSON.stringify([
    joined,
    last,
    count,
    since,
    window.map(({ post, doc }) => [post.id, doc]),
    sorted(related),
    sorted(writers),
    sorted(years),
    docs.map(({ n, count: posts, from, to, news }) => (posts === 0 ? [n] : [n, posts, from, to, news])),
  ]);

function noteNewest(newest: Record<string, Instant>, { source, published }: Post): void {
  const known = newest[source];
  if (known === undefined || published > known) newest[source] = published;
}

/** Stream → the numbers of its documents. */
async function streamsIn(folder: string): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const streams = new Map<string, Set<number>>();
  for (const name of await filesBelow(folder)) {
    const [, stream, n] = /^(site|(?:tags|bundles|weekly)\/[^/]+?)(?:\/(\d+))?\.json$/.exec(name) ?? [];
    if (stream === undefined) continue;
    const docs = streams.get(stream) ?? new Set();
    streams.set(stream, n === undefined ? docs : docs.add(Number(n)));
  }
  return streams;
}

async function readWindow(folder: string, name: string): Promise<StreamData | null> {
  const file = path.join(folder, `${name}.json`);
  const text = await readText(file);
  return text === null ? null : parseDocument(text, file, STREAM_FILE);
}

interface Rebuilding {
  readonly limit: number;
  readonly openedAt: Instant;
  /** Told of each post once. */
  readonly note: (post: Post) => void;
}

/**
 * A stream of the documents that are left and of what the window knows: the order of the documents, and which
 * were joined. Documents that the window doesn't know are the newest, by their numbers.
 */
async function rebuilt(
  folder: string,
  name: string,
  docs: ReadonlySet<number>,
  window: StreamData | null,
  { limit, openedAt, note }: Rebuilding,
): Promise<Applied> {
  const born = window?.born ?? openedAt;
  const refs: DocRef[] = [];
  const ids = new Set<string>();
  const tally = new StreamTally(newStream(name, born));
  const known = (window?.docs ?? []).map(({ n }) => n).filter((n) => docs.has(n));
  for (const n of new Set([...known, ...[...docs].sort((a, b) => a - b)])) {
    const doc = await readDoc(folder, name, n);
    for (const { post } of doc.posts) {
      if (ids.has(post.id)) continue;
      ids.add(post.id);
      tally.add(post, 1);
      note(post);
    }
    refs.push(refOf(n, doc.posts, { from: born, to: born }));
  }
  const unsealed = (window?.window ?? []).map(({ post }) => post).filter(({ id }) => !ids.has(id));
  for (const post of unsealed) note(post);
  const changes = unsealed.map((post) => put(name, post));
  const joined = (window?.joined ?? []).filter(({ into }) => docs.has(into));
  const last = Math.max(window?.last ?? 0, ...docs);
  const sealed = { ...newStream(name, born), ...tally.counts, docs: refs, joined, last };
  const policy = { ...policyOf(name, limit), tidy: false };
  return applyChanges(sealed, changes, policy, (n) => readDoc(folder, name, n));
}

const put = (name: string, post: Post): StreamChange => ({
  id: post.id,
  published: post.published,
  was: [],
  now: [name],
  post,
  archivedOnly: false,
  isNew: true,
});

async function readDoc(folder: string, name: string, n: number): Promise<Doc> {
  const file = path.join(folder, name, `${n}.json`);
  return parseDocument((await readText(file)) ?? '', file, DOC_FILE);
}

const sorted = (values: Readonly<Record<string, string | number>>): string =>
  JSON.stringify(Object.entries(values).sort(([a], [b]) => compareText(a, b)));
