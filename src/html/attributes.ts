import { writtenUrl } from '../model/address.js';
import type { HttpUrl } from '../model/values.js';
import { ADDRESSES } from './elements.js';

/** By name, in the order of the tag. */
export type Attributes = Record<string, string>;

/** What elements may keep; `*` stands for all. */
export const ATTRIBUTES: Readonly<Record<string, string[]>> = {
  '*': ['lang', 'dir', 'title'],
  a: ['href'],
  img: ['src', 'srcset', 'alt', 'width', 'height'],
  source: ['src', 'srcset', 'type', 'media'],
  audio: ['src', 'controls'],
  video: ['src', 'controls', 'poster', 'width', 'height'],
  track: ['src', 'kind', 'srclang', 'label'],
  blockquote: ['cite'],
  q: ['cite'],
  del: ['cite', 'datetime'],
  ins: ['cite', 'datetime'],
  time: ['datetime'],
  ol: ['start', 'reversed', 'type'],
  li: ['value'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  col: ['span'],
  colgroup: ['span'],
  details: ['open'],
  code: ['class'],
  pre: ['class'],
};

/** The language of code: the one thing that classes are kept for. */
export const CLASSES = {
  code: /^(?:language|lang|highlight)-[\w+#.-]{1,40}$/,
  pre: /^(?:language|lang)-[\w+#.-]{1,40}$/,
};

/** Raster images alone: an SVG is a document of its own, with scripts. */
const DATA_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp|avif);base64,[\w+/=\s]+$/i;

/** The attributes with their addresses resolved; what is no address that a page may hold is left out. */
export function absolute(tag: string, attribs: Attributes, base: HttpUrl | null): Attributes {
  const out: Attributes = {};
  for (const [name, value] of Object.entries(attribs)) {
    const resolved = attributeValue(tag, name, value, base);
    if (resolved !== null) out[name] = resolved;
  }
  return out;
}

function attributeValue(tag: string, name: string, value: string, base: HttpUrl | null): string | null {
  if (name === 'href' && /^\s*mailto:/i.test(value)) return value.trim();
  if (name === 'src' && tag === 'img' && DATA_IMAGE.test(value.trim())) return value.trim();
  if (name === 'srcset') return srcset(value, base);
  if (name !== 'href' && value.trim() === '') return ADDRESSES.has(name) ? null : value; // names the page itself
  return ADDRESSES.has(name) ? writtenUrl(value.trim(), base) : value;
}

/** A comma behind a descriptor ends its candidate, whether white space follows or not. */
const AFTER_DESCRIPTOR = /(\s\d[\d.]*[wx]),/g;

/** HTML 4.8.4.2.1; a candidate whose address has a comma, as `data:` has, is not worth its parsing. */
function srcset(value: string, base: HttpUrl | null): string | null {
  const spaced = value.replace(AFTER_DESCRIPTOR, '$1, ');
  const candidates = spaced.split(/,\s+|,(?=https?:)/).flatMap((candidate) => {
    const [address = '', descriptor] = candidate.trim().split(/\s+/);
    const url = address === '' ? null : writtenUrl(address, base);
    if (url === null) return [];
    return descriptor !== undefined && /^\d+(?:\.\d+)?[wx]$/.test(descriptor) ? `${url} ${descriptor}` : url;
  });
  return candidates.length === 0 ? null : candidates.join(', ');
}
