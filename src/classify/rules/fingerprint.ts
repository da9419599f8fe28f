import type { Source } from '../../config/config.js';
import { compareText } from '../../model/compare-text.js';
import { longHash, shortHash } from '../../model/hash.js';
import type { RuleSet } from './rules.js';

/** Moves with every change of the engine after which some entry might be filed otherwise. */
const ENGINE = 6;

/**
 * Differs where stored entries might be filed otherwise than by the other rules: the rules and the engine
 * itself. Titles and descriptions don't matter, nor does the order of tags.
 */
export function rulesFingerprint(config: RuleSet): string {
  const tags = [...config.tags]
    .sort((a, b) => compareText(a.slug, b.slug))
    .map(({ title: _title, description: _description, aliases: _aliases, tests: _tests, ...rules }) => rules);
  const groups = [...config.groups]
    .sort((a, b) => compareText(a.slug, b.slug))
    .map(({ title: _title, ...rules }) => rules);
  return longHash(JSON.stringify([ENGINE, config.classify, config.only, groups, tags, config.lexicon]));
}

/** The same for what a source adds to the rules; null for one that feeds.json no longer lists. */
export function sourceRulesFingerprint(source: Source | null): string {
  const { tags, hints, only, title } = source ?? { tags: [], hints: [], only: null, title: null };
  return shortHash(JSON.stringify([tags, hints, only, title]));
}
