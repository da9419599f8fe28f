import { slugify } from '../model/slug.js';
import { httpUrl } from '../model/values.js';
import type { Bundle, Config, Group, ReadingList, Site, Source, Tag, TermSpec } from './config.js';
import { languageName } from './grammar/language-range.js';
import type { Names } from './grammar/names.js';
import type { FeedsFile } from './grammar/schema.js';
import { withSlugs } from './grammar/tag-terms.js';

/**
 * A checked file as the rest of the program wants it: shorthands written out, every name of a tag or group
 * replaced by its slug, `null` for what is not stated.
 */
export function resolve(
  file: string,
  feeds: FeedsFile,
  names: Names,
  { filings, lexicon }: Pick<Config, 'filings' | 'lexicon'>,
): Config {
  const tag = (name: string): string => names.tags.get(slugify(name)) ?? slugify(name);
  const tags = (all: readonly string[]): readonly string[] => [...new Set(all.map(tag))];
  const named: Named = { tags, terms: (all) => all.map((term) => withSlugs(term, tag)) };
  const asked = (all: readonly string[]): readonly string[] => [
    ...new Set(all.map((name) => languageName(name) ?? tag(name))),
  ];
  return {
    file,
    site: siteOf(feeds),
    schedule: feeds.schedule,
    timezone: feeds.timezone,
    fetch: fetchOf(feeds),
    publish: publishOf(feeds),
    only: named.terms(feeds.only),
    classify: feeds.classify,
    lexicon,
    groups: Object.entries(feeds.groups).map(
      ([key, group]): Group => ({
        slug: slugify(key),
        title: group.title ?? key,
        max: group.max,
        keep: group.keep,
        default: group.default === undefined ? null : tag(group.default),
      }),
    ),
    ...sourcesOf(feeds, named),
    tags: Object.entries(feeds.tags).map(([key, rules]) => tagOf(key, rules, named)),
    bundles: Object.entries(feeds.bundles).map(
      ([key, bundle]): Bundle => ({
        slug: slugify(key),
        title: bundle.title ?? key,
        description: bundle.description,
        any: asked(bundle.any),
        all: asked(bundle.all),
        none: asked(bundle.none),
      }),
    ),
    notify: feeds.notify.map((hook) => ({
      tag: tag(hook.tag),
      url: hook.url,
      secret: hook.secret ?? null,
      as: hook.as,
    })),
    filings,
  };
}

function siteOf({ site }: FeedsFile): Site {
  return {
    title: site.title,
    url: site.url,
    description: site.description,
    language: site.language,
    author: site.author === undefined ? null : { name: site.author.name, url: site.author.url ?? null },
    logo: site.logo === undefined ? null : httpUrl(site.logo, site.url),
    colors: { accent: site.colors.accent ?? null, accentDark: site.colors.accentDark ?? null },
    footer: site.footer ?? null,
    head: site.head ?? null,
  };
}

const fetchOf = ({ fetch, site }: FeedsFile): Config['fetch'] => ({
  concurrency: fetch.concurrency,
  perHost: fetch.perHost,
  gapMs: fetch.gap,
  timeoutMs: fetch.timeout,
  maxBytes: fetch.maxBytes,
  contact: fetch.contact ?? site.url,
  interval: { minMs: fetch.interval.min, maxMs: fetch.interval.max },
  allow: fetch.allow,
  freshnessMs: fetch.freshness,
});

const publishOf = ({ publish }: FeedsFile): Config['publish'] => ({
  limit: publish.limit,
  excerpt: publish.excerpt,
  hub: publish.hub ?? null,
  digest: [...new Set(publish.digest)],
  retention: { ageMs: publish.retention.age ?? null, perSource: publish.retention.perSource ?? null },
});

/** Gives names of tags, and terms with such names in them, the slugs of those tags. */
interface Named {
  tags(names: readonly string[]): readonly string[];
  terms(specs: readonly TermSpec[]): readonly TermSpec[];
}

function sourcesOf({ sources }: FeedsFile, named: Named): Pick<Config, 'sources' | 'lists'> {
  const placed = sources.map((one, place) => ({ one, place }));
  return {
    sources: placed.flatMap(({ one, place }) => ('url' in one ? sourceOf(one, place, named) : [])),
    lists: placed.flatMap(({ one, place }) => ('opml' in one ? listOf(one, place, named) : [])),
  };
}

type SourceInFile = FeedsFile['sources'][number];

const listOf = (list: Extract<SourceInFile, { opml: string }>, place: number, named: Named): ReadingList => ({
  opml: list.opml,
  url: httpUrl(list.opml),
  ...filedOf(list, named),
  max: list.max,
  place,
});

/** What sources and reading lists say alike. */
const filedOf = (
  { tags, hints, only }: Pick<SourceInFile, 'tags' | 'hints' | 'only'>,
  named: Named,
): Pick<Source, 'tags' | 'hints' | 'only'> => ({
  tags: named.tags(tags),
  hints: named.tags(hints),
  only: only === undefined ? null : named.terms(only),
});

function sourceOf(source: Extract<SourceInFile, { url: string }>, place: number, named: Named): Source {
  return {
    url: source.url,
    title: source.title ?? null,
    ...filedOf(source, named),
    full: source.full,
    intervalMs: source.interval ?? null,
    first: source.first,
    private: source.private || Object.keys(source.headers).length > 0, // what needs a secret is one
    disabled: source.disabled,
    userAgent: source.userAgent ?? null,
    headers: source.headers,
    place,
    list: null,
    isLedTo: false,
  };
}

function tagOf(key: string, rules: FeedsFile['tags'][string], named: Named): Tag {
  const slug = slugify(key);
  return {
    slug,
    title: rules.title ?? key,
    description: rules.description,
    group: rules.group === undefined ? null : slugify(rules.group),
    match: named.terms(rules.match),
    hint: named.terms(rules.hint),
    against: named.terms(rules.against),
    except: named.terms(rules.except),
    ignore: named.terms(rules.ignore),
    implies: named.tags(rules.implies),
    aliases: [...new Set(rules.aliases.map(slugify))].filter((alias) => alias !== slug),
    plurals: rules.plurals ?? null,
    min: rules.min ?? null,
    tests: rules.tests.map(({ title, text, is }) => ({ title: title ?? null, text: text ?? '', is })),
  };
}
