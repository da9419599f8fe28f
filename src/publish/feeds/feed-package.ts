/**
 * The one door to the `feed` package, pinned to 6.0.0. It writes the structure of all three formats; its
 * known faults are met here and by what each format hands to it: it throws on an id that is no URL, rewrites
 * the others, leaves attributes unescaped, and has no words for `atom:source` or JSON Feed 1.1.
 */
import type { Extension } from 'feed';

export { Feed, type Item } from 'feed';

/**
 * The package's text nodes turn `&amp;` into `&` before they escape: escaped once more, text arrives as it
 * was.
 */
export const asText = (text: string): string => text.replaceAll('&', '&amp;');

/**
 * A field that the package doesn't know or gets wrong, written as it is: its type asks for an object, its
 * code for no more than a value.
 */
export const extension = (name: string, value: unknown): Extension => ({
  name,
  objects: value as Extension['objects'],
});
