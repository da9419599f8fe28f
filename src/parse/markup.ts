import { Buffer } from 'node:buffer';
import { decodeHTMLStrict } from 'entities';
import type { Markup } from '../model/feed.js';
import { type Scope, scopeOf } from './links.js';
import { hasTags, looksLikeHtml } from './tags.js';
import { plainTitle } from './titles.js';
import { attribute, text, type XmlNode } from './xml/node.js';
import { withPairsJoined } from './xml/references.js';
import { withSectionsOpened } from './xml/unwrap.js';

/**
 * What a text element says that it holds; 'unknown' where it says nothing, or the format has no way to say.
 */
interface Construct {
  readonly type: 'text' | 'html' | 'unknown';
  readonly value: string;
}

/** RFC 4287 3.1 and 4.1.3, and Atom 0.3's `mode`. Null for content that is neither text nor markup. */
function atomConstruct(node: XmlNode): Construct | null {
  const type = attribute(node, 'type')?.toLowerCase() ?? '';
  const mode = attribute(node, 'mode')?.toLowerCase();
  const value = text(node);
  if (attribute(node, 'inline') !== null) return { type: 'html', value };
  if (mode === 'base64') return { type: kindOf(type) ?? 'unknown', value: fromBase64(value) };
  const kind = kindOf(type);
  return kind === null ? null : { type: kind, value };
}

function kindOf(type: string): Construct['type'] | null {
  if (type === '') return 'unknown';
  if (type === 'xhtml') return 'text'; // it would be inline if there were markup in it
  if (type.includes('html')) return 'html';
  if (type === 'text' || type === 'plain' || /^text\/|[/+]xml$/.test(type)) return 'text';
  return null;
}

const fromBase64 = (value: string): string => Buffer.from(value, 'base64').toString('utf8');

/** The content of a text element of Atom; null where there is none. */
export function atomMarkup(node: XmlNode, scope: Scope): Markup | null {
  const construct = atomConstruct(node);
  if (construct === null) return null;
  const { value, type } = construct;
  if (type === 'unknown' && looksLikeHtml(value)) return guessedMarkup(value, node, scope);
  return markup(type === 'html' ? 'html' : 'text', value, node, scope);
}

/** The content of a text element of RSS, whose descriptions are HTML by custom. */
export function rssMarkup(node: XmlNode, scope: Scope): Markup | null {
  if (attribute(node, 'type') !== null) return atomMarkup(node, scope);
  if (attribute(node, 'inline') !== null) return markup('html', text(node), node, scope);
  return guessedMarkup(text(node), node, scope);
}

/**
 * What is HTML if it is anything; without any tag it is text, whose line ends are meant: an ampersand or a
 * less-than sign makes no HTML of it.
 */
const guessedMarkup = (value: string, node: XmlNode, scope: Scope): Markup | null =>
  hasTags(value)
    ? markup('html', value, node, scope)
    : markup('text', value.includes('&') ? decodeHTMLStrict(withPairsJoined(value)) : value, node, scope);

/** Of several (Atom 0.3 allows alternatives) the first that is HTML, else the first. */
export function firstMarkup(
  nodes: readonly XmlNode[],
  scope: Scope,
  read: (node: XmlNode, scope: Scope) => Markup | null,
): Markup | null {
  const found = nodes.flatMap((node) => read(node, scope) ?? []);
  return found.find(({ type }) => type === 'html') ?? found[0] ?? null;
}

function markup(type: Markup['type'], value: string, node: XmlNode, scope: Scope): Markup | null {
  const source = (type === 'html' ? meantHtml(value) : withLineFeeds(value)).trim();
  return source === '' ? null : { type, value: source, base: scopeOf(node, scope).base };
}

/** HTML as its author wrote it: whole characters, and no sections around parts of it. */
export const meantHtml = (html: string): string => withSectionsOpened(withPairsJoined(html));

/** Text whose lines end as everywhere: a carriage return that is written as a reference ends one too. */
export const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, '\n');

/** An Atom title as plain text. */
export function atomTitle(node: XmlNode): string | null {
  const construct = atomConstruct(node);
  if (construct === null) return null;
  const { value, type } = construct;
  return plainTitle(value, type === 'unknown' && !looksLikeHtml(value) ? 'text' : type);
}

/** A title of RSS as plain text. */
export const rssTitle = (node: XmlNode): string | null =>
  plainTitle(text(node), attribute(node, 'inline') === null ? 'unknown' : 'html');
