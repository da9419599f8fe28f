import { publishedSubject, seeSubject } from '../classify/match/subject.js';
import { SHORTEST_BEGINNING, type WantedWords } from '../classify/match/wanted-words.js';
import { ALL_WORDS } from '../classify/rules/leaf.js';
import { compareText } from '../model/compare-text.js';
import type { Post } from '../model/post.js';
import type { Doc, DocPost, DocRef } from '../model/stream.js';
import { myTurn } from '../model/turns.js';
import { instant, toMs } from '../model/values.js';
import { UnitBuffer } from '../text/units.js';
import { hashOf, hashStep, Words } from '../text/words.js';
import { Newest } from './newest.js';
import { DOCS_SEARCHED, type StoreReader } from './store.js';

/** The low bits of a record are the place of a post in its document, all others are of the word's hash. */
const PLACE_BITS = 9;
const PLACES = 1 << PLACE_BITS;
/** A segment's words take some 350 KB; what is beyond this is read each time. */
const MOST_BYTES = 64e6;

/** Where the segments are. */
export interface Segments extends Pick<StoreReader, 'stream'> {
  /** The versions of these documents of a stream by now; of one that isn't there none. */
  docVersions(name: string, numbers: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** A document with its version; null where it isn't there. */
  versionedDoc(name: string, n: number): Promise<VersionedDoc | null>;
}

/** A document, and what it is called until it changes: null where it changed while it was read. */
export interface VersionedDoc {
  readonly doc: Doc;
  readonly version: string | null;
}

/** What is remembered of a segment while it stays the same. */
interface Indexed {
  readonly version: string;
  /** Sorted: a word's hash with the place of a post that has it. */
  readonly records: Uint32Array;
  /** When the post at each place was published, in milliseconds since 1970. */
  readonly dates: Float64Array;
}

/**
 * Which posts of the whole site's segments have a word: made in memory when a segment is first looked at, and
 * again when it has changed.
 */
export class WordIndex {
  private readonly indexed = new Map<number, Indexed>();

  constructor(private readonly segments: Segments) {}

  /** As `StoreReader.newestWith` has it. Segments that can't add anything are not opened. */
  async newest(words: WantedWords, isMeant: (post: Post) => boolean, most: number): Promise<readonly Post[]> {
    const refs = ((await this.segments.stream('site'))?.docs ?? []).slice(-DOCS_SEARCHED);
    this.forgetAllBut(refs);
    const hashes = hashesOf(words);
    const found = new Newest(most);
    const versions = await this.segments.docVersions(
      'site',
      refs.map(({ n }) => n),
    );
    for (const { n, to } of refs.toSorted((a, b) => compareText(b.to, a.to))) {
      if (found.isFullBefore(to)) break;
      const candidates = await this.candidates(n, versions.get(n), hashes, found);
      for (const { post, archivedOnly } of candidates) {
        await myTurn();
        if (!archivedOnly && isMeant(post)) found.offer(post);
      }
    }
    return found.posts();
  }

  /** The posts of a segment that may have the words and be among the newest; where in doubt, all of them. */
  private async candidates(
    n: number,
    version: string | undefined,
    hashes: readonly number[],
    found: Newest,
  ): Promise<readonly DocPost[]> {
    const known = this.indexed.get(n);
    if (known !== undefined && known.version === version && hashes.length > 0) {
      const places = placesOf(known.records, hashes);
      const newest = Math.max(...places.map((place) => known.dates[place] ?? 0));
      if (places.length === 0 || found.isFullBefore(instant(newest))) return [];
    }
    const read = await this.segments.versionedDoc('site', n);
    if (read === null) return [];
    const { posts } = read.doc;
    const indexed = read.version === null ? null : await this.index(n, read.version, posts);
    if (indexed === null || hashes.length === 0) return posts;
    return placesOf(indexed.records, hashes).flatMap((place) => posts[place] ?? []);
  }

  /** Null where there is no room for it. */
  private async index(n: number, version: string, posts: readonly DocPost[]): Promise<Indexed | null> {
    const known = this.indexed.get(n);
    if (known?.version === version) return known;
    this.indexed.delete(n);
    if (posts.length > PLACES || this.bytes > MOST_BYTES) return null;
    const dates = Float64Array.from(posts, ({ post }) => toMs(post.published));
    const indexed = { version, records: await recordsOf(posts), dates };
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

async function recordsOf(posts: readonly DocPost[]): Promise<Uint32Array> {
  const words = new Words();
  const records = new Records();
  for (const [place, { post }] of posts.entries()) {
    await myTurn();
    const see = (_field: number, value: string): void => {
      words.read(value);
      for (let n = 0; n < words.count; n++) {
        const start = words.starts[n] ?? 0;
        records.add(recordOf(words.hashes[n] ?? 0, place));
        if ((words.ends[n] ?? 0) - start < SHORTEST_BEGINNING) continue;
        const beginning = hashOf(words.text.units, start, start + SHORTEST_BEGINNING);
        records.add(recordOf(beginningOf(beginning), place));
      }
    };
    seeSubject(publishedSubject(post), ALL_WORDS, see);
  }
  return records.sorted();
}

/** Numbers of 32 bits: a Set of them takes ten times the time, and has most of them on the heap. */
class Records {
  private all = new Uint32Array(1 << 16);
  private count = 0;

  add(record: number): void {
    if (this.count === this.all.length) {
      const larger = new Uint32Array(2 * this.count);
      larger.set(this.all);
      this.all = larger;
    }
    this.all[this.count++] = record;
  }

  /** Each once. */
  sorted(): Uint32Array {
    const sorted = this.all.subarray(0, this.count).sort();
    return sorted.filter((record, index) => index === 0 || record !== sorted[index - 1]);
  }
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
