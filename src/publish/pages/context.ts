import type { Bundle, Group } from '../../config/config.js';
import type { Post } from '../../model/post.js';
import type { Named, SiteView, SourceView, StreamSummary } from '../site/view.js';
import { siteSpeech } from '../words/languages.js';
import type { Said, Speech } from '../words/speech.js';
import { type Direction, directionOfLanguage } from './language.js';

/** What pages look up in a site, prepared once. */
export interface Context {
  readonly site: SiteView;
  readonly direction: Direction;
  readonly words: Speech;
  readonly tags: ReadonlyMap<string, StreamSummary>;
  readonly bundles: ReadonlyMap<string, Bundle>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly sources: ReadonlyMap<string, SourceView>;
  /** Points from which a tag holds, by slug. */
  readonly enough: ReadonlyMap<string, number>;
}

const prepared = new WeakMap<SiteView, Context>();

/** The context of a site. A pass renders hundreds of pages of one view, with thousands of sources in it. */
export function contextOf(site: SiteView): Context {
  const known = prepared.get(site);
  if (known) return known;
  const { config } = site;
  const context: Context = {
    site,
    direction: directionOfLanguage(config.site.language),
    words: siteSpeech(config.site, site.theme),
    tags: new Map(site.tags.map((tag) => [tag.slug, tag])),
    bundles: new Map(config.bundles.map((bundle) => [bundle.slug, bundle])),
    groups: new Map(config.groups.map((group) => [group.slug, group])),
    sources: new Map(site.sources.map((source) => [source.key, source])),
    enough: new Map(config.tags.map((tag) => [tag.slug, tag.min ?? config.classify.min])),
  };
  prepared.set(site, context);
  return context;
}

/**
 * A post's tags as pages show them apart: those of a group ("in Embedded") and the rest; `without` is left
 * out.
 */
export function tagsOf(
  { tags }: Context,
  post: Post,
  without: ReadonlySet<string>,
): { readonly grouped: StreamSummary[]; readonly others: StreamSummary[] } {
  const shown = post.tags.flatMap((slug) => (without.has(slug) ? [] : (tags.get(slug) ?? [])));
  return {
    grouped: shown.filter((tag) => tag.group !== null),
    others: shown.filter((tag) => tag.group === null),
  };
}

const KINDS = {
  tag: 'tagKind',
  weekly: 'tagKind',
  bundle: 'bundleKind',
  combination: 'combinationKind',
  search: 'searchKind',
} as const;

/** What a stream is called by, before its title: `Tag:`; null for the site. */
export const kindOf = ({ words }: Pick<Context, 'words'>, { kind }: Pick<Named, 'kind'>): Said | null =>
  kind === 'site' ? null : words.say(KINDS[kind]);

/** `Tag: ffi`, `Bundle: Systems`; the site's own title for the site. */
export function streamTitle(
  { words }: Pick<Context, 'words'>,
  { kind, title }: Pick<Named, 'kind'> & { readonly title: string },
): string {
  const called = kindOf({ words }, { kind });
  return called === null ? title : words.say('ofKind', { kind: called, title }).text;
}
