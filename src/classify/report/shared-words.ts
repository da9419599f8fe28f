import type { Term } from '../../config/grammar/term.js';
import type { RuleSet } from '../index.js';
import { checkedTerm } from '../rules/rules.js';
import { type Sided, separating, termsOf } from './separate.js';

/** A word, or two, that entries without a tag share. */
export interface SharedWord {
  readonly term: string;
  /** Entries without a tag that have it, and entries with one. */
  readonly untagged: number;
  readonly tagged: number;
  /** Of the first few of them, as they come. */
  readonly titles: readonly string[];
}

/** An entry that is published, and whether it has a tag. */
export interface Published extends Pick<Sided, 'subject'> {
  readonly isTagged: boolean;
}

const TITLES = 2;

/**
 * The words that tell entries without a tag from those with one, and stand in no rule. `entries` is read
 * three times and none is kept.
 */
export async function sharedWords(
  rules: RuleSet,
  entries: () => AsyncIterable<Published>,
  limit: number,
): Promise<readonly SharedWord[]> {
  const sided = async function* (): AsyncIterable<Sided> {
    for await (const { subject, isTagged } of entries())
      yield { subject, isInside: !isTagged, isFiled: () => isTagged };
  };
  const isKnown = knownWords(rules);
  const { terms } = await separating(sided);
  const titles = new Map<string, string[]>();
  for (const { term } of terms.filter((one) => !isKnown(one.term)).slice(0, limit)) titles.set(term, []);
  if (titles.size > 0) {
    for await (const { subject, isTagged } of entries()) {
      if (isTagged || subject.title === null) continue;
      for (const term of termsOf(subject)) {
        const some = titles.get(term);
        if (some !== undefined && some.length < TITLES) some.push(subject.title);
      }
    }
  }
  return terms.flatMap(({ term, inside, outside }) => {
    const some = titles.get(term);
    return some === undefined ? [] : [{ term, untagged: inside, tagged: outside, titles: some }];
  });
}

/** Words and pairs that a term of some rule is. */
function knownWords({ tags, only }: RuleSet): (term: string) => boolean {
  const whole = new Set<string>();
  const starred = { prefix: [] as string[], suffix: [] as string[], part: [] as string[] };
  const note = (term: Term): void => {
    if (term.kind === 'combination') for (const part of [...term.any, ...term.all, ...term.not]) note(part);
    else if (term.kind === 'phrase') {
      const words = term.words.join(' ');
      if (term.form === 'word') whole.add(words);
      else starred[term.form].push(words);
    }
  };
  const lists = tags.flatMap(({ match, hint, against, except, ignore }) => [
    match,
    hint,
    against,
    except,
    ignore,
  ]);
  for (const spec of [only, ...lists].flat()) note(checkedTerm(spec));
  return (term) =>
    whole.has(term) ||
    starred.prefix.some((word) => term.startsWith(word)) ||
    starred.suffix.some((word) => term.endsWith(word)) ||
    starred.part.some((word) => term.includes(word));
}
