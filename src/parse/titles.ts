import { decodeHTML, decodeHTMLStrict } from 'entities';
import { asSeen } from '../html/seen.js';
import { foldSpace } from '../html/space.js';
import { ENTITY, withoutMarkup } from './tags.js';
import { withPairsJoined } from './xml/references.js';
import { withoutCdata } from './xml/unwrap.js';

/** Longer than any sentence; a feed's whole first post may stand there, or a megabyte of nothing. */
const LONGEST = 2000;
const LONGEST_SOURCE = 20 * LONGEST;

/**
 * What a title says, as plain text with its white space folded; null for nothing.
 * @param type what the feed says that it is; 'unknown' (all of RSS) where it may be text or HTML: then tags
 *   are markup only where both ends are there, so that "The <b> tag" is kept
 */
export function plainTitle(source: string, type: 'text' | 'html' | 'unknown'): string | null {
  const start = withPairsJoined(source.slice(0, LONGEST_SOURCE));
  const bare = type === 'text' ? start : withoutMarkup(start.includes('<math') ? asSeen(start) : start, type);
  let title = type === 'text' ? bare : decodeHTML(bare);
  if (ENTITY.test(title)) title = decodeHTMLStrict(title);
  title = foldSpace(withoutCdata(title)).trim();
  return title === '' ? null : title.slice(0, LONGEST);
}
