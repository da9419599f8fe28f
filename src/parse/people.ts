import { decodeHTML } from 'entities';
import type { Person } from '../model/values.js';
import { idLink, type Place, resolve, type Scope, scopeOf } from './links.js';
import { hrefIn, withoutTags } from './tags.js';
import { plainTitle } from './titles.js';
import { attribute, childrenOf, childText, text, type XmlNode } from './xml/node.js';

/**
 * The people of an element's children of those names: with their parts, as RFC 4287 3.2 has them and careless
 * RSS, or in one text each. Atom 0.3 calls the address `url`.
 */
export const peopleOf = (node: XmlNode, names: readonly string[], scope: Scope): readonly Person[] =>
  distinct(childrenOf(node, names).flatMap((person) => personOf(person, scopeOf(person, scope))));

function personOf(person: XmlNode, scope: Scope): readonly Person[] {
  if (typeof person === 'string') return peopleIn(person, scope);
  const address = childText(
    person,
    'atom:uri',
    'atom:url',
    'atom:homepage',
    'rss:uri',
    'rss:url',
    'rss:homepage',
  );
  const url = resolve(address, scope);
  const named = childrenOf(person, ['atom:name', 'rss:name']).flatMap((name) => peopleIn(name, scope));
  const addressed = childText(person, 'atom:email', 'rss:email');
  const found = named.length > 0 || addressed === null ? named : peopleNamed(addressed, scope);
  const people = found.length > 0 ? found : peopleIn(person, scope);
  // A person needs a name: the address has to do.
  if (people.length === 0 && url !== null) return [{ name: new URL(url).hostname, url }];
  return people.map((one) => ({ ...one, url: one.url ?? url }));
}

/** Whom the text of an element names. */
const peopleIn = (node: XmlNode, scope: Scope): readonly Person[] =>
  attribute(node, 'inline') === null
    ? peopleNamed(text(node), scope)
    : (linked(text(node), scope) ?? named(withoutTags(text(node)), scope));

/** Whom a text names, which may be markup: a list of links to people is as many people, any other is one. */
export const peopleNamed = (source: string, place: Place): readonly Person[] =>
  (source.includes('<') ? linked(source, place) : null) ?? named(source, place);

const LINK = /<a\b([^<>]*)>([^<>]*)<\/a\s*>/gi;
const OTHER_TAGS = /<(?!\/?a[\s>])[^<>]*>/gi;
/** Signs and words for "and", of which some languages write theirs without spaces. */
const SEPARATORS =
  /^(?:[\s,;&|·/、，،；和与與及と및와과وו]|<[^<>]*>|(?<!\p{L})(?:and|und|et|y|e|en|og|och|i|и|та|ve|oraz|ja|és|și|a|in|dan|và|και)(?!\p{L}))*$/iu;

/** People in links with nothing but commas between them, as arXiv lists them; null for anything else. */
function linked(source: string, place: Place): readonly Person[] | null {
  const start = source.slice(0, LONGEST_SOURCE).replace(OTHER_TAGS, '');
  const found = [...start.matchAll(LINK)];
  if (found.length === 0 || !SEPARATORS.test(decodeHTML(start.replace(LINK, ' ')))) return null;
  return found.flatMap(([, attributes = '', inside = '']) => {
    const name = plainTitle(inside, 'html');
    return name === null ? [] : { name, url: resolve(hrefIn(attributes), place) };
  });
}

const E_MAIL = /^(?:mailto:)?[^\s@<>()]+@[^\s@<>()]+$/i;

/**
 * `jo@example.org (Jo)`, `Jo (jo@example.org)`, `Jo <jo@example.org>`: Jo. An address alone stands for its
 * owner.
 */
function named(source: string, place: Place): readonly Person[] {
  const plain = plainTitle(source.slice(0, LONGEST_SOURCE), 'html')?.slice(0, LONGEST) ?? '';
  const [, before = '', inside = ''] = /^([^<(]*)[<(]([^<>()]*)[>)]$/.exec(plain) ?? [];
  const [first, second] = [before.trim(), inside.trim()];
  if (first !== '' && second === '') return [{ name: first, url: null }];
  if (E_MAIL.test(first) && second !== '') return [{ name: second, url: null }];
  const name = first.replace(/^"(.*)"$/, '$1');
  if (name !== '' && E_MAIL.test(second)) return [{ name, url: null }];
  if (name !== '' && /^https?:\/\//i.test(second)) return [{ name, url: idLink(second, place) }];
  return plain === '' ? [] : [{ name: plain, url: null }];
}

/** Longer than any list of a paper's authors that is of use, and than its markup. */
const LONGEST = 500;
const LONGEST_SOURCE = 8000;

/** Each name once, as it was met first. */
export function distinct(people: readonly Person[]): readonly Person[] {
  const seen = new Set<string>();
  return people.filter(({ name }) => !seen.has(name) && seen.add(name));
}
