import { namesOfTags } from '../../classify/report/tag-names.js';
import type { Config } from '../../config/config.js';
import { didYouMean } from '../../config/grammar/did-you-mean.js';
import { UserError } from '../../model/errors.js';
import { slugify } from '../../model/slug.js';

/**
 * The slug of the tag that an operator names, by whichever of its names.
 * @throws UserError, exit code 2, for a name that no tag has
 */
export function slugOfTag(name: string, config: Config): string {
  const slug = namesOfTags(config).get(slugify(name));
  if (slug !== undefined) return slug;
  const help = didYouMean(
    name,
    config.tags.map((tag) => tag.slug),
  );
  throw new UserError(`unknown tag ${JSON.stringify(name)}${help === null ? '' : `; ${help}`}`, 2);
}
