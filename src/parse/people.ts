import { decodeHTMLStrict } from 'entities';
import type { Person } from '../model/values.js';
import { resolve, type Scope, scopeOf } from './links.js';
import { children, childText, text, type XmlNode } from './xml/node.js';

/** RFC 4287 3.2. Atom 0.3 calls the address `url`. */
export function atomPeople(node: XmlNode, scope: Scope, name = 'atom:author'): readonly Person[] {
  return distinct(
    children(node, name).flatMap((person) => {
      const inner = scopeOf(person, scope);
      const address = childText(person, 'atom:uri', 'atom:url', 'atom:homepage', 'rss:uri', 'rss:url');
      const url = resolve(address, inner);
      const named =
        childText(person, 'atom:name', 'rss:name') ?? childText(person, 'atom:email', 'rss:email');
      const found = names(named ?? text(person));
      // A person needs a name: the address has to do.
      if (found.length === 0 && url !== null) return { name: new URL(url).hostname, url };
      return found.map((name) => ({ name, url }));
    }),
  );
}

/** People whom RSS names in one text each. */
export const peopleNamed = (nodes: readonly XmlNode[]): readonly Person[] =>
  distinct(nodes.flatMap((node) => names(text(node)).map((name) => ({ name, url: null }))));

/** `jo@example.org (Jo)`, `Jo (jo@example.org)`, `Jo <jo@example.org>`: Jo. An address alone stands for its owner. */
function names(source: string): readonly string[] {
  const plain = decodeHTMLStrict(source).replace(/\s+/g, ' ').trim().slice(0, LONGEST);
  const address = /^(?:mailto:)?[^\s@<>()]+@[^\s@<>()]+$/i;
  const [, before = '', inside = ''] = /^([^<(]*)[<(]([^<>()]*)[>)]$/.exec(plain) ?? [];
  if (address.test(before.trim()) && inside.trim() !== '') return [inside.trim()];
  if (before.trim() !== '' && address.test(inside.trim())) return [before.trim().replace(/^"(.*)"$/, '$1')];
  return plain === '' ? [] : [plain];
}

/** Longer than any list of a paper's authors that is of use. */
const LONGEST = 500;

/** Each name once, as it was met first. */
export function distinct(people: readonly Person[]): readonly Person[] {
  const seen = new Set<string>();
  return people.filter(({ name }) => !seen.has(name) && seen.add(name));
}
