import { parseUrl } from '../../model/parse-url.js';
import { fold, lower } from '../../text/fold.js';
import { Words } from '../../text/words.js';
import { onceMore, REPEATED } from '../match/hits.js';
import { type Subject, textsOf } from '../match/subject.js';

const scanned = new Words();

/**
 * The terms that something can be learned of, with what a hit of each counts: words and pairs of words of
 * title and body, as rules count them, the blog's host, title and categories, and its authors.
 */
export function learnableTerms(subject: Subject, title: number): ReadonlyMap<string, number> {
  const inBody = new Map<string, number>();
  for (const { text } of textsOf(subject, false))
    for (const [term, start] of termsIn(text)) inBody.set(term, onceMore(inBody.get(term) ?? 0, start));
  const counts = new Map<string, number>();
  for (const [term, found] of inBody) counts.set(term, found < REPEATED ? 0.5 : 1);
  for (const [term] of termsIn(subject.title ?? '')) counts.set(term, title);
  for (const term of originsOf(subject)) counts.set(term, 1);
  return counts;
}

/** Words and pairs with their places; no numbers alone, which are no subject: `0 3` is a version. */
function* termsIn(text: string): Iterable<readonly [term: string, start: number]> {
  const value = lower(fold(text));
  scanned.read(value);
  let before: { readonly word: string; readonly start: number; readonly isNumber: boolean } | null = null;
  for (let n = 0; n < scanned.count; n++) {
    const start = scanned.starts[n] ?? 0;
    const word = value.slice(start, scanned.ends[n]);
    const isNumber = /^\d+$/.test(word);
    if (before !== null && !(isNumber && before.isNumber)) yield [`${before.word} ${word}`, before.start];
    if (!isNumber) yield [word, start];
    before = { word, start, isNumber };
  }
}

/** Where a post is from, in the words of a rule. */
function originsOf({ url, authors, categories, source }: Subject): readonly string[] {
  const host = url === null ? undefined : parseUrl(url)?.hostname.replace(/^www\./, '');
  const named = (field: string, value: string): readonly string[] => {
    const words = [...termsIn(value)].map(([term]) => term).filter((term) => !term.includes(' '));
    return words.length === 0 ? [] : [`${field}:${words.join(' ')}`];
  };
  return [
    ...(host === undefined ? [] : [`host:${host}`]),
    ...categories.flatMap((category) => named('category', category)),
    ...authors.flatMap((author) => named('author', author)),
    ...(source === null ? [] : named('source', source)),
  ];
}
