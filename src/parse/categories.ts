import { plainTitle } from './titles.js';
import { attribute, children, childrenOf, text, type XmlNode } from './xml/node.js';

/** The categories that an entry's author gave it, as plain text, each once, in order. */
export function categoriesOf(entry: XmlNode): readonly string[] {
  const found = [
    ...children(entry, 'atom:category').map(
      (node) => attribute(node, 'term') || attribute(node, 'label') || text(node),
    ),
    ...childrenOf(entry, ['rss:category', 'dc:subject']).map((node) => text(node) || attribute(node, 'term')),
    ...childrenOf(entry, ['media:category']).map((node) => attribute(node, 'label') || text(node)),
    ...children(entry, 'itunes:category').map((node) => attribute(node, 'text')),
    ...childrenOf(entry, ['itunes:keywords', 'media:keywords']).flatMap((node) => text(node).split(',')),
  ];
  return [...new Set(found.flatMap((category) => plainTitle(category ?? '', 'unknown') ?? []))];
}
