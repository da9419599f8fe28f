import type { Config } from '../config/config.js';
import type { Rulings } from '../merge/rulings.js';
import { allDone } from '../model/all-done.js';
import { atOnce } from '../model/at-once.js';
import type { Post } from '../model/post.js';
import { isDigest } from '../model/stream.js';
import { myTurn } from '../model/turns.js';
import type { SourceKey } from '../model/values.js';
import type { ListedSource } from '../sources/listed.js';
import type { Changes, Store } from '../store/store.js';
import {
  type ChangedDocs,
  type Documents,
  publishArchives,
  publishSearch,
  publishSiteArchives,
} from './documents.js';
import { renderDigest, renderFixed, renderSite, renderSource, renderStream } from './index.js';
import type { OutputFile } from './output-file.js';
import { announcedOf } from './site/announced.js';
import { streamNames } from './site/follow.js';
import { siteView, type ViewContext } from './site/make-view.js';
import { fileOf, sourcePath, statusPath } from './site/paths.js';
import { readStreamView } from './site/read-view.js';
import { entriesOf, postsOfSource } from './site/source-posts.js';
import type { Theme } from './site/theme.js';
import type { SiteView, SourceView } from './site/view.js';
import type { SiteWriter } from './write/write.js';

/** What a site is rendered from. */
export interface RenderInput {
  readonly store: Store;
  readonly config: Config;
  readonly theme: Theme;
  readonly listed: readonly ListedSource[];
  readonly rulings: Rulings;
  /** Ends it between two files. What was not rendered is so by the next publication. */
  readonly signal?: AbortSignal;
}

/** Streams rendered at once: each holds a window and its files. */
const AT_ONCE = 4;
/** Files rendered ahead of the disk. */
const BATCH = 32;

/** Thrown where the signal has aborted, and caught where rendering began. */
export class Interrupted extends Error {}

/** Renders parts of a site and writes them. */
export class Rendering implements Documents {
  private readonly sources: ReadonlyMap<SourceKey, SourceView>;

  private constructor(
    private readonly store: Store,
    private readonly rulings: Rulings,
    readonly writer: SiteWriter,
    private readonly context: ViewContext,
    readonly site: SiteView,
    /** Filled with what is announced of the streams that are rendered. */
    private readonly announced: Map<string, string>,
    private readonly signal: AbortSignal | null,
  ) {
    this.sources = new Map(site.sources.map((source) => [source.key, source]));
  }

  static async begin(
    input: RenderInput,
    writer: SiteWriter,
    announced: Map<string, string>,
  ): Promise<Rendering> {
    const { store } = input;
    const [counts, site, records, { firstUrl }] = await Promise.all([
      store.counts(),
      store.stream('site'),
      store.sources(),
      store.facts(),
    ]);
    input.rulings.meet(records.values());
    const context: ViewContext = { ...input, counts, site, records, firstUrl };
    return new Rendering(
      store,
      input.rulings,
      writer,
      context,
      siteView(context),
      announced,
      input.signal ?? null,
    );
  }

  /** All that has changed. */
  async changed({ all, streams, sources }: Changes): Promise<void> {
    if (all) await this.files(renderFixed(this.site));
    await this.files(renderSite(this.site));
    const configured = streamNames(this.context.config);
    const limit = atOnce(AT_ONCE);
    await allDone(
      (all ? configured : configured.filter((name) => streams.has(name))).map((name) =>
        limit(() => this.stream(name, all ? null : (streams.get(name) ?? null))),
      ),
    );
    for (const key of all ? this.sources.keys() : sources) await this.source(key);
  }

  async files(files: Iterable<OutputFile>): Promise<void> {
    const writing: Promise<unknown>[] = [];
    await myTurn();
    for (const file of files) {
      if (this.signal?.aborted) break;
      const written = this.writer.write(file);
      written.catch(() => undefined); // a failure is thrown with the batch, and nobody's until then
      writing.push(written);
      if (writing.length === BATCH) await allDone(writing.splice(0));
      await myTurn();
    }
    await allDone(writing);
    if (this.signal?.aborted) throw new Interrupted();
  }

  /** A stream's window and these of its sealed documents, null for all; those that are no more go. */
  private async stream(name: string, docs: ChangedDocs): Promise<void> {
    const data = name === 'site' ? this.context.site : await this.store.stream(name);
    if (data === null) return;
    this.announced.set(name, announcedOf(data));
    const read = await readStreamView(this.store, data, this.context);
    const { stream } = read;
    if (isDigest(name)) return this.files(renderDigest(this.site, stream));
    await this.files(renderStream(this.site, stream));
    if (name !== 'site') return publishArchives(this, data, stream, docs);
    await publishSiteArchives(this, data, read, docs);
    await publishSearch(this, data, docs);
  }

  /** A source's page: its newest posts, and those without a link, which feeds send readers there for. */
  private async source(key: SourceKey): Promise<void> {
    const source = this.sources.get(key);
    if (source === undefined) await this.writer.remove(fileOf(sourcePath(key)));
    if (source === undefined || source.feed === null) await this.writer.remove(statusPath(key));
    if (source === undefined) return;
    const { limit } = this.context.config.publish;
    const entries = await this.store.newest(key, entriesOf(limit));
    const { shown, unshown } = postsOfSource(entries, limit);
    const posts = shown.map((entry) => this.rulings.post(key, entry)).filter((post) => post !== null);
    await this.files(renderSource(this.site, source, posts, source.unshown.length === 0 ? [] : unshown));
  }

  async posts(name: string, n: number): Promise<readonly Post[]> {
    const doc = await this.store.doc(name, n);
    return doc?.posts.map(({ post }) => post) ?? [];
  }
}
