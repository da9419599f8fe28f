import path from 'node:path';
import type { Post } from '../../../model/post.js';
import type { Doc, DocRef, StreamData } from '../../../model/stream.js';
import type { Instant } from '../../../model/values.js';
import { type StreamCounts, StreamTally } from '../../stream-tally.js';
import { applyChanges, newStream } from '../../streams.js';
import { readText, writeDurably } from '../disk.js';
import { DATA_VERSION, openDocument, parseDocument, readable } from '../document.js';
import { DOC_FILE, policyOf, STREAM_FILE, SUMMARY_FILE } from '../stream-files.js';
import { filesBelow } from './inspect.js';

/** Every stream has its window, counts what it holds, and refers to documents that are there; and so does the summary. */
export async function mendStreams(
  folder: string,
  limit: number,
  openedAt: Instant,
): Promise<readonly string[]> {
  const summary = openDocument(path.join(folder, 'summary.json'), SUMMARY_FILE);
  await summary.read();
  const counts: Record<string, number> = {};
  const newest: Record<string, Instant> = {};
  const done: string[] = [];
  for (const [name, docs] of await streamsIn(folder)) {
    const before = await readWindow(folder, name);
    const isWhole =
      before !== null && before.docs.length === docs.size && before.docs.every(({ n }) => docs.has(n));
    const data = isWhole ? before : await rebuilt(folder, name, docs, before, limit, openedAt);
    if (!isWhole) done.push(`${name}.json: window and counts made anew from ${docs.size} documents`);
    counts[name] = data.count;
    if (name !== 'site') continue;
    for (const post of await postsOf(folder, data)) {
      const known = newest[post.source];
      if (known === undefined || post.published > known) newest[post.source] = post.published;
    }
  }
  const isSame =
    sorted(counts) === sorted(summary.data.counts) && sorted(newest) === sorted(summary.data.newest);
  if (isSame) return done;
  summary.data = { version: DATA_VERSION, counts, newest };
  await summary.write();
  return [...done, 'summary.json: counted anew'];
}

/** Stream → the numbers of its documents. */
async function streamsIn(folder: string): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const streams = new Map<string, Set<number>>();
  for (const name of await filesBelow(folder)) {
    const [, stream, n] = /^(site|(?:tags|bundles)\/[^/]+?)(?:\/(\d+))?\.json$/.exec(name) ?? [];
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

/** A stream of the documents that are left and of what the window knows; numbers that are missing are empty. */
async function rebuilt(
  folder: string,
  name: string,
  docs: ReadonlySet<number>,
  window: StreamData | null,
  limit: number,
  openedAt: Instant,
): Promise<StreamData> {
  const born = window?.born ?? openedAt;
  const refs: DocRef[] = [];
  const posts = new Map<string, Post>();
  for (let n = 1; n <= Math.max(0, ...docs, window?.docs.length ?? 0); n++) {
    const doc = docs.has(n) ? await readDoc(folder, name, n) : { n, posts: [] };
    if (!docs.has(n)) await writeDoc(folder, name, doc);
    for (const { post } of doc.posts) posts.set(post.id, post);
    refs.push({
      n,
      count: doc.posts.length,
      from: doc.posts.at(-1)?.post.published ?? born,
      to: doc.posts[0]?.post.published ?? born,
    });
  }
  const places = window?.window ?? [];
  const unsealed = places.map(({ post }) => post).filter(({ id }) => !posts.has(id));
  const empty = { ...newStream(name, born), docs: refs, ...tallied(name, born, posts.values()) };
  const changes = unsealed.map((post) => ({
    id: post.id,
    published: post.published,
    was: [],
    now: [name],
    post,
    archivedOnly: false,
    isNew: true,
  }));
  const applied = await applyChanges(empty, changes, policyOf(name, limit), (n) => readDoc(folder, name, n));
  for (const doc of applied.docs.values()) await writeDoc(folder, name, doc);
  await writeDurably(path.join(folder, `${name}.json`), readable({ version: DATA_VERSION, ...applied.data }));
  return applied.data;
}

function tallied(name: string, born: Instant, posts: Iterable<Post>): StreamCounts {
  const tally = new StreamTally(newStream(name, born));
  for (const post of posts) tally.add(post, 1);
  return tally.counts;
}

async function postsOf(folder: string, data: StreamData): Promise<readonly Post[]> {
  const posts = data.window.map(({ post }) => post);
  for (const { n } of data.docs)
    posts.push(...(await readDoc(folder, data.name, n)).posts.map(({ post }) => post));
  return posts;
}

async function readDoc(folder: string, name: string, n: number): Promise<Doc> {
  const file = path.join(folder, name, `${n}.json`);
  return parseDocument((await readText(file)) ?? '', file, DOC_FILE);
}

const writeDoc = (folder: string, name: string, doc: Doc): Promise<void> =>
  writeDurably(path.join(folder, name, `${doc.n}.json`), readable({ version: DATA_VERSION, ...doc }));

const sorted = (values: Readonly<Record<string, string | number>>): string =>
  JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
