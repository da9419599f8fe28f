import { v5 } from 'uuid';
import type { Config, Tag } from '../../../src/config/config.js';
import type { TagReason } from '../../../src/model/filing.js';
import type { Post } from '../../../src/model/post.js';
import { type HttpUrl, httpUrl, type Instant, instant, type SafeHtml } from '../../../src/model/values.js';
import { PLAIN_THEME } from '../../../src/publish/site/theme.js';
import type { SiteView, SourceView, Stream, StreamSummary } from '../../../src/publish/site/view.js';

/** Builders of views with dull defaults. */

export const at = (text: string): Instant =>
  instant(Date.parse(text.length === 10 ? `${text}T12:00:00Z` : text));

export function url(text: string): HttpUrl {
  const parsed = httpUrl(text);
  if (parsed === null) throw new TypeError(`no URL: ${text}`);
  return parsed;
}

/** Markup that the test vouches for. */
export const markup = (text: string): SafeHtml => text as SafeHtml;

export function post(given: Partial<Post> = {}): Post {
  const id = given.id ?? `https://quiet.example/${given.title ?? 'post'}`;
  const published = given.published ?? at('2026-11-18');
  return {
    id,
    uuid: v5(id, v5.URL),
    source: 'quiet',
    key: id,
    url: url('https://quiet.example/post'),
    title: 'A post',
    authors: [],
    published,
    updated: published,
    language: null,
    excerpt: markup('<p>What it is about.</p>'),
    content: null,
    tags: [],
    enclosures: [],
    image: null,
    from: {
      id: 'https://quiet.example/',
      title: 'Quiet Compiler',
      updated: published,
      home: url('https://quiet.example/'),
      feed: url('https://quiet.example/feed.xml'),
    },
    also: [],
    why: (given.tags ?? []).map(reason),
    ...given,
  };
}

/** A tag by one word in the text. */
export const reason = (tag: string): TagReason => ({
  tag,
  points: 1,
  by: 'terms',
  terms: [{ term: tag, field: 'text', points: 1 }],
});

export function tag(slug: string, given: Partial<Tag> = {}): Tag {
  return {
    slug,
    title: slug,
    description: '',
    group: null,
    match: [slug],
    hint: [],
    against: [],
    except: [],
    ignore: [],
    implies: [],
    aliases: [],
    plurals: null,
    min: null,
    tests: [],
    ...given,
  };
}

export function config(
  given: Partial<Omit<Config, 'site'>> & { site?: Partial<Config['site']> } = {},
): Config {
  const { site, ...rest } = given;
  return {
    file: 'feeds.json',
    schedule: '*/10 * * * *',
    timezone: 'UTC',
    fetch: {
      concurrency: 100,
      perHost: 2,
      gapMs: 0,
      timeoutMs: 30_000,
      maxBytes: 12_000_000,
      contact: '',
      interval: { minMs: 3_600_000, maxMs: 86_400_000 },
      allow: [],
      freshnessMs: 604_800_000,
    },
    publish: { limit: 50, excerpt: 500, hub: null, digest: [], retention: { ageMs: null, perSource: null } },
    only: [],
    lexicon: [],
    classify: { min: 1, title: 1.5, plurals: false },
    groups: [],
    sources: [],
    tags: [],
    bundles: [],
    notify: [],
    lists: [],
    filings: [],
    ...rest,
    site: {
      title: 'Read Rust',
      url: url('https://readrust.example/'),
      description: '',
      language: 'en',
      author: null,
      logo: null,
      colors: { accent: null, accentDark: null },
      footer: null,
      head: null,
      ...site,
    },
  };
}

export const summary = (slug: string, given: Partial<StreamSummary> = {}): StreamSummary => ({
  slug,
  title: slug,
  description: '',
  group: null,
  count: 0,
  ...given,
});

export function source(key: string, given: Partial<SourceView> = {}): SourceView {
  return {
    key,
    title: key,
    feed: url(`https://${key}.example/feed.xml`),
    home: url(`https://${key}.example/`),
    count: 1,
    newest: at('2026-11-18'),
    listed: true,
    health: { kind: 'fine' },
    unshown: [],
    ...given,
  };
}

/** A site whose tags are listed as they are configured. */
export function site(given: Partial<SiteView> = {}): SiteView {
  const { tags, bundles, ...rest } = given.config ?? config();
  return {
    config: { ...rest, tags, bundles },
    firstUrl: given.config?.site.url ?? rest.site.url,
    theme: PLAIN_THEME,
    tags: tags.map(({ slug, title, description, group }) => summary(slug, { title, description, group })),
    bundles: bundles.map(({ slug, title, description }) => summary(slug, { title, description })),
    sources: [source('quiet', { title: 'Quiet Compiler' })],
    count: 1,
    since: at('2015-05-04'),
    ...given,
  };
}

export function stream(given: Partial<Stream> = {}): Stream {
  const posts = given.posts ?? [];
  return {
    kind: 'tag',
    slug: 'ffi',
    title: 'ffi',
    description: '',
    posts,
    count: posts.length,
    born: at('2015-05-04'),
    since: posts.at(-1)?.published ?? null,
    related: [],
    writers: posts.length > 0 ? [['quiet', posts.length]] : [],
    years: [],
    archives: [],
    joined: [],
    ...given,
  };
}
