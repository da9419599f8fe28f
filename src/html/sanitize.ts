import sanitizeHtml from 'sanitize-html';
import { writtenUrl } from '../model/address.js';
import type { Markup } from '../model/feed.js';
import type { HttpUrl, SafeHtml } from '../model/values.js';
import { isTooDeep } from './depth.js';
import { ADDRESSES, DROPPED, PUBLISHED } from './elements.js';
import { escapeHtml } from './escape.js';
import { loaded } from './lazy.js';
import { asSeen } from './seen.js';

const ATTRIBUTES: Readonly<Record<string, string[]>> = {
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

/** Deeper than any author nests. */
const MAX_DEPTH = 100;

/** Raster images alone: an SVG is a document of its own, with scripts. */
const DATA_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp|avif);base64,[\w+/=\s]+$/i;

/**
 * Markup made safe to publish: no scripts, styles, forms, event handlers or frames (an iframe becomes a link
 * to what it shows), addresses absolute and of http, https or mailto, images also `data:`. Text becomes
 * paragraphs. Costs about 0.1 ms a kilobyte: call it for entries that are new or changed.
 */
export function sanitize(markup: Markup): SafeHtml {
  if (markup.type === 'text') return paragraphs(markup.value);
  const safe = sanitizeHtml(asSeen(bounded(markup.value)), options(markup.base)).trim();
  return safe.replaceAll(EMPTY_LINK, '$1▶</a>') as SafeHtml;
}

/** Longer than any post: the store keeps 256 KB of what comes out. */
const LONGEST = 1024 * 1024;

/** What nobody can have meant to be read cut off, or its tags shown as text. */
function bounded(html: string): string {
  const value = html.slice(0, LONGEST);
  return isTooDeep(value) ? value.replaceAll('<', '&lt;') : value;
}

/** Plain text as HTML: blank lines part paragraphs, other line ends stay. */
function paragraphs(text: string): SafeHtml {
  const lines = text.trim().split(/\r?\n[^\S\n]*\r?\n\s*/);
  return lines
    .map((lines) => `<p>${escapeHtml(lines.trim()).replace(/\r?\n/g, '<br />')}</p>`)
    .join('\n') as SafeHtml;
}

type Attributes = Record<string, string>;

function options(base: HttpUrl | null): sanitizeHtml.IOptions {
  return {
    allowedTags: [...PUBLISHED],
    nonTextTags: [...DROPPED],
    allowedAttributes: ATTRIBUTES,
    allowedClasses: {
      code: [/^(?:language|lang|highlight)-[\w+#.-]{1,40}$/],
      pre: [/^(?:language|lang)-[\w+#.-]{1,40}$/],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: false,
    nestingLimit: MAX_DEPTH,
    transformTags: {
      iframe: (_tag, attribs) => frameLink(loaded(attribs), base),
      'amp-img': (_tag, attribs) => ({ tagName: 'img', attribs: loaded(attribs) }),
      ...Object.fromEntries(
        ['img', 'source', 'video', 'audio'].map((name) => [
          name,
          (tagName, attribs) => ({ tagName, attribs: loaded(attribs) }),
        ]),
      ),
      '*': (tagName, attribs) => ({ tagName, attribs: absolute(tagName, attribs, base) }),
    },
    exclusiveFilter: ({ tag, attribs, text, mediaChildren }) =>
      (tag === 'img' && attribs['src'] === undefined && attribs['srcset'] === undefined) ||
      (tag === 'a' && attribs['href'] === undefined && text.trim() === '' && mediaChildren?.length === 0),
  };
}

/**
 * What is left of a frame that held no text. A sign, for the text around it must read on; its title has
 * words.
 */
const EMPTY_LINK = /(<a href="[^"]*" title="[^"]*">)<\/a>/g;

function frameLink(attribs: Attributes, base: HttpUrl | null): sanitizeHtml.Tag {
  const url = writtenUrl((attribs['src'] ?? '').trim(), base);
  if (url === null) return { tagName: 'span', attribs: {} };
  const title = attribs['title']?.trim() || new URL(url).hostname;
  return { tagName: 'a', attribs: { href: url, title } };
}

/** The attributes with their addresses resolved; what is no address that a page may hold is left out. */
function absolute(tag: string, attribs: Attributes, base: HttpUrl | null): Attributes {
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
  return ADDRESSES.has(name) ? writtenUrl(value.trim(), base) : value;
}

/** HTML 4.8.4.2.1; a candidate whose address has a comma, as `data:` has, is not worth its parsing. */
function srcset(value: string, base: HttpUrl | null): string | null {
  const candidates = value.split(/,\s+|,(?=https?:)/).flatMap((candidate) => {
    const [address = '', descriptor] = candidate.trim().split(/\s+/);
    const url = address === '' ? null : writtenUrl(address, base);
    if (url === null) return [];
    return descriptor !== undefined && /^\d+(?:\.\d+)?[wx]$/.test(descriptor) ? `${url} ${descriptor}` : url;
  });
  return candidates.length === 0 ? null : candidates.join(', ');
}
