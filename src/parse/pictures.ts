import { escapeHtml } from '../html/escape.js';
import { sanitize } from '../html/sanitize.js';
import type { Markup } from '../model/feed.js';
import type { Enclosure, HttpUrl } from '../model/values.js';
import { resolve, type Scope } from './links.js';
import { isPicture, mediaContents } from './media.js';
import { plainOf } from './plain.js';
import { attribute, children, type XmlNode } from './xml/node.js';

/** A picture that a post carries beside its text, as Mastodon's do. */
interface Picture {
  readonly url: HttpUrl;
  /** What its author says for those who don't see it, as plain text. */
  readonly description: string | null;
  /** In pixels; 0 where it isn't said. */
  readonly width: number;
}

/** Albums have fewer. */
const MOST = 40;

/**
 * An entry's text with the pictures that Media RSS has beside it, and that neither the text shows nor an
 * enclosure carries, each once. A description is for who doesn't see the picture; where there is no text at
 * all, it is the text.
 */
export function withPictures(
  entry: XmlNode,
  scope: Scope,
  content: Markup | null,
  enclosures: readonly Enclosure[],
): Markup | null {
  const pictures = picturesOf(entry, scope);
  if (pictures.length === 0) return content;
  const enclosed = new Set<string>(enclosures.map(({ url }) => url));
  const isShown = shownIn(content?.value ?? '');
  const missing = pictures.filter(({ url }) => !enclosed.has(url) && !isShown(url));
  if (missing.length === 0) return content;
  const text = content === null ? '' : content.type === 'html' ? content.value : sanitize(content);
  const figures = missing.map((picture) => figureOf(picture, text === ''));
  return { type: 'html', value: [text, ...figures].join('\n').trim(), base: content?.base ?? scope.base };
}

function figureOf({ url, description }: Picture, isAll: boolean): string {
  if (description === null) return `<figure><img src="${escapeHtml(url)}"></figure>`;
  const text = escapeHtml(description);
  return isAll
    ? `<figure><img src="${escapeHtml(url)}" alt=""><figcaption>${text}</figcaption></figure>`
    : `<figure><img src="${escapeHtml(url)}" alt="${text}"></figure>`;
}

function picturesOf(entry: XmlNode, scope: Scope): readonly Picture[] {
  const found = new Map<string, Picture>();
  for (const node of mediaContents(entry)) {
    const url = isPicture(node) ? resolve(attribute(node, 'url'), scope) : null;
    if (url === null || isAvatar(url)) continue;
    const [description = null] = children(node, 'media:description').map(plainOf);
    const picture = { url, description, width: Number(attribute(node, 'width') ?? 0) || 0 };
    const name = withoutSize(url, [attribute(node, 'width'), attribute(node, 'height')]);
    const other = found.get(name);
    if (other === undefined || other.width < picture.width) found.set(name, picture);
    if (found.size === MOST) break;
  }
  return [...found.values()];
}

/** WordPress.com sends its authors' faces along with every post. */
const isAvatar = (url: HttpUrl): boolean => /(?:^|\.)gravatar\.com$/.test(new URL(url).hostname);

/** What the sizes of one picture have in common: the address without parameters, and without its own size. */
function withoutSize(url: HttpUrl, sizes: readonly (string | null)[]): string {
  const { host, pathname } = new URL(url);
  const known = sizes.filter((size) => size !== null && /^\d+$/.test(size));
  if (known.length === 0) return url;
  return known.reduce((path: string, size) => path.replaceAll(size ?? '', '*'), `${host}${pathname}`);
}

/** All that is kept of a text, and longer than any file's name. */
const LOOKED_AT = 1024 * 1024;
const LONGEST_NAME = 200;
const MOST_PARTS = 8;

/**
 * Whether a text has a picture in it, in any size: WordPress calls them `cat-300x200.jpg`. The text is gone
 * through once. To search it for each address takes as long as text and address multiplied: 1.6 MB for one of
 * 8 KB, 4 s.
 */
function shownIn(text: string): (url: HttpUrl) => boolean {
  const addresses = new Set<string>();
  const names = new Set<string>();
  for (const [word] of text.slice(0, LOOKED_AT).matchAll(/[^\s"'<>]+/g)) {
    if (!word.includes('/')) continue;
    addresses.add(word.replace(/,$/, '')); // of `srcset`
    for (const name of beginnings(fileOf(word))) names.add(name);
  }
  return (url) => {
    const name = fileOf(url)
      .replace(/\.[a-z\d]{2,5}$/i, '')
      .replace(/-\d+x\d+$/, '');
    return addresses.has(url) || addresses.has(escapeHtml(url)) || names.has(name);
  };
}

function fileOf(address: string): string {
  const [path = ''] = address.split(/[?#]/, 1);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `cat-in-hat.jpg` is a size of `cat-in-hat`, perhaps of `cat-in` or `cat`. Sizes are told at the end. */
function beginnings(file: string): readonly string[] {
  if (file.length > LONGEST_NAME) return [];
  const ends = Array.from(file.matchAll(/[.-]/g), ({ index }) => index).slice(-MOST_PARTS);
  return ends.flatMap((end) => (end === 0 ? [] : file.slice(0, end)));
}
