import { plainOf } from './plain.js';
import { plainTitle } from './titles.js';
import { attribute, children, childrenOf, text, type XmlNode } from './xml/node.js';

/** The categories that an entry's author gave it, as plain text, each once, in order. */
export function categoriesOf(entry: XmlNode): readonly string[] {
  const found = [
    ...childrenOf(entry, ['atom:category', 'rss:category', 'dc:subject', 'media:category']).flatMap(
      (node) => nameOf(node) ?? children(node, 'rss:category').flatMap((inner) => nameOf(inner) ?? []),
    ),
    ...podcastCategories(entry).flatMap((name) => plainTitle(name, 'unknown') ?? []),
    ...childrenOf(entry, ['itunes:keywords', 'media:keywords'])
      .flatMap((node) => (plainOf(node) ?? '').split(COMMAS))
      .flatMap((word) => plainTitle(word, 'unknown') ?? []),
  ];
  return [...new Set(found)];
}

/** Of Arabic, Chinese and Japanese too. */
export const COMMAS = /[,;،，；、]/;

/** RFC 4287 4.2.2.3: the label is for people, the term for machines. */
const nameOf = (node: XmlNode): string | null =>
  plainTitle(attribute(node, 'label') ?? '', 'unknown') ??
  plainOf(node) ??
  plainTitle(attribute(node, 'term') ?? '', 'unknown');

/** iTunes' have others in them. Iterative: a hostile feed may nest them as deep as it likes. */
function podcastCategories(entry: XmlNode): readonly string[] {
  const names: string[] = [];
  const open = [...children(entry, 'itunes:category')].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    names.push(attribute(node, 'text') ?? text(node));
    open.push(...[...children(node, 'itunes:category')].reverse());
  }
  return names;
}
