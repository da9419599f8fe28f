import pLimit from 'p-limit';
import type { Config } from '../config/config.js';
import type { Desk } from '../merge/desk.js';
import { allDone } from '../model/all-done.js';
import type { Entry } from '../model/entry.js';
import { newestFirst } from '../model/newest-first.js';
import type { Post } from '../model/post.js';
import type { StreamData } from '../model/stream.js';
import type { Instant, SourceKey } from '../model/values.js';
import type { ListedSource } from '../sources/listed.js';
import type { Store } from '../store/store.js';
import { renderFarewell } from './feeds/farewell.js';
import {
  renderArchive,
  renderFixed,
  renderSearch,
  renderSearchIndex,
  renderSite,
  renderSource,
  renderStream,
} from './index.js';
import type { OutputFile } from './output-file.js';
import { siteFingerprint } from './site/fingerprint.js';
import { siteView, streamView, type ViewContext } from './site/make-view.js';
import { feedPath, fileOf, searchPath, sourcePath } from './site/paths.js';
import { farewells, retire, titlesOf } from './site/retired.js';
import { SITEMAP_PART } from './site/sitemap.js';
import type { Theme } from './site/theme.js';
import type { SiteView } from './site/view.js';
import { createSiteWriter, type SiteWriter, type WriteCounts } from './write/write.js';

export interface PublishInput {
  readonly store: Store;
  readonly config: Config;
  readonly theme: Theme;
  readonly listed: readonly ListedSource[];
  readonly desk: Desk;
  /** The folder to publish to. */
  readonly out: string;
  /** Of the program. */
  readonly version: string;
}

const FORMATS = ['atom', 'rss', 'json'] as const;
/** Search looks through so many segments of 500 posts, the newest. */
const SEGMENTS = 20;
/** Streams rendered at once: each holds a window and its files. */
const AT_ONCE = 4;

/**
 * Renders what is dirty, or everything where public/ was made from another configuration, theme, version or database, and writes
 * the files that differ. The store must be settled. Nothing dirty: nothing is read and nothing touched.
 */
export async function publish(input: PublishInput): Promise<WriteCounts> {
  const { store, config } = input;
  await followConfiguration(store, config, input.desk.now);
  const fingerprint = siteFingerprint(config, input.theme, input.version, store.facts.id);
  const state = () => `${fingerprint} ${store.facts.edition}`;
  const writer = await createSiteWriter(input.out, state());
  const dirty = store.dirty();
  const everything = dirty.all || !writer.current;
  const { parting, gone } = farewells(store.facts.retired, input.desk.now);
  for (const stream of gone) for (const format of FORMATS) await writer.remove(feedPath(stream, format));
  if (!everything && dirty.streams.size === 0 && dirty.sources.size === 0) {
    await writer.finish(state());
    await store.clean();
    return writer.counts;
  }
  const context: ViewContext = { ...input, summary: await store.summary(), site: await store.stream('site') };
  const work = new Publishing(store, writer, context, siteView(context), input.desk);
  if (everything) await work.files(renderFixed(work.site));
  await work.files(renderSite(work.site));
  const names = everything
    ? streamNames(config)
    : streamNames(config).filter((name) => dirty.streams.has(name));
  const limit = pLimit(AT_ONCE);
  await allDone(
    names.map((name) =>
      limit(() => work.stream(name, everything ? null : (dirty.streams.get(name) ?? null))),
    ),
  );
  const sources = everything ? work.site.sources.map(({ key }) => key) : dirty.sources;
  for (const key of sources) await work.source(key);
  for (const stream of parting) await work.files(renderFarewell(work.site, stream));
  await writer.sweep(everything ? '' : SITEMAP_PART);
  if (writer.counts.written + writer.counts.removed > 0) store.setFacts({ edition: store.facts.edition + 1 });
  await writer.finish(state());
  await store.clean();
  return writer.counts;
}

/** Every stream that the configuration asks for. */
function streamNames(config: Config): readonly string[] {
  return [
    'site',
    ...config.tags.map(({ slug }) => `tags/${slug}`),
    ...config.bundles.map(({ slug }) => `bundles/${slug}`),
  ];
}

/** Configured streams are born, others retire. */
async function followConfiguration(store: Store, config: Config, now: Instant): Promise<void> {
  const { facts } = store;
  const titles = titlesOf(config);
  const retired = retire(facts.retired, facts.titles, config, now);
  if (JSON.stringify([titles, retired]) !== JSON.stringify([facts.titles, facts.retired])) {
    store.setFacts({ titles, retired });
    await store.checkpoint();
  }
  const names = streamNames(config);
  await store.ensureStreams(names);
  const wanted = new Set(names);
  for (const name of Object.keys((await store.summary()).counts)) {
    if (!wanted.has(name)) await store.retireStream(name);
  }
}

class Publishing {
  constructor(
    private readonly store: Store,
    private readonly writer: SiteWriter,
    private readonly context: ViewContext,
    readonly site: SiteView,
    private readonly desk: Desk,
  ) {}

  async files(files: Iterable<OutputFile>): Promise<void> {
    const writing: Promise<unknown>[] = [];
    for (const file of files) {
      writing.push(this.writer.write(file));
      if (writing.length < BATCH) continue;
      await allDone(writing);
      writing.length = 0;
    }
    await allDone(writing);
  }

  /** A stream's window and these of its sealed documents, null for all. */
  async stream(name: string, docs: ReadonlySet<number> | null): Promise<void> {
    const data = name === 'site' ? this.context.site : await this.store.stream(name);
    if (data === null) return;
    const stream = streamView(data, this.context);
    await this.files(renderStream(this.site, stream));
    const sealed = data.docs.filter(({ n }) => docs === null || docs.has(n));
    if (name === 'site') return this.search(data, new Set(sealed.map(({ n }) => n)));
    for (const { n } of sealed) {
      await this.files(renderArchive(this.site, { stream, n, posts: await this.posts(name, n) }));
    }
  }

  /** A source's page: its newest posts, and those without a link, which feeds send readers there for. */
  async source(key: SourceKey): Promise<void> {
    const source = this.site.sources.find((one) => one.key === key);
    if (source === undefined) {
      await this.writer.remove(fileOf(sourcePath(key)));
      return;
    }
    const { limit } = this.context.config.publish;
    const entries = await this.store.newest(key, Math.max(limit, ON_SOURCE_PAGE));
    const newest = entries.filter(isPublished).toSorted((a, b) => newestFirst(a, b));
    const shown = newest.filter(({ url }, index) => index < limit || url === null);
    const posts = shown.map((entry) => this.desk.post(key, entry)).filter((post) => post !== null);
    await this.files(renderSource(this.site, source, posts));
  }

  private async search(data: StreamData, changed: ReadonlySet<number>): Promise<void> {
    const kept = data.docs.slice(-SEGMENTS);
    for (const { n } of data.docs.slice(0, -SEGMENTS)) await this.writer.remove(searchPath(n));
    for (const { n } of kept) {
      if (changed.has(n))
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

/** Among so many of a source's newest entries those without a link are looked for. */
const ON_SOURCE_PAGE = 200;

const isPublished = ({ streams }: Entry): boolean => streams.length > 0;

/** Files rendered ahead of the disk. */
const BATCH = 32;
