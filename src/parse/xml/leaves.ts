import type { XmlNode } from './node.js';

const NONE: ReadonlySet<string> = new Set();
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What a person is made of, where it is not one text. */
const PARTS_OF_PERSON = new Set(
  ['atom', 'rss'].flatMap((prefix) =>
    words('name email uri url homepage').map((local) => `${prefix}:${local}`),
  ),
);

/**
 * Elements whose content is for people to read, a name, a date or an address: what stands inside them is text
 * or markup, never structure, unless it is one of those that are named with it.
 */
export const LEAVES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...words(`
    rss:title rss:description rss:summary rss:content rss:body rss:fullitem
    atom:title atom:subtitle atom:tagline atom:summary atom:content
    content:encoded dc:title dc:description dcterms:abstract itunes:summary itunes:subtitle
    media:title media:description xhtml:body xhtml:div
    rss:pubdate rss:lastbuilddate rss:date atom:published atom:updated atom:issued atom:modified atom:created atom:date
    dc:date dcterms:issued dcterms:created dcterms:modified dcterms:date
    rss:name atom:name
    dc:subject media:category media:keywords itunes:keywords
    rss:link rss:guid
  `).map((name) => [name, NONE] as const),
  ...['rss:category', 'atom:category'].map((name) => [name, new Set([name])] as const),
  ...words('rss:author atom:author rss:managingeditor dc:creator itunes:author').map(
    (name) => [name, PARTS_OF_PERSON] as const,
  ),
]);

/**
 * Whether any text in the tree has elements inside it, whose order the tree does not tell. Iterative: the
 * depth of a document is its author's choice.
 */
export function hasInlineMarkup(root: XmlNode): boolean {
  const open: XmlNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') continue;
    for (const [name, list] of Object.entries(node)) {
      if (!Array.isArray(list)) continue;
      const parts = LEAVES.get(name);
      for (const child of list as readonly XmlNode[]) {
        if (typeof child === 'string') continue;
        if (parts !== undefined && isMarkup(child, parts)) return true;
        open.push(child);
      }
    }
  }
  return false;
}

/** Whether an element has elements inside, and none that is a part of it. */
function isMarkup(node: Exclude<XmlNode, string>, parts: ReadonlySet<string>): boolean {
  let isInside = false;
  for (const name of Object.keys(node)) {
    if (name === '_' || name === '$') continue;
    if (parts.has(name)) return false;
    isInside = true;
  }
  return isInside;
}
