import { UserError } from '../model/errors.js';
import { printable } from './printable.js';

export const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** The level that `--log-level` names; anything else is a usage error that lists them. */
export function logLevel(text: string): LogLevel {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) {
    throw new UserError(
      `--log-level: expected ${LEVELS.slice(0, -1).join(', ')} or debug, received "${printable(text)}"`,
      2,
    );
  }
  return level;
}
