import { Buffer } from 'node:buffer';
import type { Markup } from '../model/feed.js';
import { type Scope, scopeOf } from './links.js';
import { ENTITY, plainTitle, TAG } from './titles.js';
import { attribute, text, type XmlNode } from './xml/node.js';

/** What a text element says that it holds; 'unknown' where it says nothing, or the format has no way to say. */
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
  const html = type === 'html' || (type === 'unknown' && looksLikeHtml(value));
  return markup(html ? 'html' : 'text', value, node, scope);
}

/** The content of a text element of RSS, whose descriptions are HTML. */
export const rssMarkup = (node: XmlNode, scope: Scope): Markup | null =>
  attribute(node, 'type') === null
    ? markup(/[<&]/.test(text(node)) ? 'html' : 'text', text(node), node, scope)
    : atomMarkup(node, scope);

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
  return value.trim() === '' ? null : { type, value: value.trim(), base: scopeOf(node, scope).base };
}

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

/** Text that says nothing of itself: HTML if it has end tags or entities, and no tag that HTML does not know. */
function looksLikeHtml(value: string): boolean {
  if (!ENTITY.test(value) && !/<\/[a-z][a-z0-9]*>/i.test(value)) return false;
  return !/<[a-z]/i.test(value.replace(TAG, ''));
}
