import { type Logger, pino } from 'pino';
import type { FailedSource } from '../pass/summary.js';
import type { LogLevel } from './log-level.js';
import { failureLine } from './pass-report.js';
import { printable } from './printable.js';
import type { Style } from './style.js';

/** What a line may carry beside its words. */
type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** What happened, for the operator: never a report (stdout). */
export interface Log {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

/** A log that tells of failing sources, too: one line each, at every level but `silent`. */
export interface SourceLog extends Log {
  sourceFailed(source: FailedSource): void;
}

interface LogOptions {
  readonly level: LogLevel;
  /** Writes to stderr. */
  readonly err: (text: string) => void;
  readonly style: Style;
  /** One JSON object a line, for collectors; asked for by `--json`. */
  readonly json: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * A log on stderr, each line with its time. Every line is written at once and whole, so nothing is lost when
 * the process ends.
 */
export function createLog({ level, err, style, json, now }: LogOptions): SourceLog {
  const stamp = () => new Date(now()).toISOString();
  const write = json ? err : (line: string) => err(humanLine(line, style));
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${stamp()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    error: at(logger, 'error'),
    warn: at(logger, 'warn'),
    info: at(logger, 'info'),
    debug: at(logger, 'debug'),
    sourceFailed(source) {
      if (json) logger.error(failureFields(source, now()), `${source.title} failed`);
      else if (level !== 'silent') err(`${stamp()} ${failureLine(source, style)}`);
    },
  };
}

/** `again`: when it is asked again; null where it never is. */
const failureFields = ({ title, url, reason, retryMs }: FailedSource, now: number) => ({
  source: title,
  url,
  reason,
  again: retryMs === null ? null : new Date(now + retryMs).toISOString(),
});

function at(logger: Logger, level: Exclude<LogLevel, 'silent'>): Log['info'] {
  return (message, fields) => {
    if (fields === undefined) logger[level](message);
    else logger[level](fields, message);
  };
}

/** pino's line as people read it: `2026-11-23T15:00:00.000Z warning: the disk is nearly full (free=12)`. */
function humanLine(line: string, style: Style): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<
    string,
    string | number | boolean | null
  >;
  const words = { error: style.red('error: '), warn: style.yellow('warning: '), debug: style.dim('debug: ') };
  const prefix = words[level as keyof typeof words] ?? '';
  const rest = Object.entries(fields)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
  const aside = rest === '' ? '' : ` ${style.dim(`(${printable(rest)})`)}`;
  return `${time} ${prefix}${printable(String(msg))}${aside}\n`;
}
