import type { FetchResult } from '../fetch/result.js';
import { unreachable } from '../model/unreachable.js';

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
