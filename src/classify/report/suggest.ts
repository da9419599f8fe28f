import { compileRules, NO_SOURCE, type RuleSet } from '../index.js';
import type { Labelled } from './evaluate.js';
import { type Separation, separating } from './separate.js';

/** What separates a tag's entries from all others. */
export type Suggestions = Separation;

/**
 * Terms that would separate a tag best. `entries` is read twice, so that only what occurs under the tag is
 * counted. A help to the person who writes rules: most of what it finds is chance.
 */
export async function suggest(
  rules: RuleSet,
  slug: string,
  entries: () => AsyncIterable<Labelled> | Iterable<Labelled>,
  limit: number,
): Promise<Suggestions> {
  const classifier = compileRules(rules);
  const sided = async function* () {
    for await (const { subject, tags } of entries())
      yield {
        subject,
        isInside: tags.includes(slug),
        isFiled: () => classifier.classify(subject, NO_SOURCE).tags.includes(slug),
      };
  };
  const { terms, ...counts } = await separating(sided);
  return { ...counts, terms: terms.slice(0, limit) };
}
