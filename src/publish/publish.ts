import pLimit from 'p-limit';
import type { Config } from '../config/config.js';
import type { Rulings } from '../merge/rulings.js';
import { allDone } from '../model/all-done.js';
import type { Post } from '../model/post.js';
import { isDigest, type StreamData } from '../model/stream.js';
import type { Instant, SourceKey } from '../model/values.js';
import type { ListedSource } from '../sources/listed.js';
import type { Changes, Facts, Fingerprints, Store } from '../store/store.js';
import { type RemovedStream, renderFarewell } from './feeds/farewell.js';
import { liveFeeds } from './feeds/feed-at.js';
import { MAIN_FORMAT } from './feeds/formats.js';
import {
  renderArchive,
  renderDigest,
  renderFixed,
  renderListing,
  renderSearch,
  renderSearchIndex,
  renderSite,
  renderSource,
  renderStream,
} from './index.js';
import type { OutputFile } from './output-file.js';
import { type Announcement, announce, announcedOf, freshIn } from './site/announced.js';
import { siteFingerprint } from './site/fingerprint.js';
import { followConfiguration, streamNames } from './site/follow.js';
import { siteView, type ViewContext } from './site/make-view.js';
import {
  archiveFiles,
  archiveFolder,
  archivePath,
  fileOf,
  searchPath,
  sourcePath,
  statusPath,
  streamPath,
} from './site/paths.js';
import { readStreamView } from './site/read-view.js';
import { farewells } from './site/retired.js';
import { openSegment, partsOf } from './site/site-archives.js';
import { SITEMAP_PART } from './site/sitemap.js';
import { entriesOf, postsOfSource } from './site/source-posts.js';
import type { Theme } from './site/theme.js';
import type { SiteView, Stream } from './site/view.js';
import { readStatic, type Statics } from './write/statics.js';
import { createSiteWriter, type SiteWriter, type WriteCounts } from './write/write.js';

export interface PublishInput {
  readonly store: Store;
  readonly config: Config;
  readonly theme: Theme;
  readonly statics: Statics;
  readonly listed: readonly ListedSource[];
  readonly rulings: Rulings;
  /** The folder to publish to. */
  readonly out: string;
  /** Of the program. */
  readonly version: string;
  /** With `changes-and-lost` everything is rendered where a published file is missing or was altered. */
  readonly render: 'changes' | 'changes-and-lost';
  /** Ends it between two files. What was not rendered is so by the next publication. */
  readonly signal?: AbortSignal;
}

/** What a publication announces. */
export interface News extends Announcement {
  /** Stream → ids of the posts that are news in it since the pass before, the oldest first. */
  readonly fresh: ReadonlyMap<string, readonly string[]>;
}

/** What was published. */
export interface Publication {
  /**
   * What the folder holds by now; null where it was interrupted, with some of two: then nothing is announced.
   */
  readonly edition: number | null;
  readonly files: WriteCounts;
  /** For the next publication. */
  readonly statics: NonNullable<Facts['statics']>;
  /** What that announces, given what has been announced so far. */
  readonly announce: (before: Fingerprints) => News;
}

/** Search looks through so many segments of 500 posts, the newest. */
const SEGMENTS = 20;
/** Streams rendered at once: each holds a window and its files. */
const AT_ONCE = 4;
/** Files rendered ahead of the disk. */
const BATCH = 32;

/**
 * Renders what has changed since the folder was rendered last, or everything where that was from another
 * site, theme, version or database, and writes the files that differ. Nothing changed: nothing is read and
 * nothing touched.
 */
export async function publish(input: PublishInput): Promise<Publication> {
  const { store, config, rulings } = input;
  await followConfiguration(store, config, input.listed, rulings.now);
  const facts = await store.facts();
  const { id, retired, lastPass } = facts;
  const statics = { stamp: input.statics.stamp, paths: [...input.statics.files.keys()].sort() };
  const isStaticNews = (facts.statics?.stamp ?? '') !== statics.stamp;
  if (isStaticNews) await store.touch({ windows: ['site'] }); // an edition, which public/ remembers
  const fingerprint = siteFingerprint(config, input.theme, input.version, id);
  const writer = await createSiteWriter(input.out, fingerprint);
  const isLost = input.render === 'changes-and-lost' && !(await writer.isIntact());
  const changes = await store.changes(isLost ? null : writer.edition);
  const { parting, gone } = farewells(retired, rulings.now);
  const shown: Shown = { announced: new Map(), fresh: new Map(), since: lastPass?.at ?? null };
  const left = (facts.statics?.paths ?? []).filter((path) => !input.statics.files.has(path));
  for (const path of left) await writer.remove(path);
  if (changes.all || isStaticNews) await writeStatics(writer, input.statics);
  for (const path of gone.flatMap(liveFeeds)) await writer.remove(path);
  const isWhole = await renderWhole(input, writer, changes, { parting, gone }, shown);
  const hasChanged = isLost || writer.counts.written + writer.counts.removed > 0;
  const edition = hasChanged ? changes.edition : (writer.edition ?? changes.edition);
  const streams = streamNames(config);
  const published: Omit<Publication, 'edition'> = {
    files: writer.counts,
    statics,
    announce: (before) => {
      const announcement = announce(before, shown.announced, { streams, parting }, config);
      const isNews = ([name]: readonly [string, unknown]): boolean =>
        announcement.announced[name] !== before[name];
      return { ...announcement, fresh: new Map([...shown.fresh].filter(isNews)) };
    },
  };
  if (!isWhole) return { edition: null, ...published };
  await writer.finish(edition);
  return { edition, ...published };
}

/** One after the other: somebody's films must not be in memory together. */
async function writeStatics(writer: SiteWriter, { files }: Statics): Promise<void> {
  for (const [path, file] of files) await writer.write({ path, body: await readStatic(file) });
}

/** What the streams show that have been rendered. */
interface Shown {
  readonly announced: Map<string, string>;
  readonly fresh: Map<string, readonly string[]>;
  /** When the pass before began; null where there was none. */
  readonly since: Instant | null;
}

/**
 * Renders what has changed; false where it was interrupted.
 * @param shown filled with what the streams that are rendered show
 */
async function renderWhole(
  input: PublishInput,
  writer: SiteWriter,
  changes: Changes,
  { parting, gone }: ReturnType<typeof farewells>,
  shown: Shown,
): Promise<boolean> {
  if (!changes.all && changes.streams.size === 0 && changes.sources.size === 0) return true;
  try {
    const work = await Publishing.begin(input, writer, shown);
    await work.render(changes);
    for (const stream of parting) await work.files(renderFarewell(work.site, stream));
    await work.files(renderListing(work.site, (path) => writer.has(path, changes.all ? 'this' : 'any')));
  } catch (error) {
    if (error instanceof Interrupted) return false;
    throw error;
  }
  const over = [...[...parting, ...gone].flatMap(placesOf), ...aliasPages(input.config)];
  await writer.sweep(changes.all ? [''] : [SITEMAP_PART, ...over]);
  return true;
}

/** Thrown where the signal has aborted, and caught where publishing began. */
class Interrupted extends Error {}

/** Where a stream's files are: `tags/ffi/`, and `tags/ffi.` with any extension. */
const placesOf = (stream: RemovedStream): readonly string[] => [
  streamPath(stream),
  `${streamPath(stream).slice(0, -1)}.`,
];

/** Where no page is: that of an alias moved with its tag, and the feeds alone stand at both names. */
const aliasPages = ({ tags }: Config): readonly string[] =>
  tags.flatMap(({ aliases }) => aliases.map((slug) => streamPath({ kind: 'tag', slug })));

class Publishing {
  private constructor(
    private readonly store: Store,
    private readonly rulings: Rulings,
    private readonly writer: SiteWriter,
    private readonly context: ViewContext,
    readonly site: SiteView,
    /** Filled with what the streams that are rendered show. */
    private readonly shown: Shown,
    private readonly signal: AbortSignal | null,
  ) {}

  static async begin(input: PublishInput, writer: SiteWriter, shown: Shown): Promise<Publishing> {
    const { store } = input;
    const [counts, site, records, { firstUrl }] = await Promise.all([
      store.counts(),
      store.stream('site'),
      store.sources(),
      store.facts(),
    ]);
    const context: ViewContext = { ...input, counts, site, records, firstUrl };
    return new Publishing(
      store,
      input.rulings,
      writer,
      context,
      siteView(context),
      shown,
      input.signal ?? null,
    );
  }

  async render({ all, streams, sources }: Changes): Promise<void> {
    if (all) await this.files(renderFixed(this.site));
    await this.files(renderSite(this.site));
    const configured = streamNames(this.context.config);
    const limit = pLimit(AT_ONCE);
    await allDone(
      (all ? configured : configured.filter((name) => streams.has(name))).map((name) =>
        limit(() => this.stream(name, all ? null : (streams.get(name) ?? null))),
      ),
    );
    for (const key of all ? this.site.sources.map((source) => source.key) : sources) await this.source(key);
  }

  async files(files: Iterable<OutputFile>): Promise<void> {
    const writing: Promise<unknown>[] = [];
    for (const file of files) {
      if (this.signal?.aborted) break;
      writing.push(this.writer.write(file));
      if (writing.length < BATCH) continue;
      await allDone(writing);
      writing.length = 0;
    }
    await allDone(writing);
    if (this.signal?.aborted) throw new Interrupted();
  }

  /** A stream's window and these of its sealed documents, null for all; those that are no more go. */
  async stream(name: string, docs: ReadonlySet<number> | null): Promise<void> {
    const data = name === 'site' ? this.context.site : await this.store.stream(name);
    if (data === null) return;
    this.shown.announced.set(name, announcedOf(data));
    this.shown.fresh.set(name, freshIn(data, this.shown.since, this.rulings.now));
    const stream = await readStreamView(this.store, data, this.context);
    if (isDigest(name)) return this.files(renderDigest(this.site, stream));
    await this.files(renderStream(this.site, stream));
    if (name === 'site') {
      await this.siteArchives(data, stream, docs);
      return this.search(data, docs);
    }
    const numbers = [...data.docs, ...data.joined].map(({ n }) => n);
    for (const n of numbers) {
      if (docs === null || docs.has(n))
        await this.files(renderArchive(this.site, { stream, n, posts: await this.posts(name, n) }));
    }
    const left = new Set(data.docs.map(({ n }) => n));
    const gone = [...(docs ?? [])].filter((n) => !left.has(n));
    if (docs === null || (gone.length > 0 && left.size === 0))
      await this.writer.sweep([archiveFolder(stream)]);
    else if (gone.length > 0) await this.writer.sweep(gone.map((n) => archiveFiles(stream, n)));
  }

  /** A source's page: its newest posts, and those without a link, which feeds send readers there for. */
  async source(key: SourceKey): Promise<void> {
    const source = this.site.sources.find((one) => one.key === key);
    if (source === undefined) await this.writer.remove(fileOf(sourcePath(key)));
    if (source === undefined || source.feed === null) await this.writer.remove(statusPath(key));
    if (source === undefined) return;
    const { limit } = this.context.config.publish;
    const entries = await this.store.newest(key, entriesOf(limit));
    const { shown, unshown } = postsOfSource(entries, limit);
    const posts = shown.map((entry) => this.rulings.post(key, entry)).filter((post) => post !== null);
    await this.files(renderSource(this.site, source, posts, source.unshown.length === 0 ? [] : unshown));
  }

  /** The site's archives, as far as a segment of theirs or the one before it has changed. */
  private async siteArchives(
    data: StreamData,
    stream: Stream,
    changed: ReadonlySet<number> | null,
  ): Promise<void> {
    const { limit } = this.context.config.publish;
    const open = openSegment(data);
    for (const [at, ref] of data.docs.entries()) {
      const before = data.docs[at - 1]?.n ?? 0;
      if (changed !== null && ref !== open && !changed.has(ref.n) && !changed.has(before)) continue;
      let isKept = changed !== null && ref === open && !changed.has(before);
      for (const { n, posts } of partsOf(data, ref, await this.posts('site', ref.n), limit)) {
        // What is named by its posts holds the same ones, and leads on to where it did.
        isKept =
          isKept &&
          ['html', MAIN_FORMAT.extension].every((end) => this.writer.keep(archivePath(stream, n, end)));
        if (!isKept) await this.files(renderArchive(this.site, { stream, n, posts }));
      }
    }
    const over =
      changed === null
        ? [archiveFolder(stream)]
        : [...changed, ...(open === null ? [] : [open.n])].map((n) => `${archiveFolder(stream)}${n}-`);
    await this.writer.sweep(stream.archives.length === 0 ? [archiveFolder(stream)] : over);
  }

  private async search(data: StreamData, changed: ReadonlySet<number> | null): Promise<void> {
    const kept = data.docs.slice(-SEGMENTS);
    const left = new Set(kept.map(({ n }) => n));
    for (let n = 1; n <= data.last; n++) if (!left.has(n)) await this.writer.remove(searchPath(n));
    for (const { n } of kept) {
      if (changed === null || changed.has(n))
        await this.files(renderSearch(this.site, { n, posts: await this.posts('site', n) }));
    }
    await this.files(
      renderSearchIndex(
        this.site,
        kept.map(({ n, count, from }) => ({ n, count, since: count === 0 ? null : from })),
      ),
    );
  }

  private async posts(name: string, n: number): Promise<readonly Post[]> {
    const doc = await this.store.doc(name, n);
    return doc?.posts.map(({ post }) => post) ?? [];
  }
}
