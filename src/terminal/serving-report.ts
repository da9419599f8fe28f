import type { FailureReason } from '../fetch/result.js';
import type { Instant } from '../model/values.js';
import { counted, figure } from '../model/words.js';
import type { FailedSource } from '../pass/summary.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { wholeLines } from './whole-lines.js';

/** What the service has to show after its first pass. */
export interface Serving {
  /** The site's address on this machine. */
  readonly url: string;
  /** Published, in all. */
  readonly posts: number;
  readonly tags: number;
  /** A tag with posts, for a look; null where none has. */
  readonly pick: string | null;
  /** Sources that were asked in the first pass. */
  readonly polled: number;
  readonly failed: readonly Pick<FailedSource, 'reason' | 'kind'>[];
  readonly next: Instant | null;
  /** The cron expression that later passes come by. */
  readonly schedule: string;
  /** IANA name: what the time of the next pass is said in. */
  readonly timezone: string;
}

/** Where the site is, what is on it and when more will come: whole lines, ending in a line feed. */
export function servingReport(serving: Serving, style: Style): string {
  const { url, posts, polled, failed } = serving;
  const warning = polled > 0 && failed.length === polled ? [allFailed(failed, style)] : [];
  const at = `${style.green(style.marks.ok)} Serving ${style.cyan(url)}`;
  const next = serving.next === null ? '' : `next pass at ${clock(serving.next, serving.timezone)}`;
  const lines =
    posts === 0
      ? [`${at}, empty for now${next === '' ? '' : `; ${next}`}`, ...demoHint(warning, style)]
      : [
          at,
          `  ${content(serving, style)}`,
          ...answered(serving, style),
          `  ${[next === '' ? '' : `${next}${rhythm(serving.schedule)}`, style.dim('Ctrl-C stops it')].filter((part) => part !== '').join('   ')}`,
        ];
  return wholeLines([...warning, ...lines]);
}

/** Where the site is though the first pass could not be made, which has been said. */
export function servingOnly(
  { url, next, timezone }: Pick<Serving, 'url' | 'next' | 'timezone'>,
  style: Style,
): string {
  const then = next === null ? '' : `; next pass at ${clock(next, timezone)}`;
  return `${style.green(style.marks.ok)} Serving ${style.cyan(url)}${then}\n`;
}

/** What a machine without a network meets. */
const NO_NETWORK: ReadonlySet<FailureReason> = new Set(['dns', 'refused', 'timeout', 'network', 'proxy']);

/** One cause for all, or for most, is as a rule our own. */
function allFailed(failed: Serving['failed'], style: Style): string {
  const warning = style.yellow('warning:');
  if (failed.length === 1) return `${warning} the only source failed`;
  const counts = new Map<string, number>();
  for (const { reason } of failed) {
    const cause = printable(reason).split(':', 1)[0] ?? '';
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  const [cause, sources] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most), ['', 0]);
  const share = sources === failed.length ? 'each' : 'most';
  const unreached = failed.filter(({ kind }) => NO_NETWORK.has(kind)).length;
  const guess = unreached > failed.length / 2 ? '. Offline?' : '';
  const why = sources > failed.length / 2 ? `, ${share} with "${cause}"${guess}` : '';
  return `${warning} all ${counted(failed.length, 'source')} failed${why}`;
}

const demoHint = (warning: readonly string[], style: Style): string[] =>
  warning.length === 0
    ? []
    : [`  To see it work without a network: ${style.bold('tagwire demo')}, with example blogs of its own`];

function content({ posts, tags, pick }: Serving, style: Style): string {
  const where = pick === null ? '' : `; ${style.cyan(`/tags/${pick}/`)} is a good place to begin`;
  return `${counted(posts, 'post')} under ${counted(tags, 'tag')}${where}`;
}

function answered({ polled, failed }: Serving, style: Style): string[] {
  if (failed.length === 0 || failed.length === polled) return [];
  const words = `${counted(polled - failed.length, 'source')} answered, ${style.red(`${figure(failed.length)} failed`)}`;
  return [`  ${words}   ${style.dim('tagwire status --failing')}`];
}

/** `, then every 10 minutes`, where the schedule is as simple as that. */
function rhythm(schedule: string): string {
  const [minute = '', hour = '', ...days] = schedule.trim().split(/\s+/);
  if (days.join(' ') !== '* * *') return '';
  const minutes = hour === '*' ? step(minute) : null;
  if (minutes !== null) return `, then every ${minutes === 1 ? 'minute' : `${minutes} minutes`}`;
  const hours = /^\d+$/.test(minute) ? step(hour) : null;
  return hours === null ? '' : `, then every ${hours === 1 ? 'hour' : `${hours} hours`}`;
}

/** 10 for a field that reads `*` + `/10`, 1 for `*`. */
const step = (field: string): number | null => {
  const [, number] = /^\*(?:\/(\d+))?$/.exec(field) ?? [];
  return field === '*' ? 1 : number === undefined ? null : Number(number);
};

function clock(at: Instant, timezone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(
    new Date(at),
  );
}
