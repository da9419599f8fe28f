import { slugify } from '../../model/slug.js';
import type { RuleSet } from '../index.js';

/**
 * Slugs by every name of a tag: slug, title and aliases, all slugified. Another tag's title never takes a
 * slug.
 */
export function namesOfTags({ tags }: Pick<RuleSet, 'tags'>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { slug, title } of tags) names.set(slugify(title), slug);
  for (const { slug, aliases } of tags) for (const alias of aliases) names.set(slugify(alias), slug);
  for (const { slug } of tags) names.set(slug, slug);
  return names;
}
