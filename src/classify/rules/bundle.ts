import type { Bundle } from '../../config/config.js';

/** Whether an entry with these tags belongs to the bundle. */
export function inBundle(bundle: Pick<Bundle, 'any' | 'all' | 'none'>, tags: readonly string[]): boolean {
  const has = (slug: string): boolean => tags.includes(slug);
  return (bundle.any.length === 0 || bundle.any.some(has)) && bundle.all.every(has) && !bundle.none.some(has);
}
