import { validate } from 'node-cron';

/**
 * Whether node-cron, which runs the schedule, understands the expression: five fields, or six with seconds.
 */
export function isCronExpression(expression: string): boolean {
  const fields = expression.trim().split(/\s+/).length;
  return (fields === 5 || fields === 6) && validate(expression);
}

/** Whether this Node knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // a RangeError is how Intl says no
  }
}

/** The IANA time zones of this Node, for suggestions. */
export const timeZones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];
