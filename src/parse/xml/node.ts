import { withoutCdata } from './unwrap.js';

/**
 * The tree that the XML reader gives: an element without attributes and children is its text; any other holds
 * its text as `_`, its attributes as `$`, and its children in lists by name.
 */
export type XmlNode = string | { readonly [name: string]: unknown };

const isNode = (value: unknown): value is XmlNode =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value));

/** The children of that canonical name, in the order of the document. */
export function children(node: XmlNode, name: string): readonly XmlNode[] {
  const found = typeof node === 'string' ? undefined : node[name];
  return Array.isArray(found) ? found.filter(isNode) : [];
}

/** The children of any of those names: all of the first name, then all of the second, and so on. */
export const childrenOf = (node: XmlNode, names: readonly string[]): readonly XmlNode[] =>
  names.flatMap((name) => children(node, name));

/** The element's own text, untrimmed, out of a CDATA section that was escaped; '' where there is none. */
export function text(node: XmlNode): string {
  const own = typeof node === 'string' ? node : node['_'];
  return typeof own === 'string' ? withoutCdata(own) : '';
}

/** An attribute's value, trimmed, out of a CDATA section likewise; null where it is absent. */
export function attribute(node: XmlNode, name: string): string | null {
  const attributes = typeof node === 'string' ? undefined : node['$'];
  if (typeof attributes !== 'object' || attributes === null) return null;
  const value: unknown = Reflect.get(attributes, name);
  return typeof value === 'string' ? withoutCdata(value).trim() : null;
}

/** The first non-empty text among the children of those names, trimmed; null where there is none. */
export function childText(node: XmlNode, ...names: readonly string[]): string | null {
  for (const child of childrenOf(node, names)) {
    const found = text(child).trim();
    if (found !== '') return found;
  }
  return null;
}

/** The formats' own elements within a node that hold any of those names: where a feed has one level more. */
export function holdersOf(node: XmlNode, names: readonly string[]): readonly XmlNode[] {
  if (typeof node === 'string') return [];
  return Object.keys(node)
    .filter((name) => /^(?:rss|atom|rdf):/.test(name) && !names.includes(name))
    .flatMap((name) => children(node, name))
    .filter((inner) => typeof inner !== 'string' && names.some((name) => name in inner));
}
