import { visibleText } from '../../html/text.js';
import type { Post, SafeHtml } from '../../model.js';
import { xmlSafe } from '../clean.js';

/** Characters of the excerpt that stand in for a missing title. */
const OPENING = 110;
/** A text that is hardly longer stands in whole, rather than twice. */
const WHOLE = 140;

export interface ShownTitle {
  readonly text: string;
  /** Not its author's, but made of what else there is. */
  readonly made: boolean;
  /** The excerpt says something that the title doesn't. */
  readonly excerpt: boolean;
}

/** What a post is called on a page: never empty, never cut; without a title the opening words of its excerpt. */
export function titleOf(post: Pick<Post, 'title' | 'url'>, excerptText: string): ShownTitle {
  const title = oneLine(post.title ?? '');
  if (title !== '') return { text: title, made: false, excerpt: excerptText !== '' };
  if (excerptText === '') return { text: addressOf(post.url), made: true, excerpt: false };
  const opening = openingOf(excerptText);
  return { text: `${opening.replace(/[\s.,:;…]+$/u, '')}…`, made: true, excerpt: opening !== excerptText };
}

/** All words of an excerpt, code last, on one line. */
export function textOf(excerpt: SafeHtml): string {
  const { text, code } = visibleText(excerpt);
  return oneLine(`${text} ${code}`);
}

/** Without what can't be shown; empty where nothing else is left. */
export const oneLine = (text: string): string => xmlSafe(text).replace(/\s+/g, ' ').trim();

function openingOf(text: string): string {
  const characters = [...text];
  if (characters.length <= WHOLE) return text;
  const cut = characters.slice(0, OPENING).join('');
  const lastSpace = cut.lastIndexOf(' ');
  return lastSpace > OPENING / 2 ? cut.slice(0, lastSpace) : cut;
}

const addressOf = (url: string | null): string => url?.replace(/^https?:\/\/(www\.)?|\/$/g, '') ?? 'Untitled';
