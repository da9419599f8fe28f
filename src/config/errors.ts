import { UserError } from '../model/errors.js';
import type { Problem } from './json/problem.js';

/**
 * feeds.json can't be used as it is. Its message is the first problem's; all are in `problems`, never none.
 */
export class ConfigError extends UserError {
  constructor(readonly problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].message, 2);
  }
}
