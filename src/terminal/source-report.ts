import type { Instant } from '../model/values.js';
import { counted, dataSize, dayIn, every, figure, percent } from '../model/words.js';
import type { SourceDetails } from '../operate/status/source-details.js';
import { ago, until } from './ago.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { boldHead, table } from './table.js';

/** All that is known of one source: whole lines, ending in a line feed. */
export function sourceReport(source: SourceDetails, now: number, style: Style): string {
  const at = (instant: Instant): string => `${instant} (${ago(instant, now)})`;
  const rows: readonly (readonly [string, string | null])[] = [
    ['state', source.state],
    ['failing', failing(source)],
    ['last poll', source.lastPoll === null ? 'never' : at(source.lastPoll)],
    ['last ok', source.lastSuccess === null ? 'never' : at(source.lastSuccess)],
    [
      'next',
      source.nextDue === null ? `never: ${source.why}` : `${until(source.nextDue, now)}: ${source.why}`,
    ],
    ['held', source.heldUntil === null ? null : `until ${source.heldUntil}, as its server asked`],
    ['moved to', source.movedTo === null ? null : `${source.movedTo}; feeds.json should say so`],
    [
      'led to',
      source.doubtedMove === null
        ? null
        : `${source.doubtedMove.to} since ${dayIn(source.doubtedMove.since)}, not believed yet`,
    ],
    ['before', source.former.length === 0 ? null : source.former.join(', ')],
    ['feed', feed(source)],
    ['posts', posts(source)],
    ['polls', polls(source)],
    ['asked with', validators(source)],
    ['unchanged', source.unchangedSince === null ? null : `since ${at(source.unchangedSince)}`],
    ['hub', hub(source, now)],
    ['settings', settings(source)],
    ['list', source.list],
  ];
  const shown = rows.flatMap(([name, text]) => (text === null ? [] : [[`  ${name}`, printable(text)]]));
  return [
    style.bold(printable(source.title)),
    style.cyan(printable(source.url)),
    '',
    ...table(shown, [{ paint: style.dim }, {}], style.marks.ellipsis),
    ...recentLines(source, style),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** What it was asked for, and what came, the last poll first. */
function recentLines({ recent }: SourceDetails, style: Style): readonly string[] {
  if (recent.length === 0) return [];
  const rows = recent.map(({ at, came, bytes, whole }) => [
    `  ${at}`,
    whole === true ? 'whole' : 'if changed',
    bytes === undefined ? '' : dataSize(bytes),
    printable(came),
  ]);
  const heading = ['  POLLED', 'ASKED', 'BYTES', 'CAME'];
  const head = boldHead(style);
  return [
    '',
    ...table(
      [heading, ...rows],
      [{ paint: head }, { paint: head }, { paint: head, align: 'right' }, { paint: head }],
    ),
  ];
}

function failing({ failing: failure, failures }: SourceDetails): string | null {
  if (failure === null) return null;
  return `${failure.message}, since ${dayIn(failure.since)}, ${counted(failures, 'poll')} in a row`;
}

function feed({ feed: facts }: SourceDetails): string | null {
  if (facts === null) return null;
  return [facts.format, facts.home, facts.language].filter((part) => part !== null).join(', ');
}

function posts({ entries, withheld, span }: SourceDetails): string {
  const held = withheld === 0 ? '' : `, ${figure(withheld)} held back by "only"`;
  const dates = span === null ? '' : `, of ${dayIn(span.from)} to ${dayIn(span.to)}`;
  return `${figure(entries)}${held}${dates}`;
}

function polls({ polls: all, notModified, requests, bytes }: SourceDetails): string {
  if (all === 0) return 'none yet';
  const share = `${percent(notModified, all)} answered by 304`;
  return `${figure(all)}, ${share}; ${counted(requests, 'request')}, ${dataSize(bytes)}`;
}

function validators({ validators: { etag, lastModified } }: SourceDetails): string {
  const sent = [
    ...(etag === null ? [] : [`If-None-Match: ${etag}`]),
    ...(lastModified === null ? [] : [`If-Modified-Since: ${lastModified}`]),
  ];
  return sent.length === 0 ? 'no validators: the whole document is wanted' : sent.join(', ');
}

function hub({ subscription }: SourceDetails, now: number): string | null {
  if (subscription === null) return null;
  const { hub: address, topic, state, leaseUntil, nextRequest, problem, pushes, lastPush } = subscription;
  const lease = leaseUntil === null ? '' : ` until ${leaseUntil}`;
  const states = {
    running: `pushes${lease}`,
    asked: 'has not verified yet',
    ending: 'is asked to push no more',
  };
  const last = lastPush === null ? '' : `, the last ${ago(lastPush, now)}`;
  const wrong = problem === null ? '' : `; ${problem}, asked again ${until(nextRequest, now)}`;
  return `${address} ${states[state]} of ${topic}; ${counted(pushes, 'push', 'pushes')}${last}${wrong}`;
}

function settings({ settings: given }: SourceDetails): string | null {
  const parts = [
    ...(given.tags.length > 0 ? [`tags ${given.tags.join(' ')}`] : []),
    ...(given.hints.length > 0 ? [`hints ${given.hints.join(' ')}`] : []),
    ...(given.intervalMs === null ? [] : [every(given.intervalMs)]),
    ...(given.full ? ['full'] : []),
    ...(given.private ? ['private'] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}
