import { slugify } from '../../model/slug.js';
import { isTokenName } from '../../model/token-name.js';
import { httpUrl } from '../../model/values.js';
import type { Config } from '../config.js';
import type { JsonNode } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { select, selectText } from '../json/select.js';
import { oddTerms } from './odd-terms.js';
import { PLACEHOLDER_HELP, placeholderUrl } from './placeholder.js';
import { tagTerms } from './tag-terms.js';

/** What a checked configuration allows and its author hardly meant. */
export function warningsOf(root: JsonNode, config: Config): readonly Finding[] {
  return [
    ...placeholder(config),
    ...formerKeys(root),
    ...emptyTags(root, config),
    ...unansweredTags(root, config),
    ...oddGroups(root, config),
    ...oddBundles(root, config),
    ...tellingAddresses(root, config),
    ...oddTerms(root),
  ];
}

function placeholder(config: Config): readonly Finding[] {
  const url = placeholderUrl(config);
  if (url === null) return [];
  return [{ path: ['site', 'url'], atKey: false, message: 'a placeholder', help: PLACEHOLDER_HELP }];
}

/** What an earlier version read. */
function formerKeys(root: JsonNode): readonly Finding[] {
  const message = 'means nothing any more: all of a post is looked at';
  return select(root, ['classify', 'chars']).map(({ path }) => ({
    path,
    atKey: true,
    message,
    help: 'Take it out',
  }));
}

/** Tags that no entry can ever get. */
function emptyTags(root: JsonNode, config: Config): readonly Finding[] {
  const given = new Set([
    ...ownTags(config),
    ...config.tags.flatMap(({ implies }) => implies),
    ...config.groups.map((group) => group.default),
  ]);
  const empty = config.tags.filter((tag) => !given.has(tag.slug)).map(({ slug }) => slug);
  return at(root, 'tags', empty, 'nothing is ever filed here: no terms, and no other rule names the tag');
}

/** Tags that an entry can have by themselves: not as what another implies, nor as the default of a group. */
const ownTags = ({ sources, lists, tags, filings, lexicon }: Config): ReadonlySet<string> =>
  new Set([
    ...tags.filter(({ match, hint }) => match.length > 0 || hint.length > 0).map(({ slug }) => slug),
    ...[...sources, ...lists].flatMap((one) => [...one.tags, ...one.hints]),
    ...filings.flatMap(({ add }) => add),
    ...lexicon.flatMap(({ weights }) => weights.flatMap(({ tag, weight }) => (weight > 0 ? [tag] : []))),
  ]);

/** Terms for tags that no entry has by themselves, which is what such terms ask. */
function unansweredTags(root: JsonNode, config: Config): readonly Finding[] {
  const own = ownTags(config);
  const slugs = slugsOf(config);
  return tagTerms(root)
    .map(({ path, text }) => ({ path, slug: slugs.get(slugify(text)) }))
    .filter(({ slug }) => slug !== undefined && !own.has(slug))
    .map(({ path, slug }) => ({
      path,
      atKey: false,
      message: `never holds: nothing but another tag or a group’s default gives ${slug}`,
      help: null,
    }));
}

const slugsOf = ({ tags }: Config): ReadonlyMap<string, string> =>
  new Map(tags.flatMap(({ slug, aliases }) => [slug, ...aliases].map((name) => [name, slug] as const)));

function oddGroups(root: JsonNode, config: Config): readonly Finding[] {
  const peopled = new Set(config.tags.map(({ group }) => group));
  const homeOf = new Map(config.tags.map(({ slug, group }) => [slug, group]));
  const deserted = config.groups.filter(({ slug }) => !peopled.has(slug));
  const elsewhere = config.groups.filter(
    (group) => group.default !== null && homeOf.get(group.default) !== group.slug,
  );
  return [
    ...at(
      root,
      'groups',
      deserted.map(({ slug }) => slug),
      'no tag is in this group',
    ),
    ...at(
      root,
      'groups',
      elsewhere.map(({ slug }) => slug),
      'the default is a tag of another group',
      'default',
    ),
  ];
}

function oddBundles(root: JsonNode, config: Config): readonly Finding[] {
  const { bundles } = config;
  const open = bundles.filter(({ any, all }) => any.length === 0 && all.length === 0);
  const closed = bundles.filter(({ any, all, none }) => {
    const out = new Set(none);
    return all.some((tag) => out.has(tag)) || (any.length > 0 && any.every((tag) => out.has(tag)));
  });
  return [
    ...at(
      root,
      'bundles',
      open.map(({ slug }) => slug),
      'names no tag in "any" or "all", so it holds everything',
    ),
    ...at(
      root,
      'bundles',
      closed.map(({ slug }) => slug),
      '"none" rules out all that it could hold',
      'none',
    ),
  ];
}

/** Addresses of public sources that look as if they gave access to what is not public. */
function tellingAddresses(root: JsonNode, { sources }: Config): readonly Finding[] {
  const open = new Set(sources.filter((source) => !source.private).map(({ url }) => url));
  const addresses = [...selectText(root, ['sources', '[]']), ...selectText(root, ['sources', '[]', 'url'])];
  return addresses.flatMap(({ path, text }): readonly Finding[] => {
    const url = httpUrl(text);
    const telling = url !== null && open.has(url) ? tellingName(url) : null;
    if (telling === null) return [];
    const message = `"${telling}" in the address looks like a secret, and the address is published`;
    return [{ path, atKey: false, message, help: 'set "private": true unless everybody may use it' }];
  });
}

/** The parameter that gives access, as its name says; `feed=…&user=…` of some services does so together. */
function tellingName(url: string): string | null {
  const names = [...new URL(url).searchParams].filter(([, value]) => value !== '').map(([name]) => name);
  return (
    names.find(isTokenName) ?? (names.includes('feed') && names.includes('user') ? 'feed=…&user=…' : null)
  );
}

function at(
  root: JsonNode,
  section: string,
  slugs: readonly string[],
  message: string,
  member?: string,
): readonly Finding[] {
  const meant = new Set(slugs);
  return select(root, [section, '*'])
    .filter(({ path }) => meant.has(slugify(String(path[1]))))
    .map(({ path }) => ({
      path: member === undefined ? path : [...path, member],
      atKey: member === undefined,
      message,
      help: null,
    }));
}
