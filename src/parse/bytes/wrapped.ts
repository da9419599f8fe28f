import { UNSEEN, VOID, WRAPPERS } from '../../html/elements.js';

const END_TAG = /<\/([a-z]+)/gi;
const FEED = /^(?:[a-z][\w-]*:)?(?:rss|rdf|feed)$/i;
/** Beyond so many tags it is a page. */
const MOST_TAGS = 100;

/**
 * The feed that something has wrapped whole, in a web page or in one element more: from its first tag to its
 * last, if nothing else is to be seen beside it. Null for everything else: a page that shows feeds is a page.
 * @param body a document without its prolog, whose first element is no feed
 */
export function wrappedFeed(body: string): string | null {
  let at = 0;
  for (let count = 0; count < MOST_TAGS; count += 1) {
    at = afterSpace(body, at);
    const name = tagName(body, at);
    if (name === null) {
      if (!body.startsWith('<!', at) && !body.startsWith('<?', at)) return null;
      at = afterTag(body, at);
    } else if (FEED.test(name)) return upToItsEnd(body, at, name);
    else if (UNSEEN.has(name.toLowerCase())) at = afterElement(body, at, name);
    else if (VOID.has(name.toLowerCase()) || WRAPPERS.has(name.toLowerCase()) || count === 0)
      at = afterTag(body, at);
    else return null;
  }
  return null;
}

/** A script behind the feed may speak of its end tag. */
const MOST_ENDS = 4;

/** From a start tag to its end tag, behind which is nothing to be seen. */
function upToItsEnd(body: string, start: number, name: string): string | null {
  let last = body.lastIndexOf(`</${name}`);
  for (let tries = 0; tries < MOST_ENDS && last > start; tries += 1) {
    const end = afterTag(body, last);
    if (isUnseen(body, end)) return body.slice(start, end);
    last = body.lastIndexOf(`</${name}`, last - 1);
  }
  return null;
}

/** Whether nothing but end tags, comments and what is not seen stands from there on. */
function isUnseen(body: string, from: number): boolean {
  let at = afterSpace(body, from);
  while (at < body.length) {
    const name = tagName(body, at);
    if (name === null ? !/^<[/!?]/.test(body.slice(at, at + 2)) : !UNSEEN.has(name.toLowerCase()))
      return false;
    at = afterSpace(body, name === null ? afterTag(body, at) : afterElement(body, at, name));
  }
  return true;
}

const TAG_NAME = /<([a-z][^\s/<>]{0,60})/iy;
const SPACE = /[\s\ufeff]*/y;

/** The name of the start tag at that place; null where there is none. */
function tagName(body: string, at: number): string | null {
  TAG_NAME.lastIndex = at;
  return TAG_NAME.exec(body)?.[1] ?? null;
}

function afterSpace(body: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(body)?.[0].length ?? 0);
}

/** Behind the tag, comment or declaration at that place. */
function afterTag(body: string, at: number): number {
  const closing = body.startsWith('<!--', at) ? '-->' : '>';
  const end = body.indexOf(closing, at);
  return end < 0 ? body.length : end + closing.length;
}

/** Behind the end tag of an unseen element that begins at that place. */
function afterElement(body: string, at: number, name: string): number {
  END_TAG.lastIndex = at;
  for (let found = END_TAG.exec(body); found !== null; found = END_TAG.exec(body))
    if (found[1]?.toLowerCase() === name.toLowerCase()) return afterTag(body, found.index);
  return body.length;
}
