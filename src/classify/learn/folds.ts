import { pathAndQuery } from '../../model/address.js';
import { longHash } from '../../model/hash.js';
import { identityKey, linkKey } from '../../model/identity.js';
import { textsOf } from '../match/subject.js';
import type { Labelled } from '../report/evaluate.js';

/**
 * The fold of each post, from 0 up. Copies of one post (one id, one link, or the same title and text) are in
 * one fold, since a post whose copy was learned from says nothing of how well the words do.
 */
export function foldsOf(posts: readonly Labelled[], folds: number): readonly number[] {
  const firsts = posts.map((_post, at) => at);
  const firstOf = (at: number): number => {
    let first = at;
    while (firsts[first] !== first) first = firsts[first] ?? first;
    firsts[at] = first; // so that a chain of copies is gone through once
    return first;
  };
  const known = new Map<string, number>();
  for (const [at, post] of posts.entries())
    for (const key of keysOf(post)) {
      const other = known.get(key);
      if (other === undefined) known.set(key, at);
      else {
        const [first, later] = [firstOf(other), firstOf(at)].sort((a, b) => a - b);
        if (first !== undefined && later !== undefined) firsts[later] = first;
      }
    }
  let different = 0;
  const result: number[] = [];
  for (const at of posts.keys()) {
    const first = firstOf(at);
    result.push(first === at ? different++ % folds : (result[first] ?? 0));
  }
  return result;
}

/** What copies of a post have in common. An address that is no post's own, and no text at all, are not. */
function keysOf({ subject, ids = [] }: Labelled): readonly string[] {
  const { title, url } = subject;
  const text = textsOf(subject, false)
    .map((one) => one.text.trim())
    .join('\n');
  return [
    ...ids.map((id) => `id ${identityKey(id)}`),
    ...(url === null || pathAndQuery(url) === null ? [] : [`link ${linkKey(url)}`]),
    ...(text === '' ? [] : [`text ${longHash(`${title ?? ''}\n${text}`)}`]), // its texts may be large
  ];
}
