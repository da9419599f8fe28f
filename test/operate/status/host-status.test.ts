import { expect, test } from 'vitest';
import { instant } from '../../../src/model/values.js';
import { hostsOf } from '../../../src/operate/status/host-status.js';
import { newPollState } from '../../../src/schedule/index.js';
import { hostReport } from '../../../src/terminal/host-report.js';
import { createStyle } from '../../../src/terminal/style.js';
import { sourceRecord, url } from '../../support/build.js';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 0, 10);
const polled = (n: number, address: string, polls: number, notModified: number, bytes: number) =>
  sourceRecord(`s-0000000${n}`, {
    url: url(address),
    poll: { ...newPollState(url(address)), polls, notModified, requests: polls + 1, bytes },
  });

const hosts = hostsOf(
  [
    polled(1, 'https://a.example/1', 10, 5, 1_000_000),
    polled(2, 'https://a.example/2', 10, 10, 500_000),
    polled(3, 'https://b.example:8080/', 100, 0, 20_000_000),
    polled(4, 'https://c.example/', 1, 0, 0),
    sourceRecord('s-00000005', {
      url: url('https://d.example/'),
      poll: newPollState(url('https://d.example/')),
    }),
  ],
  { 'c.example': { until: instant(now + 2 * HOUR), status: 429 } },
  now,
);

test('who wants to be left alone comes first, then who is asked most; sources of one host are one', () => {
  expect(hosts).toEqual([
    {
      host: 'c.example',
      sources: 1,
      polls: 1,
      notModified: 0,
      requests: 2,
      bytes: 0,
      heldUntil: instant(now + 2 * HOUR),
    },
    {
      host: 'b.example:8080',
      sources: 1,
      polls: 100,
      notModified: 0,
      requests: 101,
      bytes: 20_000_000,
      heldUntil: null,
    },
    {
      host: 'a.example',
      sources: 2,
      polls: 20,
      notModified: 15,
      requests: 22,
      bytes: 1_500_000,
      heldUntil: null,
    },
    { host: 'd.example', sources: 1, polls: 0, notModified: 0, requests: 0, bytes: 0, heldUntil: null },
  ]);
});

test('as a table', () => {
  const page = { style: createStyle({ color: false, unicode: true }), columns: 80 };
  expect(hostReport(hosts, now, page)).toBe(`HOST            SOURCES  REQUESTS  304    BYTES  LEFT ALONE
c.example             1         2   0%     0 kB  2 h
b.example:8080        1       101   0%  20.0 MB
a.example             2        22  75%   1.5 MB
d.example             1         0    ·     0 kB

4 hosts: 125 requests, 21.5 MB.
`);
  expect(hostReport([], now, page)).toBe('0 hosts: 0 requests, 0 kB.\n');
});
