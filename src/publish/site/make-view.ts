import type { Config } from '../../config/config.js';
import { compareText } from '../../model/compare-text.js';
import type { StreamData } from '../../model/stream.js';
import { listUnshown } from '../../model/unshown.js';
import type { HttpUrl, SourceKey } from '../../model/values.js';
import { homeOf } from '../../post/conceal.js';
import { healthOf } from '../../schedule/index.js';
import { type ListedSource, sourceTitle } from '../../sources/listed.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Counts } from '../../store/store.js';
import { siteSpeech } from '../words/languages.js';
import type { Theme } from './theme.js';
import type { SiteView, SourceView, Stream, StreamSummary } from './view.js';

/** What views are made from. */
export interface ViewContext {
  readonly config: Config;
  readonly theme: Theme;
  readonly records: ReadonlyMap<SourceKey, SourceRecord>;
  readonly listed: readonly ListedSource[];
  readonly counts: Counts;
  readonly site: StreamData | null;
  /** `site.url` as it was first; null where nothing has been published. */
  readonly firstUrl: HttpUrl | null;
}

/** What every page may refer to. */
export function siteView(context: ViewContext): SiteView {
  const { config, counts, site, theme } = context;
  const count = (name: string): number => counts.counts[name] ?? 0;
  return {
    config,
    firstUrl: context.firstUrl ?? config.site.url,
    theme,
    tags: config.tags.map(
      ({ slug, title, description, group }): StreamSummary => ({
        slug,
        title,
        description,
        group,
        count: count(`tags/${slug}`),
      }),
    ),
    bundles: config.bundles.map(
      ({ slug, title, description }): StreamSummary => ({
        slug,
        title,
        description,
        group: null,
        count: count(`bundles/${slug}`),
      }),
    ),
    sources: sourceViews(context),
    count: count('site'),
    since: site?.since ?? null,
  };
}

/** A stored stream as its outputs see it. */
export function streamView(
  data: StreamData,
  context: { readonly config: Config; readonly theme: Theme },
): Stream {
  const [kind, slug = ''] = data.name.split('/');
  const described = describe(kind ?? '', slug, context);
  const isWhole = kind === 'site' || kind === 'weekly';
  return {
    ...described,
    slug,
    posts: data.window.map(({ post }) => post),
    count: data.count,
    born: data.born,
    since: data.since,
    related: mostFirst(data.related),
    writers: mostFirst(data.writers),
    years: Object.entries(data.years).sort(([a], [b]) => compareText(b, a)),
    // The site's documents are search segments (see site-archives.ts); those of digests are not published.
    archives: isWhole ? [] : data.docs,
    joined: isWhole ? [] : data.joined,
  };
}

function describe(
  kind: string,
  slug: string,
  { config, theme }: { readonly config: Config; readonly theme: Theme },
): Pick<Stream, 'kind' | 'title' | 'description'> {
  if (kind === 'tags') {
    const tag = config.tags.find((one) => one.slug === slug);
    return { kind: 'tag', title: tag?.title ?? slug, description: tag?.description ?? '' };
  }
  if (kind === 'weekly') {
    const title = config.tags.find((one) => one.slug === slug)?.title ?? slug;
    const { say } = siteSpeech(config.site, theme);
    return {
      kind: 'weekly',
      title: say('digestFeed', { tag: title }).text,
      description: say('digestFeedDescription', { tag: title }).text,
    };
  }
  if (kind === 'bundles') {
    const bundle = config.bundles.find((one) => one.slug === slug);
    return { kind: 'bundle', title: bundle?.title ?? slug, description: bundle?.description ?? '' };
  }
  return { kind: 'site', title: config.site.title, description: config.site.description };
}

/** Sources of feeds.json in its order, then those that only their posts remember. */
function sourceViews({ listed, records, counts, site }: ViewContext): readonly SourceView[] {
  const view = (record: SourceRecord, source: ListedSource['source'] | null): SourceView => ({
    key: record.key,
    title: sourceTitle(source, record),
    feed: record.private ? null : record.url,
    home: homeOf(record),
    count: site?.writers[record.key] ?? 0,
    newest: counts.newest[record.key] ?? null,
    listed: source !== null,
    health: source?.disabled === true ? { kind: 'disabled' } : healthOf(record.poll),
    unshown: record.private ? [] : listUnshown(record.unshown ?? {}),
  });
  const known = new Set<SourceKey>(listed.map(({ record }) => record.key));
  const remembered = [...records.values()].filter(
    ({ key }) => !known.has(key) && (site?.writers[key] ?? 0) > 0,
  );
  return [
    ...listed.map(({ source, record }) => view(records.get(record.key) ?? record, source)),
    ...remembered.map((record) => view(record, null)),
  ];
}

function mostFirst(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).sort(([a, m], [b, n]) => n - m || compareText(a, b));
}
