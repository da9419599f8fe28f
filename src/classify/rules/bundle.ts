import type { Bundle } from '../../config/config.js';
import { isOfRange, LANGUAGE_NAME } from '../../config/grammar/language-range.js';

type Asked = Pick<Bundle, 'any' | 'all' | 'none'>;

/**
 * Whether an entry with these tags, in this language (BCP 47 in lower case; null where it isn't known),
 * belongs to the bundle.
 */
export function inBundle(bundle: Asked, tags: readonly string[], language: string | null): boolean {
  const has = (name: string): boolean =>
    name.startsWith(LANGUAGE_NAME)
      ? language !== null && isOfRange(language, name.slice(LANGUAGE_NAME.length))
      : tags.includes(name);
  return (bundle.any.length === 0 || bundle.any.some(has)) && bundle.all.every(has) && !bundle.none.some(has);
}

/** Whether it asks for a language. */
export const asksLanguage = ({ any, all, none }: Asked): boolean =>
  [...any, ...all, ...none].some((name) => name.startsWith(LANGUAGE_NAME));
