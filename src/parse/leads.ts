import { decodeXMLStrict } from 'entities';
import { type HttpUrl, httpUrl, LONGEST_ADDRESS } from '../model/values.js';
import { children, childText, type XmlNode } from './xml/node.js';

/** Apple's podcast namespace: the address that a feed is at from now on. */
export function newFeedUrl(root: XmlNode, base: HttpUrl | null): HttpUrl | null {
  const channel = children(root, 'rss:channel')[0] ?? root;
  return addressIn(childText(channel, 'itunes:new-feed-url') ?? '', base);
}

/**
 * `<redirect><newLocation>`: how a feed moves whose author can publish files but no status (RSS 2.0,
 * "redirect").
 */
export function newLocation(text: string, base: HttpUrl | null): HttpUrl | null {
  const source = /<newLocation>([^<]+|<!\[CDATA\[[^<]+)/i.exec(text.slice(0, 65_536))?.[1];
  if (source === undefined) return null;
  const plain = source.replace(/^<!\[CDATA\[/, '').replace(/\]\]>$/, '');
  return addressIn(decodeXMLStrict(plain), base);
}

/**
 * HTML 4.2.5.3: the `content` of `<meta http-equiv="refresh">`, seconds and then an address, quoted or not.
 */
export function refreshTarget(content: string, base: HttpUrl | null): HttpUrl | null {
  const target = /^\s*[\d.]+[;,\s]+(?:url\s*=\s*)?(.*)$/is.exec(content.slice(0, LONGEST_ADDRESS))?.[1] ?? '';
  const quote = /^["']/.exec(target)?.[0];
  const end = quote === undefined ? -1 : target.indexOf(quote, 1);
  return addressIn(end < 0 ? target : target.slice(1, end), base);
}

/** The address that a text is, white space around it aside; null for none. */
const addressIn = (text: string, base: HttpUrl | null): HttpUrl | null =>
  text.trim() === '' ? null : httpUrl(text.trim(), base);
