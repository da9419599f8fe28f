import { excerptText } from '../../html/excerpt.js';
import { foldSpace } from '../../html/space.js';
import type { Post } from '../../model/post.js';
import { trimEndOf } from '../../model/trim-end.js';
import type { SafeHtml } from '../../model/values.js';
import { firstWords } from '../../post/clean.js';
import { xmlSafe } from '../../text/xml.js';
import type { Speech } from '../words/speech.js';

/** Characters of the excerpt that stand in for a missing title. */
const OPENING = 110;
/** A text that is hardly longer stands in whole, rather than twice. */
const WHOLE = 140;

const CODE_BLOCK = /<pre>.*?(?:<\/pre>|$)/gs;

export interface ShownTitle {
  readonly text: string;
  /** Not its author's, but made of what else there is. */
  readonly made: boolean;
  /** The excerpt says something that the title doesn't. */
  readonly excerpt: boolean;
}

/**
 * What a post is called on a page: never empty, never cut; without a title the opening words of its excerpt.
 */
export function titleOf(post: Pick<Post, 'title' | 'url'>, excerptText: string, words: Speech): ShownTitle {
  const title = oneLine(post.title ?? '');
  if (title !== '') return { text: title, made: false, excerpt: excerptText !== '' };
  if (excerptText === '')
    return { text: addressOf(post.url) ?? words.say('untitled').text, made: true, excerpt: false };
  if (excerptText.length > WHOLE)
    return { text: firstWords(excerptText, OPENING), made: true, excerpt: true };
  return { text: `${trimEndOf(excerptText, /[\s.,:;…]/)}…`, made: true, excerpt: false };
}

/** All words of an excerpt, blocks of code last, on one line. */
export function textOf(excerpt: SafeHtml): string {
  const code = excerpt.match(CODE_BLOCK)?.join('');
  const html = code === undefined ? excerpt : ((excerpt.replace(CODE_BLOCK, '') + code) as SafeHtml);
  return oneLine(excerptText(html));
}

/** Without what can't be shown; empty where nothing else is left. */
export function oneLine(text: string): string {
  const isPlain = /^[ -~]*$/.test(text) && !text.includes('  ');
  return (isPlain ? text : foldSpace(xmlSafe(text))).trim();
}

const addressOf = (url: string | null): string | null =>
  url?.replace(/^https?:\/\/(www\.)?|\/$/g, '') ?? null;
