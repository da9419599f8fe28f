import { decodeHTMLStrict } from 'entities';
import { ADDRESSES, VOID } from '../../html/elements.js';
import { httpUrl } from '../../model/values.js';
import type { Dialect } from './names.js';

/** Deeper tags are left out: no author nests so deep, and readers of HTML slow down. */
const MAX_DEPTH = 200;

/** The content of one text element while it is read. */
export interface Leaf {
  open(qname: string, attributes: ReadonlyMap<string, string>): void;
  /** Source text: entities are not decoded yet, but for CDATA, which has none. */
  text(source: string, cdata: boolean): void;
  close(): void;
  /** Elements were met: the value is HTML, whatever the element says of itself. */
  isInline(): boolean;
  value(): string;
}

/**
 * Gathers the content of a text element; elements in it become HTML tags again, in order.
 * @param type the element's `type` attribute: under `html` text is escaped markup even beside tags (TypePad)
 */
export function leafReader(type: string | null, dialect: Dialect): Leaf {
  const parts: Part[] = [];
  const escaped = /^\s*(?:text\/)?html\s*$/i.test(type ?? '');
  const open: { readonly tag: string | null; readonly base: string | null }[] = [];
  let inline = false;
  const tag = (source: string): void => void parts.push({ source, kind: 'tag' });
  return {
    open(qname, attributes) {
      inline = true;
      const name = localName(qname);
      const outer = open.at(-1)?.base ?? null;
      const stated = attributes.get('xml:base') ?? null;
      const base = stated === null || outer === null ? (stated ?? outer) : resolved(stated, outer);
      const kept = open.length < MAX_DEPTH;
      if (kept) tag(`<${name}${htmlAttributes(attributes, base)}>`);
      open.push({ tag: kept && !VOID.has(name) ? name : null, base });
    },
    text: (source, cdata) => void parts.push({ source, kind: cdata ? 'cdata' : 'text' }),
    close() {
      const closed = open.pop();
      if (closed?.tag) tag(`</${closed.tag}>`);
    },
    isInline: () => inline,
    value: () => parts.map((part) => (inline ? markupOf(part) : decodedOf(part))).join(''),
  };

  /** CDATA among tags: in RSS it holds markup like all of RSS's text, in Atom's XHTML it is plain text. */
  function markupOf({ source, kind }: Part): string {
    if (kind === 'tag') return source;
    if (escaped) return decodedOf({ source, kind });
    return kind === 'cdata' && dialect === 'atom' ? escapeText(source) : source;
  }
}

interface Part {
  readonly source: string;
  readonly kind: 'tag' | 'text' | 'cdata';
}

const decodedOf = ({ source, kind }: Part): string => (kind === 'text' ? decodeHTMLStrict(source) : source);

const escapeText = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const localName = (qname: string): string => qname.slice(qname.indexOf(':') + 1).toLowerCase();

function htmlAttributes(attributes: ReadonlyMap<string, string>, base: string | null): string {
  let out = '';
  for (const [qname, source] of attributes) {
    if (qname.startsWith('xmlns')) continue;
    const name = localName(qname);
    const value = base !== null && ADDRESSES.has(name) ? resolved(source, base) : source;
    out += ` ${name}="${value.replace(/"/g, '&quot;')}"`;
  }
  return out;
}

/** Inside markup an `xml:base` of its own counts; an outermost one that is relative resolves nothing. */
const resolved = (address: string, base: string): string =>
  httpUrl(decodeHTMLStrict(address), base) ?? address;
