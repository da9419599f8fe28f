import { show } from '../../config/grammar/values.js';
import type { Problem } from '../../config/json/problem.js';
import type { CheckedConfig } from '../../config/read.js';
import type { TagAccount } from '../index.js';
import { type FailedTest, runTests } from './tests.js';

/** What came of the tests that tags bring with them. */
export interface RuleTests {
  readonly run: number;
  /** One for each test that fails, at its place in the file. */
  readonly problems: readonly Problem[];
}

/** Runs the rules' own tests. */
export function checkRuleTests({ config, locate, tagKeys }: CheckedConfig): RuleTests {
  const { run, failed } = runTests(config);
  const findings = failed.map((test) => ({
    path: ['tags', tagKeys.get(test.tag) ?? test.tag, 'tests', test.index],
    atKey: false,
    message: `${show(test.text || test.title)} should ${test.expected ? '' : 'not '}be filed under ${test.tag}, but is${test.got ? '' : ' not'}`,
    help: why(test),
  }));
  return { run, problems: locate(findings, 'error') };
}

function why({ account }: FailedTest): string {
  if (account === null) return 'none of its terms was found';
  const points = `${account.points} of ${account.min}`;
  const ignored = account.ignored.map(({ term, within }) => `${term} is ignored in ${within}`);
  const terms = [...account.terms.map(termOf), ...ignored].join(', ') || 'no term was found';
  const vetoes = account.vetoes.map(({ term }) => term).join(', ');
  return vetoes === '' ? `${points}: ${terms}` : `kept away by ${vetoes}; ${points}: ${terms}`;
}

const termOf = ({ term, points, field, list }: TagAccount['terms'][number]): string =>
  `${points > 0 ? '+' : ''}${points} ${term} (${list === 'match' ? field : `${list}, ${field}`})`;
