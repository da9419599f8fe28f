import type { RuleSet, Subject } from '../../src/classify/index.js';
import type { ClassifySettings, Group, Tag } from '../../src/config/config.js';

/** A tag with dull defaults. */
export const tag = (slug: string, rules: Partial<Tag> = {}): Tag => ({
  slug,
  title: slug,
  description: '',
  group: null,
  match: [],
  hint: [],
  against: [],
  except: [],
  ignore: [],
  implies: [],
  aliases: [],
  plurals: null,
  min: null,
  tests: [],
  ...rules,
});

export const group = (slug: string, rules: Partial<Group> = {}): Group => ({
  slug,
  title: slug,
  max: 2,
  keep: 0.8,
  default: null,
  ...rules,
});

const SETTINGS: ClassifySettings = { min: 1, title: 1.5, plurals: false };

export const rules = (
  tags: readonly Tag[],
  more: Partial<Omit<RuleSet, 'tags' | 'classify'>> & { classify?: Partial<ClassifySettings> } = {},
): RuleSet => ({
  groups: [],
  only: [],
  lexicon: [],
  ...more,
  tags,
  classify: { ...SETTINGS, ...more.classify },
});

/** An entry with nothing in it but what is said. */
export const subject = (fields: Partial<Subject> = {}): Subject => ({
  title: null,
  html: '',
  summary: null,
  categories: [],
  url: null,
  authors: [],
  source: null,
  ...fields,
});
