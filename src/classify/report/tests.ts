import type { Tag } from '../../config/config.js';
import { escapeHtml } from '../../html/escape.js';
import { type Classifier, compileRules, NO_SOURCE, type RuleSet, type TagAccount } from '../index.js';

/** A test of a tag's own that doesn't hold, with why. */
export interface FailedTest {
  readonly tag: string;
  /** Its place in the tag's `tests`. */
  readonly index: number;
  readonly title: string | null;
  readonly text: string;
  readonly expected: boolean;
  readonly got: boolean;
  /** How the tag came to its answer; null where nothing of it was found. */
  readonly account: TagAccount | null;
}

export interface TestReport {
  readonly run: number;
  readonly failed: readonly FailedTest[];
}

/**
 * Runs the tests that tags bring with them. A test says whether the tag's own words hold of a text, so tags
 * don't compete here: what else the text is about is not the test's business.
 */
export function runTests(rules: RuleSet): TestReport {
  const classifier = compileRules({ ...rules, groups: [], lexicon: [], tags: rules.tags.map(alone) });
  const failed = rules.tags.flatMap((tag) => failuresOf(tag, classifier));
  return { run: rules.tags.reduce((sum, { tests }) => sum + tests.length, 0), failed };
}

const alone = (tag: Tag): Tag => ({ ...tag, group: null, implies: [] });

function failuresOf(tag: Tag, classifier: Classifier): FailedTest[] {
  return tag.tests.flatMap(({ title, text, is }, index) => {
    // A sentence without a title stands for either: `title:` terms are tried on it too.
    const subject = {
      title: title ?? text,
      html: escapeHtml(text),
      summary: null,
      categories: [],
      url: null,
      authors: [],
      source: null,
    };
    const got = classifier.classify(subject, NO_SOURCE).tags.includes(tag.slug);
    if (got === is) return [];
    const account = classifier.explain(subject, NO_SOURCE).tags.find((one) => one.tag === tag.slug) ?? null;
    return [{ tag: tag.slug, index, title, text, expected: is, got, account }];
  });
}
