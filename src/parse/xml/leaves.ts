import { hasElements, type XmlNode } from './node.js';

/** Elements whose content is for people to read: what stands inside them is text or markup, never structure. */
export const LEAVES: ReadonlySet<string> = new Set([
  'rss:title',
  'rss:description',
  'rss:summary',
  'rss:content',
  'rss:body',
  'rss:fullitem',
  'atom:title',
  'atom:subtitle',
  'atom:tagline',
  'atom:summary',
  'atom:content',
  'content:encoded',
  'dc:title',
  'dc:description',
  'dcterms:abstract',
  'itunes:summary',
  'itunes:subtitle',
  'media:title',
  'media:description',
  'xhtml:body',
  'xhtml:div',
]);

/**
 * Whether any text in the tree has elements inside it, whose order the tree does not tell. Iterative: the depth
 * of a document is its author's choice.
 */
export function hasInlineMarkup(root: XmlNode): boolean {
  const open: XmlNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') continue;
    for (const [name, list] of Object.entries(node)) {
      if (!Array.isArray(list)) continue;
      const leaf = LEAVES.has(name);
      for (const child of list as readonly XmlNode[]) {
        if (typeof child === 'string') continue;
        if (leaf && hasElements(child)) return true;
        open.push(child);
      }
    }
  }
  return false;
}
