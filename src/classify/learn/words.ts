import { parseUrl } from '../../model/parse-url.js';
import { fold, lower } from '../../text/fold.js';
import { Words } from '../../text/words.js';
import { onceMore, REPEATED } from '../match/hits.js';
import { type Subject, textsOf } from '../match/subject.js';
import { numberForms } from '../rules/plurals.js';

/** A term of a post that something can be learned of. */
export interface Learnable {
  /** As the post has it first. */
  readonly form: string;
  /** What a hit counts. */
  readonly count: number;
}

const scanned = new Words();

/**
 * The terms that something can be learned of, as rules find and count them: words of title, body and
 * address, the blog's host, title and categories, and its authors. By a key that singular and plural share.
 */
export function learnableTerms(subject: Subject, title: number): ReadonlyMap<string, Learnable> {
  const inBody = new Map<string, { readonly form: string; found: number }>();
  for (const { text } of textsOf(subject, false))
    for (const { word, start } of wordsIn(text)) {
      const key = keyOf(word);
      const one = inBody.get(key) ?? { form: word, found: 0 };
      one.found = onceMore(one.found, start);
      inBody.set(key, one);
    }
  const terms = new Map<string, Learnable>();
  for (const [key, { form, found }] of inBody) terms.set(key, { form, count: found < REPEATED ? 0.5 : 1 });
  for (const { word } of wordsIn(subject.title ?? '')) terms.set(keyOf(word), { form: word, count: title });
  for (const form of originsOf(subject)) terms.set(keyOf(form), { form, count: 1 });
  return terms;
}

/** Singular and plural are one. */
function keyOf(term: string): string {
  const last = Math.max(term.lastIndexOf(' '), term.lastIndexOf(':')) + 1;
  return term.slice(0, last) + (numberForms(term.slice(last))[0] ?? '');
}

/** Words with their places; no numbers, which are no subject. */
function* wordsIn(text: string): Iterable<{ readonly word: string; readonly start: number }> {
  const value = lower(fold(text));
  scanned.read(value);
  for (let n = 0; n < scanned.count; n++) {
    const start = scanned.starts[n] ?? 0;
    const word = value.slice(start, scanned.ends[n]);
    if (!/^\d+$/.test(word)) yield { word, start };
  }
}

/** Where a post is from, in the words of a rule. */
function originsOf({ url, authors, categories, source }: Subject): readonly string[] {
  const host = url === null ? undefined : parseUrl(url)?.hostname.replace(/^www\./, '');
  const named = (field: string, value: string): readonly string[] => {
    const words = Array.from(wordsIn(value), ({ word }) => word);
    return words.length === 0 ? [] : [`${field}:${words.join(' ')}`];
  };
  const isNamed = host !== undefined && named('host', host).length > 0; // http://_/ has no word
  return [
    ...(isNamed ? [`host:${host}`] : []),
    ...Array.from(wordsIn(url ?? ''), ({ word }) => `url:${word}`),
    ...categories.flatMap((category) => named('category', category)),
    ...authors.flatMap((author) => named('author', author)),
    ...(source === null ? [] : named('source', source)),
  ];
}
