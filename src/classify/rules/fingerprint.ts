import { createHash } from 'node:crypto';
import type { Config } from '../../config/config.js';
import type { RuleSet } from './rules.js';

/** Moves with every change of the engine after which some entry might be filed otherwise. */
const ENGINE = 1;

/**
 * Differs where stored entries might be filed otherwise than by the other rules: the rules, what sources add to them,
 * and the engine itself. Titles and descriptions don't matter, nor does the order of tags.
 */
export function rulesFingerprint(config: RuleSet & Pick<Config, 'sources'>): string {
  const tags = [...config.tags]
    .sort((a, b) => (a.slug < b.slug ? -1 : 1))
    .map(({ title: _title, description: _description, aliases: _aliases, tests: _tests, ...rules }) => rules);
  const groups = [...config.groups]
    .sort((a, b) => (a.slug < b.slug ? -1 : 1))
    .map(({ title: _title, ...rules }) => rules);
  const sources = config.sources
    .filter(({ tags: own, hints, only }) => own.length > 0 || hints.length > 0 || only !== null)
    .map(({ url, tags: own, hints, only }) => [url, own, hints, only])
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  const rules = JSON.stringify([ENGINE, config.classify, config.only, groups, tags, sources]);
  return createHash('sha256').update(rules).digest('base64url').slice(0, 22);
}
