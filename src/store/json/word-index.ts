import { setImmediate } from 'node:timers/promises';
import { publishedSubject, seeSubject } from '../../classify/match/subject.js';
import { SHORTEST_BEGINNING, type WantedWords } from '../../classify/match/wanted-words.js';
import { ALL_FIELDS } from '../../classify/rules/leaf.js';
import type { Post } from '../../model/post.js';
import type { Doc, DocRef } from '../../model/stream.js';
import { type Instant, instant, toMs } from '../../model/values.js';
import { fold, lower } from '../../text/fold.js';
import { UnitBuffer } from '../../text/units.js';
import { HASH_SEED, hashOf, hashStep, Words } from '../../text/words.js';
import { Newest } from '../newest.js';
import { DOCS_SEARCHED } from '../store.js';
import type { StreamFiles } from './stream-files.js';

/** The low bits of a record are the place of a post in its document, all others are of the word's hash. */
const PLACE_BITS = 9;
const PLACES = 1 << PLACE_BITS;
/** A segment's words take some 250 KB; documents beyond are read each time. */
const MOST_BYTES = 64e6;
/** A segment is indexed in so many goes (10 ms each), between which others have their turn. */
const GOES = 5;

/** What is remembered of a segment while its file stays the same. */
interface Indexed {
  readonly version: string;
  /** Sorted: a word's hash with the place of a post that has it. */
  readonly records: Uint32Array;
  /** When the post at each place was published, in milliseconds since 1970. */
  readonly dates: Float64Array;
}

/** What of a segment has to be looked at. */
interface Candidates {
  readonly n: number;
  /** Null: all of its posts. */
  readonly places: readonly number[] | null;
  readonly version: string | null;
  /** When the newest of them was published. */
  readonly to: Instant;
}

/**
 * Which posts of the whole site's segments have a word: made in memory when it is first asked for, and again
 * of the segments whose files have changed.
 */
export class WordIndex {
  private readonly indexed = new Map<number, Indexed>();

  constructor(private readonly streams: StreamFiles) {}

  /** As `StoreReader.newestWith` has it. No segment is opened twice, and none that can't add anything. */
  async newest(words: WantedWords, isMeant: (post: Post) => boolean, most: number): Promise<readonly Post[]> {
    const refs = ((await this.streams.read('site'))?.docs ?? []).slice(-DOCS_SEARCHED);
    this.forgetAllBut(refs);
    const hashes = hashesOf(words);
    const candidates: Candidates[] = [];
    for (const ref of refs) candidates.push(...(await this.candidates(ref, hashes)));
    const found = new Newest(most);
    for (const one of candidates.sort((a, b) => (a.to < b.to ? 1 : -1))) {
      if (found.isFullBefore(one.to)) break;
      await setImmediate();
      const doc = await this.streams.doc('site', one.n);
      const isSame = one.places !== null && (await this.streams.docVersion('site', one.n)) === one.version;
      const posts = doc?.posts ?? [];
      for (const place of isSame ? one.places : posts.keys()) {
        const at = posts[place];
        if (at !== undefined && !at.archivedOnly && isMeant(at.post)) found.offer(at.post);
      }
    }
    return found.posts();
  }

  private async candidates({ n, to }: DocRef, hashes: readonly number[]): Promise<readonly Candidates[]> {
    const indexed = await this.index(n);
    if (indexed === null || hashes.length === 0) return [{ n, places: null, version: null, to }];
    const { version, records, dates } = indexed;
    const places = placesOf(records, hashes);
    const newest = places.reduce(
      (latest, place) => Math.max(latest, dates[place] ?? 0),
      Number.NEGATIVE_INFINITY,
    );
    return places.length === 0 ? [] : [{ n, places, version, to: instant(newest) }];
  }

  /** Null where there is no room for it, or it changes just now. */
  private async index(n: number): Promise<Indexed | null> {
    const version = await this.streams.docVersion('site', n);
    const known = this.indexed.get(n);
    if (version === null || known?.version === version) return known ?? null;
    this.indexed.delete(n);
    if (this.bytes > MOST_BYTES) return null;
    const doc = await this.streams.doc('site', n);
    if (doc === null || doc.posts.length > PLACES) return null;
    const records = await recordsOf(doc);
    if ((await this.streams.docVersion('site', n)) !== version) return null;
    const indexed = {
      version,
      records,
      dates: Float64Array.from(doc.posts, ({ post }) => toMs(post.published)),
    };
    this.indexed.set(n, indexed);
    return indexed;
  }

  private forgetAllBut(refs: readonly DocRef[]): void {
    const kept = new Set(refs.map(({ n }) => n));
    for (const n of this.indexed.keys()) if (!kept.has(n)) this.indexed.delete(n);
  }

  private get bytes(): number {
    return [...this.indexed.values()].reduce((sum, { records }) => sum + records.byteLength, 0);
  }
}

/** The places that have all of the words, as far as their hashes tell. */
function placesOf(records: Uint32Array, hashes: readonly number[]): readonly number[] {
  let places: Set<number> | null = null;
  for (const hash of hashes) {
    const here = new Set<number>();
    for (let i = firstFrom(records, recordOf(hash, 0)); i < records.length; i++) {
      const record = records[i] ?? 0;
      if (record > recordOf(hash, PLACES - 1)) break;
      const place = record & (PLACES - 1);
      if (places === null || places.has(place)) here.add(place);
    }
    places = here;
  }
  return [...(places ?? [])];
}

/** The index of the first record that is no less. */
function firstFrom(records: Uint32Array, record: number): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle] ?? 0) < record) low = middle + 1;
    else high = middle;
  }
  return low;
}

const recordOf = (hash: number, place: number): number =>
  (((hash >>> PLACE_BITS) << PLACE_BITS) | place) >>> 0;

/** Tells a word's beginning from a word of three letters. */
const beginningOf = (hash: number): number => hashStep(hash, 0xffff);

const UNSAID = { title: null, html: '', summary: null, categories: [], url: null, authors: [], source: null };

async function recordsOf({ posts }: Doc): Promise<Uint32Array> {
  const words = new Words();
  const records = new Set<number>();
  const note = (place: number) => (_field: number, value: string) => {
    words.read(lower(fold(value)));
    const { units } = words.text;
    for (let n = 0; n < words.count; n++) {
      const start = words.starts[n] ?? 0;
      records.add(recordOf(words.hashes[n] ?? HASH_SEED, place));
      if ((words.ends[n] ?? 0) - start < SHORTEST_BEGINNING) continue;
      records.add(recordOf(beginningOf(hashOf(units, start, start + SHORTEST_BEGINNING)), place));
    }
  };
  for (const [place, { post }] of posts.entries()) {
    if (place % (PLACES / GOES) < 1) await setImmediate();
    const subject = publishedSubject(post);
    const see = note(place);
    // Each on its own: of two texts that say the same only one is looked at, and where they are cut decides.
    seeSubject({ ...subject, summary: null }, Number.POSITIVE_INFINITY, ALL_FIELDS, see);
    seeSubject({ ...UNSAID, html: subject.summary ?? '' }, Number.POSITIVE_INFINITY, ALL_FIELDS, see);
  }
  return Uint32Array.from(records).sort();
}

function hashesOf({ whole, beginnings }: WantedWords): readonly number[] {
  const text = new UnitBuffer();
  const hash = (word: string, length: number): number => {
    text.load(word);
    return hashOf(text.units, 0, length);
  };
  return [
    ...whole.map((word) => hash(word, word.length)),
    ...beginnings.map((word) => beginningOf(hash(word, SHORTEST_BEGINNING))),
  ];
}
