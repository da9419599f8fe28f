import type { FetchResult } from '../fetch/result.js';
import { unreachable } from '../model/unreachable.js';
import type { Discovery } from '../operate/new-source/find-feed.js';

/** Why a fetch brought nothing to read, in words: for commands that ask an address once, for the operator. */
export function whyNotFetched(result: Exclude<FetchResult, { kind: 'fresh' }>): string {
  switch (result.kind) {
    case 'unchanged':
      return 'the server says that it has not changed, though nobody asked';
    case 'later':
      return `the server asks to be left alone for a while (${result.status})`;
    case 'gone':
      return 'gone for good (410)';
    case 'aborted':
      return 'interrupted';
    case 'failed':
      return result.message;
    default:
      return unreachable(result);
  }
}

/** The same of a page without a feed, which may lead to one that is dead. */
export function whyNoFeed({ reason, broken }: NoFeed): string {
  if (broken === null) return reason;
  const { url, is } = broken;
  const what = typeof is === 'string' ? `which is no feed: ${is}` : `which is dead: ${whyNotFetched(is)}`;
  return `a web page that leads to ${url}, ${what}`;
}

type NoFeed = Extract<Discovery, { kind: 'no-feed' }>;
