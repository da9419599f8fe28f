import { counted, dataSize, figure, percent } from '../model/words.js';
import type { HostStatus } from '../operate/status/host-status.js';
import { until } from './ago.js';
import type { Page } from './pass-report.js';
import { printable } from './printable.js';
import { boldHead, table } from './table.js';
import { wholeLines } from './whole-lines.js';

const HEADER = ['HOST', 'SOURCES', 'REQUESTS', '304', 'BYTES', 'LEFT ALONE'];

/** What each host has had of us: whole lines, ending in a line feed. */
export function hostReport(hosts: readonly HostStatus[], now: number, { style, columns }: Page): string {
  const rows = hosts.map(({ host, sources, requests, polls, notModified, bytes, heldUntil }) => [
    printable(host),
    figure(sources),
    figure(requests),
    polls === 0 ? style.marks.none : percent(notModified, polls),
    dataSize(bytes),
    heldUntil === null ? '' : until(heldUntil, now).replace(/^in /, ''),
  ]);
  const head = boldHead(style);
  const right = { align: 'right', paint: head } as const;
  const name = { paint: head, ...(columns !== null && { max: Math.max(20, columns - 48) }) };
  const lines = table(
    [HEADER, ...rows],
    [name, right, right, right, right, { paint: head }],
    style.marks.ellipsis,
  );
  const sum = (of: (host: HostStatus) => number): number => hosts.reduce((all, host) => all + of(host), 0);
  const total = `${counted(hosts.length, 'host')}: ${counted(
    sum(({ requests }) => requests),
    'request',
  )}, ${dataSize(sum(({ bytes }) => bytes))}.`;
  return wholeLines([...(hosts.length === 0 ? [] : [...lines, '']), total]);
}
